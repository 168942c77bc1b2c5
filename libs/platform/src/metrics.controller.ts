import { Controller, Get, Header, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { actingBy, DomainError, may } from '#common';
import { Answers } from './answers.js';
import { Callers } from './callers.js';
import { Metrics } from './metrics.js';
import { Checks, Public } from './requires.js';
import { Settings } from './settings.js';
import { Throttled } from './throttle/throttled.js';

@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly settings: Settings,
    private readonly callers: Callers,
  ) {}

  /** Open to strangers only where the settings say so, which is why the guard cannot decide it alone. */
  @Get()
  @Public()
  @Throttled('scrape')
  @Checks('metrics:read')
  @Answers(null, 'Figures for Prometheus; asks for a token unless CLOUDGOV_METRICS_PUBLIC=true.', {
    files: { 'text/plain': 'cloudgov_queue_depth{queue="jobs"} 0\n' },
    problems: [401, 403],
    isGuarded: true,
  })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(@Req() request: FastifyRequest) {
    if (!this.settings.isMetricsPublic) {
      const caller = actingBy(await this.callers.of(request), 'metrics:read');
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
