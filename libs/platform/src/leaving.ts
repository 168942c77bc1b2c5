import { setMaxListeners } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { askedBy } from '#common';

/** Aborts when the connection is closed before the answer has been sent. */
function leavingOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  // One question of GraphQL may wait for a hundred answers.
  setMaxListeners(0, leaving.signal);
  const leave = () => !response.writableFinished && leaving.abort(new Error('Whoever asked has gone away.'));
  if (response.closed) leave();
  else response.once('close', leave);
  return leaving.signal;
}

/** Lets the work for a request know when nobody waits for its answer any more. */
export function followAskers(server: FastifyInstance) {
  server.addHook('preHandler', (_request, reply, done) => {
    let leaving: AbortSignal | undefined;
    askedBy(() => (leaving ??= leavingOf(reply.raw)), done);
  });
}
