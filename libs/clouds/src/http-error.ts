import { CloudError, type CloudErrorKind } from './cloud-error.js';

/** What of an answer tells how it failed; errors of the SDKs carry the same under several names. */
export interface HttpFailure {
  name?: string;
  message?: string;
  code?: string | number;
  statusCode?: number;
  status?: number | string;
  response?: { status?: number; headers?: unknown };
  headers?: unknown;
  cause?: unknown;
  /** The name by which the cloud calls what went wrong: `AuthorizationFailed`, `PERMISSION_DENIED`. */
  reason?: string;
}

const UNREACHABLE =
  /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|EPIPE|socket hang up|network_error|endpoints_resolution_error/;
const CUT = /[Pp]remature close|Invalid response body|Unexpected end|JSON|PARSE_ERROR|terminated/;
const NOBODY = /credential|authentication|default credentials|invalid_grant|invalid_client|private key|PEM|DECODER/i;
const SHOWN = 500;

export function kindOfStatus(status: number): CloudErrorKind {
  if (status === 429) return 'throttled';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404) return 'missing';
  if (status === 408 || status >= 500) return 'unreachable';
  return status >= 400 ? 'invalid' : 'broken';
}

function statusOf(error: HttpFailure): number | undefined {
  const found = [error.statusCode, error.status, error.response?.status, error.code].map(Number);
  return found.find((status) => Number.isInteger(status) && status >= 400 && status < 600);
}

function kindOf(error: HttpFailure, words: string): CloudErrorKind {
  const status = statusOf(error);
  if (status !== undefined && !(error.name ?? '').includes('Authentication')) return kindOfStatus(status);
  if (CUT.test(words)) return 'broken';
  if (UNREACHABLE.test(words)) return 'unreachable';
  return NOBODY.test(words) ? 'denied' : 'unreachable';
}

function headerOf(headers: unknown, name: string): string | undefined {
  const { get } = (headers ?? {}) as { get?: (name: string) => string | null | undefined };
  const plain = headers as Record<string, string> | undefined;
  return (typeof get === 'function' ? get.call(headers, name) : plain?.[name]) ?? undefined;
}

/** `Retry-After` in milliseconds; both clouds write seconds. */
function retryAfterOf(error: HttpFailure): number | undefined {
  const text = headerOf(error.response?.headers ?? error.headers, 'retry-after');
  const seconds = Number(text);
  return text && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** A `CloudError` that keeps the cloud's own word for what went wrong. */
export class HttpError extends CloudError {
  readonly reason?: string;

  constructor(operation: string, failure: HttpFailure) {
    const words = `${failure.name} ${failure.code} ${failure.message}`;
    const kind = kindOf(failure, words);
    // What cannot be parsed is part of the SDKs' messages: it is not ours to show.
    const told = kind === 'broken' ? 'the answer ends early or cannot be read' : failure.message || 'no answer';
    super(kind, operation, told.slice(0, SHOWN), retryAfterOf(failure));
    this.reason = failure.reason ?? (typeof failure.code === 'string' ? failure.code : undefined);
  }
}

/** What an SDK throws, in the words of the port. */
export function cloudError(operation: string, thrown: unknown): CloudError {
  if (thrown instanceof CloudError) return thrown;
  return new HttpError(operation, typeof thrown === 'object' && thrown ? thrown : { message: String(thrown) });
}
