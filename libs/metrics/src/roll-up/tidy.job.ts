import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { RollUpService } from './roll-up.service.js';

@Injectable()
export class TidyMetricsJob {
  constructor(private readonly rolling: RollUpService) {}

  @Job({
    name: 'metrics.tidy',
    cron: '41 0 * * *',
    timeoutMs: 50 * 60_000,
    resumable: true,
    description:
      'Drops samples of utilisation, and hours of them, that are older than the settings keep or whose account is gone.',
  })
  async run(context: JobContext) {
    await this.rolling.rollUp(context);
    return { dropped: await this.rolling.drop(context), accountsForgotten: await this.rolling.forget(context) };
  }
}
