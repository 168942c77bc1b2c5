import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { DEMO_BILLS_JOB } from '../imports/demo-imports.js';
import { DemoBills } from './demo-bills.js';
import { DEMO_CALLER } from './demo-estate.js';

@Injectable()
export class DemoBillsJob {
  constructor(private readonly bills: DemoBills) {}

  @Job({
    name: DEMO_BILLS_JOB,
    cron: '40 4 * * *',
    timeoutMs: 30 * 60_000,
    resumable: true,
    description: 'Delivers the bills of the demo estate that have not come yet, the newest first.',
  })
  async run({ signal, progress }: JobContext) {
    return { delivered: await this.bills.deliver(DEMO_CALLER, { signal, progress }) };
  }
}
