import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemBody, toProblem } from '#platform';

/** What fails before a controller is met (a URL or body that cannot be read, a type that nobody takes) is answered like the rest. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error);
  if (problem.status === 500) request.log.error(error);
  void reply
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(problem)));
}

/**
 * Nest sets its own handler of such errors after its routes, too late for them, so it is left out; ours is set before
 * anything else is.
 */
export class ProblemAdapter extends FastifyAdapter {
  override setErrorHandler() {
    return this.instance;
  }
}
