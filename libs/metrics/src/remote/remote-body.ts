import type { FastifyInstance } from 'fastify';
import { DomainError } from '#common';

const TYPE = 'application/x-protobuf';
const ROUTE = /^\/metrics\/write\/?(\?|$)/;

/** A sender of version 2.0 falls back to 1.0 where it is told so. */
const isLater = (type: string) => /proto\s*=\s*"?io\.prometheus\.write\.v2/i.test(type);

const unsupported = (message: string) =>
  Object.assign(new DomainError('INVALID', message, { status: 415, code: 'UNSUPPORTED_TYPE' }), { statusCode: 415 });

/** Lets remote writes in, as bytes and no larger than any other body. */
export function takeRemoteWrites(server: FastifyInstance): void {
  server.addContentTypeParser(TYPE, { parseAs: 'buffer' }, (request, body, done) => {
    if (!ROUTE.test(request.url)) return done(unsupported(`${TYPE} is taken by POST /metrics/write alone.`));
    if (isLater(String(request.headers['content-type'])))
      return done(unsupported('Remote write 2.0 is not taken; send io.prometheus.write 1.0.'));
    return done(null, body);
  });
}
