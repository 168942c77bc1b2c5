import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { credentialOf } from '../callers.js';
import type { Settings } from '../settings.js';
import type { Verdict } from './buckets.js';
import type { Throttle } from './throttle.js';

/** Answered with 429 and the code `TOO_MANY`, over either face. */
class TooMany extends Error {
  readonly statusCode = 429;

  constructor(seconds: number) {
    super(`Too many requests; try again in ${seconds} s.`);
  }
}

/** Throws where the verdict is no; says in the headers how much may still come. */
function heed(verdict: Verdict, reply: FastifyReply) {
  void reply.headers({
    'ratelimit-limit': verdict.limit,
    'ratelimit-remaining': verdict.remaining,
    'ratelimit-reset': verdict.resetSeconds,
  });
  if (verdict.isAllowed) return;
  void reply.header('retry-after', verdict.retrySeconds);
  throw new TooMany(verdict.retrySeconds);
}

const throttlingOf = ({ routeOptions }: FastifyRequest) => routeOptions.config?.throttling;

function fieldsOf(request: FastifyRequest, names: readonly string[]): string[] {
  const given = { ...(request.query as object), ...(request.body as object | undefined) } as Record<string, unknown>;
  return names.flatMap((name) => (typeof given[name] === 'string' ? [given[name]] : []));
}

/** Every request passes here before its body is read, and a try to sign in once more after it. */
export function throttleHttp(server: FastifyInstance, throttle: Throttle, settings: Settings) {
  server.addHook('onRequest', (request, reply, done) => {
    const rule = throttlingOf(request)?.rule;
    const token = credentialOf(settings, request.headers)?.token;
    const isFree = rule === 'probe' || (rule === 'scrape' && throttle.knows(token));
    if (!isFree) heed(throttle.request(request.ip, token), reply);
    if (rule === 'sign-in') heed(throttle.signIn({ address: request.ip }), reply);
    done();
  });
  server.addHook('preHandler', (request, reply, done) => {
    for (const subject of fieldsOf(request, throttlingOf(request)?.by ?? [])) heed(throttle.signIn({ subject }), reply);
    done();
  });
}
