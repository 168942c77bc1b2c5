import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { MonthsService } from './months.service.js';

@Injectable()
export class MonthsJob {
  constructor(private readonly months: MonthsService) {}

  @Job({
    name: 'cost.months',
    cron: '*/5 * * * *',
    timeoutMs: 30 * 60_000,
    description: 'Adds up the months of new bills, so that questions about whole months read little.',
  })
  async run({ signal }: JobContext) {
    return { statements: await this.months.make(signal) };
  }
}
