import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { RollUpService } from '../roll-up/roll-up.service.js';
import { Collector } from './collector.js';

@Injectable()
export class CollectJob {
  constructor(
    private readonly collector: Collector,
    private readonly rolling: RollUpService,
  ) {}

  @Job({
    name: 'metrics.collect',
    cron: '23 * * * *',
    timeoutMs: 55 * 60_000,
    resumable: true,
    description: 'Asks each connected account for the utilisation of its resources since the last time.',
  })
  async run(context: JobContext) {
    const collected = await this.collector.collect(context);
    await this.rolling.rollUp(context);
    return collected;
  }
}
