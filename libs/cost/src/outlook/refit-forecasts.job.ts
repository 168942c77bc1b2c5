import { Injectable } from '@nestjs/common';
import { Clock, DAY_MS } from '#common';
import { Job, type JobContext } from '#platform';
import { Statements } from '../spend/statements.js';
import { ForecastModels } from './forecast-models.js';

const WANTED_DAYS = 14;

@Injectable()
export class RefitForecastsJob {
  constructor(
    private readonly models: ForecastModels,
    private readonly statements: Statements,
    private readonly clock: Clock,
  ) {}

  @Job({
    name: 'cost.forecast',
    cron: '15 * * * *',
    timeoutMs: 30 * 60_000,
    description: 'Fit the forecasts that were asked for in the last 14 days to the newest bills.',
  })
  async run({ signal, progress }: JobContext) {
    const since = new Date(this.clock.now().getTime() - WANTED_DAYS * DAY_MS);
    await this.models.forgetUnusedSince(since);
    const subjects = await this.models.wantedSince(since);
    for (const [index, subject] of subjects.entries()) {
      signal.throwIfAborted();
      const active = await this.statements.active(subject);
      const lastWhole = active.completeThroughOf(subject.filter?.providers);
      if (lastWhole !== null) await this.models.refresh(subject, active, lastWhole);
      progress(index + 1, subjects.length);
    }
  }
}
