import { setTimeout as sleep } from 'node:timers/promises';
import type { v1 as assets } from '@google-cloud/asset';
import type { MetricServiceClient } from '@google-cloud/monitoring';
import type { AuthClient, GoogleAuth } from 'google-auth-library';
import { CloudError } from '../cloud-error.js';
import { cloudError, HttpError, type HttpFailure } from '../http-error.js';
import { textAt } from '../json.js';
import { persistently } from '../persistently.js';
import type { GcpAccess } from './access.js';

const SCOPES = 'https://www.googleapis.com/auth/cloud-platform';
const POLL_MS = 2_000;
/** Google's own codes of errors as HTTP writes them, where a client tells only the code. */
const STATUS: Record<number, number> = {
  1: 499,
  3: 400,
  4: 504,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  13: 500,
  14: 503,
  16: 401,
};

/** One request to a service; `path` begins after its host. */
export interface RestRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** `compute.googleapis.com`. */
  service: string;
  path: string;
  body?: object;
}

type AssetClient = assets.AssetServiceClient;

/** Asks the services of Google Cloud with one identity. */
export class GcpClient {
  private constructor(
    readonly access: GcpAccess,
    readonly auth: GoogleAuth,
  ) {}

  private assetClient?: AssetClient;
  private metricClient?: MetricServiceClient;

  static async open(access: GcpAccess): Promise<GcpClient> {
    const { GoogleAuth } = await import('google-auth-library');
    const auth = new GoogleAuth({ scopes: SCOPES, ...(access.key && { credentials: access.key }) });
    // A key signs for itself: no token service is asked first.
    auth.useJWTAccessWithScope = true;
    return new GcpClient(access, auth);
  }

  async assets(): Promise<AssetClient> {
    const { v1 } = await import('@google-cloud/asset');
    return (this.assetClient ??= await this.begun(new v1.AssetServiceClient(this.transport() as never)));
  }

  async metrics(): Promise<MetricServiceClient> {
    const { MetricServiceClient } = await import('@google-cloud/monitoring');
    return (this.metricClient ??= await this.begun(new MetricServiceClient(this.transport() as never)));
  }

  /** What these clients cannot begin they throw where nobody hears it, which ends the process: it is heard here first. */
  private async begun<T extends { initialize(): Promise<unknown> }>(client: T): Promise<T> {
    await this.authClient();
    await client.initialize().catch((error: unknown) => {
      throw gcpError('credentials', error);
    });
    return client;
  }

  /** Throws `CloudError` `denied` where there is no identity. */
  authClient(): Promise<AuthClient> {
    return this.auth.getClient().catch((error: unknown) => {
      const told = gcpError('credentials', error);
      throw told.kind === 'broken'
        ? new CloudError('denied', 'credentials', 'the key is none of a service account')
        : told;
    });
  }

  /** Over plain HTTP, so that proxies and emulators can stand between. */
  private transport() {
    const { endpoint } = this.access;
    const { hostname, port, protocol } = new URL(endpoint ?? 'https://localhost');
    const place = endpoint && { apiEndpoint: hostname, port: Number(port) || 443, protocol: protocol.slice(0, -1) };
    return { fallback: true, auth: this.auth, projectId: this.access.project, ...place };
  }

  /** Asks an SDK's client, again where that may help, and no longer than the signal lets it. */
  call<T>(operation: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    return persistently(operation, signal, () =>
      untilAborted(
        signal,
        ask().catch((error: unknown) => {
          throw gcpError(operation, error);
        }),
      ),
    );
  }

  /** What a service answers; undefined where it answers nothing. */
  rest({ method = 'GET', service, path, body }: RestRequest, signal: AbortSignal): Promise<unknown> {
    const operation = `${method} ${service}${path.replace(/\/projects\/[^/?]+/, '').replace(/\?.*/, '')}`;
    const url = `${this.access.endpoint ?? `https://${service}`}${path}`;
    return this.call(operation, signal, async () => {
      const answer = await this.auth.request<string>({
        url,
        method,
        signal,
        responseType: 'text',
        retry: false,
        validateStatus: () => true,
        ...(body && { data: body }),
      });
      const told: unknown = answer.data ? JSON.parse(answer.data) : undefined;
      if (answer.status >= 400)
        throw new HttpError(operation, {
          status: answer.status,
          message: textAt(told, 'error.message') ?? `status ${answer.status}`,
          reason: textAt(told, 'error.status'),
          headers: answer.headers,
        });
      return told;
    });
  }

  /** Asks for a change, and waits until it is made. */
  async change(request: RestRequest, signal: AbortSignal): Promise<void> {
    let answer = await this.rest(request, signal);
    while (isOperation(answer) && textAt(answer, 'status') !== 'DONE') {
      await sleep(POLL_MS, undefined, { signal });
      const { pathname } = new URL(textAt(answer, 'selfLink')!);
      answer = await this.rest({ service: request.service, path: pathname }, signal);
    }
    const words = firstError(answer);
    if (words) throw new CloudError('invalid', `${request.method} ${request.service}`, words);
  }

  close(): void {
    for (const client of [this.assetClient, this.metricClient]) void client?.close().catch(() => undefined);
  }
}

const isOperation = (answer: unknown) =>
  textAt(answer, 'kind')?.endsWith('#operation') && textAt(answer, 'selfLink') !== undefined;

const firstError = (answer: unknown) => textAt(answer, 'error.errors.0.message') ?? textAt(answer, 'error.message');

async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let leave = () => {};
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener('abort', leave);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** What a client of Google throws, in the words of the port. */
export function gcpError(operation: string, thrown: unknown): CloudError {
  const failure = thrown as HttpFailure;
  const status = typeof failure.code === 'number' ? STATUS[failure.code] : undefined;
  if (!status || thrown instanceof CloudError) return cloudError(operation, thrown);
  const { message, name } = failure;
  return new HttpError(operation, { status, message, name, headers: failure.response?.headers });
}
