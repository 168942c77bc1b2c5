import { CloudError, type CloudErrorKind } from '../cloud-error.js';

interface SdkError {
  name?: string;
  code?: string;
  Code?: string;
  message?: string;
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

const DENIED =
  /AccessDenied|Unauthorized|NotAuthorized|AuthFailure|AuthorizationError|InvalidClientTokenId|UnrecognizedClient|Expired(Token|Credentials)|InvalidAccessKeyId|SignatureDoesNotMatch|OptInRequired|SubscriptionRequired|CredentialsProvider|Forbidden/i;
const THROTTLED =
  /Throttl|TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|SlowDown|RequestThrottled|PriorRequestNotComplete|LimitExceededException$/i;
const MISSING = /NotFound|^NoSuch|NoneExist|DoesNotExist/i;
const CUT = /premature|terminated|aborted|unexpected end|parse error|JSON|deserializ/i;

const codeOf = (error: SdkError) => error.Code ?? error.name ?? error.code ?? 'Error';
const statusOf = (error: SdkError) => error.$response?.statusCode ?? error.$metadata?.httpStatusCode;

function kindByStatus(status: number): CloudErrorKind {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'missing';
  if (status >= 500) return 'unreachable';
  return status >= 400 ? 'invalid' : 'broken';
}

function kindOf(error: SdkError): CloudErrorKind {
  const code = codeOf(error);
  const status = statusOf(error);
  if (error.$retryable?.throttling || THROTTLED.test(code)) return 'throttled';
  if (DENIED.test(code)) return 'denied';
  if (MISSING.test(code)) return 'missing';
  if (status !== undefined) return kindByStatus(status);
  return error instanceof SyntaxError || CUT.test(error.message ?? '') ? 'broken' : 'unreachable';
}

/** `Retry-After` as seconds; AWS sends no dates. */
function retryAfterOf({ $response }: SdkError): number | undefined {
  const headers = Object.entries($response?.headers ?? {});
  const seconds = Number(headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}

/** The error's own name at AWS, such as `NoSuchBucketPolicy`, of an error that `cloudError` has made. */
export const awsCode = (error: unknown): string => (error instanceof AwsError ? error.code : '');

/** Remembers AWS's own code, by which a detail knows that there is none. */
class AwsError extends CloudError {
  readonly code: string;

  constructor(operation: string, error: SdkError) {
    const code = codeOf(error);
    super(kindOf(error), operation, `${code}: ${error.message ?? 'no message'}`, retryAfterOf(error));
    this.code = code;
  }
}

/** What the SDK throws, in the words of the port; an abort stays what it is. */
export function cloudError(operation: string, error: unknown, signal?: AbortSignal): Error {
  if (signal?.aborted) return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason));
  if (error instanceof CloudError) return error;
  return new AwsError(operation, error as SdkError);
}
