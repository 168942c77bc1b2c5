import { setTimeout as sleep } from 'node:timers/promises';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { HttpClient, HttpMethods, Pipeline, PipelineResponse } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { CloudError } from '../cloud-error.js';
import { HttpError } from '../http-error.js';
import { at, listAt, textAt, type Json } from '../json.js';
import { persistently } from '../persistently.js';
import type { AzureAccess } from './access.js';
import { quotaWaitOf } from './quota.js';

const PAGE = 1000;
const POLL_MS = 2_000;

/** One request to Azure Resource Manager; `path` begins at its root. */
export interface ArmRequest {
  method?: HttpMethods;
  path: string;
  api: string;
  body?: object;
}

type Answer = Pick<PipelineResponse, 'status' | 'headers'> & { body: unknown; text?: string };

/** What the Resource Graph client sends by, in its own older words. */
type GraphTransport = NonNullable<NonNullable<ConstructorParameters<typeof ResourceGraphClient>[1]>['httpClient']>;
type WebResource = Parameters<GraphTransport['sendRequest']>[0];
type GraphAnswer = Awaited<ReturnType<GraphTransport['sendRequest']>>;

/** Asks Resource Graph and Resource Manager with one identity, through one pipeline. */
export class AzureClient {
  private graphClient: ResourceGraphClient;

  private constructor(
    readonly access: AzureAccess,
    readonly credential: TokenCredential,
    private readonly pipeline: Pipeline,
    private readonly http: HttpClient,
  ) {}

