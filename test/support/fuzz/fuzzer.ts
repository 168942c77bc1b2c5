import { TOKEN, type TestApp } from '../app.js';
import { Chance } from './chance.js';
import { graphqlRequest, graphqlRoots } from './graphql-request.js';
import { restOperations, restRequest, type Request } from './rest-request.js';
import type { Known } from './values.js';

export interface Fault {
  /** With `FUZZ_SEED` and `FUZZ_FROM` the same request comes first. */
  number: number;
  why: string;
  request: string;
  answer: string;
  /** What the server logged about it: the whole error. */
  logged: string[];
}

const TARGETS = restOperations.length + graphqlRoots.length;

/** The request of this number under this seed; each can be repeated alone, except for what those before it left behind. */
export function requestOf(seed: number, number: number, known: Known): Request {
  const chance = new Chance(seed * 1_000_003 + number);
  const target = number % TARGETS;
  const operation = restOperations[target];
  if (operation) return restRequest(operation, chance, known);
  return graphqlRequest(graphqlRoots[target - restOperations.length]!, chance, known);
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The body comes last, because it may be cut. */
export function asCurl({ method, path, headers, body }: Request): string {
  const given = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data = body === undefined ? [] : [`--data-binary ${quoted(body)}`];
  return ['curl -g -X', method, quoted(`$URL${path}`), ...given, ...data].join(' ').slice(0, 2000);
}

const INNARDS = /node_modules|\.(ts|js):\d+|at async |QueryFailedError|select .* from |invalid input syntax/i;

interface Reply {
  status: number;
  type: string;
  text: string;
}

function faultOfGraphql({ status, text }: Reply): string | undefined {
  if (status !== 200 && status !== 400 && status !== 413) return `status ${status}`;
  const codes = (JSON.parse(text).errors ?? []).map((error: any) => error.extensions?.code);
  if (codes.some((code: unknown) => typeof code !== 'string')) return 'an error without a code';
  return codes.includes('INTERNAL') ? 'an internal error' : undefined;
}

function faultOfRest({ status, type, text }: Reply): string | undefined {
  if (status >= 500) return `status ${status}`;
  if (status < 400) return undefined;
  if (!type.startsWith('application/problem+json')) return `an error as ${type}`;
  const problem = JSON.parse(text);
  const isWhole = ['type', 'title', 'detail', 'code'].every((word) => typeof problem[word] === 'string');
  return isWhole && problem.status === status ? undefined : 'half a problem';
}

/** What is wrong with an answer, if anything. */
export function faultOf(path: string, reply: Reply): string | undefined {
  if (reply.status >= 400 && INNARDS.test(reply.text)) return 'it shows its innards';
  return path === '/graphql' ? faultOfGraphql(reply) : faultOfRest(reply);
}

async function send(url: string, { method, path, headers, body }: Request): Promise<Reply> {
  const all = { authorization: `Bearer ${TOKEN}`, ...headers };
  const reply = await fetch(url + path, { method, headers: all, body, signal: AbortSignal.timeout(30_000) });
  const text = await reply.text();
  return { status: reply.status, type: String(reply.headers.get('content-type')), text };
}

export interface Fuzzing {
  faults: Fault[];
  /** How often each status was answered. */
  statuses: Record<number, number>;
}

/** Collects what the application logs as an error; nothing else of it is heard. */
function overhear({ app }: TestApp): string[] {
  const heard: string[] = [];
  const ignore = () => undefined;
  app.useLogger({ error: (message: unknown) => void heard.push(String(message)), log: ignore, warn: ignore });
  return heard;
}

/** Sends `count` requests, one after the other, and tells of every answer that should not be. */
export async function fuzz(
  test: TestApp,
  known: Known,
  { seed, from, count }: Record<'seed' | 'from' | 'count', number>,
) {
  const result: Fuzzing = { faults: [], statuses: {} };
  const heard = overhear(test);
  for (let number = from; number < from + count; number++) {
    const request = requestOf(seed, number, known);
    const reply = await send(test.url, request).catch((error: Error) => ({ status: 0, type: '', text: String(error) }));
    result.statuses[reply.status] = (result.statuses[reply.status] ?? 0) + 1;
    const why = reply.status === 0 ? 'no answer' : faultOf(request.path, reply);
    const logged = heard.splice(0);
    const answer = `${reply.status} ${reply.text.slice(0, 300)}`;
    if (why) result.faults.push({ number, why, logged, answer, request: asCurl(request) });
  }
  return result;
}
