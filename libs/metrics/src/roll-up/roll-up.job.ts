import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { RollUpService } from './roll-up.service.js';

@Injectable()
export class RollUpJob {
  constructor(private readonly rolling: RollUpService) {}

  @Job({
    name: 'metrics.roll-up',
    cron: '*/5 * * * *',
    timeoutMs: 30 * 60_000,
    resumable: true,
    description: 'Adds up by the hour the samples of utilisation that have come or changed since.',
  })
  async run(context: JobContext) {
    return { hours: await this.rolling.rollUp(context) };
  }
}
