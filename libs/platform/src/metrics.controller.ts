import { Controller, Get, Header, Req, UnauthorizedException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError, may } from '#common';
import { Answers } from './answers.js';
import { Authenticator } from './authenticator.js';
import { Metrics } from './metrics.js';
import { Public } from './requires.js';
import { Settings } from './settings.js';

@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
    private readonly authenticator: Authenticator,
  ) {}

  /** Open to strangers only where the settings say so, which is why the guard cannot decide it alone. */
  @Get()
  @Public()
  @Answers(null, 'Figures for Prometheus; asks for a token unless CLOUDGOV_METRICS_PUBLIC=true.', {
    files: { 'text/plain': 'cloudgov_queue_depth{queue="jobs"} 0\n' },
    problems: [401, 403],
  })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(@Req() { headers }: FastifyRequest) {
    if (!this.settings.isMetricsPublic) {
      const caller = await this.authenticator.authenticate(headers.authorization?.replace(/^Bearer +/i, '') ?? '');
      if (!caller) throw new UnauthorizedException('Send a valid token.');
      const isAllowed = may(caller, 'metrics:read') && caller.scope.kind === 'all';
      if (!isAllowed)
        throw new DomainError(
          'FORBIDDEN',
          'These are figures of the whole estate: they need metrics:read and no scope.',
        );
    }
    return this.metrics.text();
  }
}
