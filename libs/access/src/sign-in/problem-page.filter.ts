import { Catch, type ArgumentsHost } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter, toProblem } from '#platform';
import { PAGE_POLICY, problemPage } from './pages.js';

const TITLES: Record<number, string> = {
  401: 'Not signed in',
  404: 'Nothing to sign in with',
  503: 'Not possible just now',
};

/** Whoever signs in sees a page; programs get the same problem as everywhere. */
@Catch()
export class ProblemPageFilter extends ProblemFilter {
  override catch(error: unknown, host: ArgumentsHost) {
    const http = host.switchToHttp();
    const { headers, url } = http.getRequest<FastifyRequest>();
    const problem = toProblem(error);
    const { status, detail } = problem;
    if (status === 500 || !headers.accept?.includes('text/html')) return super.catch(error, host);
    this.noteRefusal(problem, host);
    const again = /^\/auth\/(login|callback)/.test(url) && status !== 404 ? '/auth/login' : undefined;
    const reply = http.getResponse<FastifyReply>();
    if (status === 503) void reply.header('retry-after', '5');
    void reply.status(status).type('text/html; charset=utf-8').headers({
      'content-security-policy': PAGE_POLICY,
      'cache-control': 'no-store',
    });
    return void reply.send(problemPage(TITLES[status] ?? 'That did not work', detail, again));
  }
}
