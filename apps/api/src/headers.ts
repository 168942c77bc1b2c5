import type { FastifyReply, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import { contentPolicy } from '#platform';

const YEAR = 365 * 24 * 60 * 60;

const protect = helmet({
  contentSecurityPolicy: false,
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
});

const DEFAULTS = { 'content-security-policy': contentPolicy(), 'cache-control': 'no-store' };

/**
 * The headers of every answer. An answer that is no page may load nothing; a page says in a `content-security-policy` of
 * its own what it needs. Caches keep nothing unless the answer allows it, and no other site may read anything, since no
 * header of ours lets it.
 */
export function secure(request: FastifyRequest, reply: FastifyReply) {
  protect(request.raw, reply.raw, () => undefined);
  void reply.headers(DEFAULTS);
  // A promise to speak HTTPS for a year, which only HTTPS can make.
  if (request.protocol === 'https')
    void reply.header('strict-transport-security', `max-age=${YEAR}; includeSubDomains`);
}
