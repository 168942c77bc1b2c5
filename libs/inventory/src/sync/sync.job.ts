import { Injectable } from '@nestjs/common';
import { Job, type JobContext } from '#platform';
import { SyncRun } from './sync-run.js';

export const SYNC_JOB = 'inventory.sync';

const TERMS = { timeoutMs: 12 * 3600_000, attempts: 5, resumable: true };

@Injectable()
export class SyncJob {
  constructor(private readonly sync: SyncRun) {}

  @Job({
    ...TERMS,
    name: SYNC_JOB,
    cron: '11 * * * *',
    concurrency: 2,
    description: 'Asks the clouds of connected accounts what they run; leaves out what they refused the last time.',
  })
  run(work: JobContext) {
    return this.sync.run(work, 'hourly');
  }

  @Job({
    ...TERMS,
    name: 'inventory.sync-full',
    cron: '41 2 * * *',
    description: 'The same of everything, what was refused too; and notes that what is still there was seen today.',
  })
  runFull(work: JobContext) {
    return this.sync.run(work, 'full');
  }
}