  static async open(access: AzureAccess, credential: TokenCredential): Promise<AzureClient> {
    const { ResourceGraphClient } = await import('@azure/arm-resourcegraph');
    const { bearerTokenAuthenticationPolicy, createDefaultHttpClient, createPipelineFromOptions } =
      await import('@azure/core-rest-pipeline');
    const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 0 } });
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: `${access.endpoint}/.default` }));
    const client = new AzureClient(access, credential, pipeline, createDefaultHttpClient());
    // This SDK's own transport waits for ever for the rest of an answer that was cut: it is given ours, which signs too.
    const unsigned = { signRequest: (request: WebResource) => Promise.resolve(request) };
    const httpClient = { sendRequest: (request: WebResource) => client.forward(request) };
    client.graphClient = new ResourceGraphClient(unsigned, {
      baseUri: access.endpoint,
      noRetryPolicy: true,
      httpClient,
    });
    return client;
  }

  /** The rows of a Resource Graph query over this subscription, page by page. Throws where it would not be all. */
  async *graph(query: string, signal: AbortSignal): AsyncIterable<Json[]> {
    let skipToken: string | undefined;
    do {
      const { data, isTruncated, ...page } = await this.page(query, skipToken, signal);
      skipToken = page.skipToken;
      if (isTruncated && !skipToken)
        throw new CloudError('broken', 'Microsoft.ResourceGraph/resources', 'the answer is cut and names no next page');
      yield data;
    } while (skipToken);
  }

  private async page(query: string, skipToken: string | undefined, signal: AbortSignal) {
    const subscriptions = [this.access.subscription];
    const options = { resultFormat: 'objectArray' as const, top: PAGE, skipToken };
    // The SDK's type of a signal is of a time before there were any in Node.
    const answer = await this.graphClient.resources(
      { subscriptions, query, options },
      { abortSignal: signal as never },
    );
    if (!Array.isArray(answer.data))
      throw new CloudError('broken', 'Microsoft.ResourceGraph/resources', 'the answer holds no rows');
    await sleep(
      quotaWaitOf((name) => answer._response.headers.get(name)),
      undefined,
      { signal },
    );
    return {
      data: answer.data as Json[],
      skipToken: answer.skipToken,
      isTruncated: String(answer.resultTruncated) === 'true',
    };
  }

  /** A request of the Resource Graph client, sent as every other. */
  private async forward(request: WebResource): Promise<GraphAnswer> {
    const { method, url: path, headers, abortSignal } = request;
    const body = JSON.parse(request.body as string) as object;
    const answer = await this.send({ method, path, api: '', body }, abortSignal as unknown as AbortSignal);
    const answered = headers.clone();
    answered.headerNames().forEach((name) => answered.remove(name));
    for (const [name, value] of answer.headers) answered.set(name, value);
    return { request, status: answer.status, headers: answered, bodyAsText: answer.text };
  }

  /** What Resource Manager answers; undefined where it answers nothing. */
  async arm(request: ArmRequest, signal: AbortSignal): Promise<unknown> {
    return (await this.send(request, signal)).body;
  }

  /** One thing as it is answered, or every item of a list that is told in pages. */
  async whole(request: ArmRequest, signal: AbortSignal): Promise<unknown> {
    let answer = await this.arm(request, signal);
    if (!Array.isArray(at(answer, 'value'))) return answer;
    const items = [...listAt(answer, 'value')];
    for (let link = textAt(answer, 'nextLink'); link; link = textAt(answer, 'nextLink')) {
      answer = await this.arm({ path: link, api: '' }, signal);
      items.push(...listAt(answer, 'value'));
    }
    return items;
  }

  /** Asks for a change, and waits until it is made. */
  async change(request: ArmRequest, signal: AbortSignal): Promise<void> {
    const operation = operationOf(request);
    const begun = await this.send(request, signal);
    const status = begun.headers.get('azure-asyncoperation');
    let link = status ?? (begun.status === 202 ? begun.headers.get('location') : undefined);
    let answer = begun;
    while (link) {
      await sleep(pauseOf(answer), undefined, { signal });
      answer = await this.send({ path: link, api: '' }, signal);
      const state = textAt(answer.body, 'status');
      if (/^(failed|canceled)$/i.test(state ?? ''))
        throw new CloudError('invalid', operation, textAt(answer.body, 'error.message') ?? `it has ${state}`);
      const isOver = status ? /^succeeded$/i.test(state ?? '') : answer.status !== 202;
      if (isOver) link = undefined;
    }
  }

  private async send(request: ArmRequest, signal: AbortSignal): Promise<Answer> {
    const { createHttpHeaders, createPipelineRequest } = await import('@azure/core-rest-pipeline');
    const { method = 'GET', body } = request;
    return persistently(operationOf(request), signal, async () => {
      const answer = await this.pipeline.sendRequest(
        this.http,
        createPipelineRequest({
          url: this.urlOf(request),
          method,
          abortSignal: signal,
          body: body && JSON.stringify(body),
          headers: createHttpHeaders(body && { 'content-type': 'application/json' }),
        }),
      );
      if (answer.status >= 400) throw refusalOf(request, answer);
      return { status: answer.status, headers: answer.headers, body: bodyOf(answer), text: answer.bodyAsText ?? '' };
    });
  }

  /** A link that an answer gives is followed only where it stays with the Resource Manager that was asked. */
  private urlOf({ path, api }: ArmRequest): string {
    const url = new URL(path, this.access.endpoint);
    if (url.origin !== new URL(this.access.endpoint).origin)
      throw new CloudError('broken', 'Azure Resource Manager', 'an answer points to another host');
    if (api) url.searchParams.set('api-version', api);
    return url.href;
  }
}

/** The name of what is asked, without the names of what it is asked of: `GET Microsoft.Compute/disks`. */
function operationOf({ method = 'GET', path }: ArmRequest): string {
  const [, type] = /\/providers\/([^?]*)$/.exec(path.split('?')[0]!.replace(/.*(?=\/providers\/)/, '')) ?? [];
  const [namespace, ...names] = (type ?? 'Microsoft.Resources').split('/');
  return `${method} ${[namespace, ...names.filter((_, index) => index % 2 === 0)].join('/')}`;
}

const pauseOf = ({ headers }: Answer) => {
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) ? seconds * 1000 : POLL_MS;
};

function bodyOf({ bodyAsText }: PipelineResponse): unknown {
  return bodyAsText ? JSON.parse(bodyAsText) : undefined;
}

function refusalOf(request: ArmRequest, answer: PipelineResponse): HttpError {
  let body: unknown;
  try {
    body = bodyOf(answer);
  } catch {
    body = undefined;
  }
  return new HttpError(operationOf(request), {
    status: answer.status,
    message: textAt(body, 'error.message') ?? textAt(body, 'message') ?? `status ${answer.status}`,
    reason: textAt(body, 'error.code') ?? textAt(body, 'code'),
    headers: answer.headers,
  });
}
