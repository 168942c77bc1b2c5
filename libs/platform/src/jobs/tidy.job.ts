import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import { Database } from '#data';
import { Job, type JobContext } from './job.js';

const DAY_MS = 86_400_000;
const RUN_DAYS = 30;
const BATCH = 5_000;

/** Keeps the platform's own tables small: runs for 30 days after their end, idempotency keys for one. */
@Injectable()
export class TidyJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Job({
    name: 'platform.tidy',
    cron: '17 3 * * *',
    timeoutMs: 10 * 60_000,
    description: 'Delete job runs that ended over 30 days ago, and idempotency keys older than a day.',
    resumable: true,
  })
  async run({ signal }: JobContext) {
    const runs = await this.purge(signal, 'job_run', `ended_at < $1`, RUN_DAYS);
    const idempotencyKeys = await this.purge(signal, 'idempotency_key', `created_at < $1`, 1);
    return { runs, idempotencyKeys };
  }

  /** In batches, each its own transaction. */
  private async purge(signal: AbortSignal, table: string, condition: string, days: number): Promise<number> {
    const before = new Date(this.clock.now().getTime() - days * DAY_MS);
    const sql = `delete from ${table} where ctid = any(array(select ctid from ${table} where ${condition} limit ${BATCH}))`;
    let all = 0;
    for (let some = BATCH; some === BATCH; all += some) {
      signal.throwIfAborted();
      some = await this.db.execute(sql, [before]);
    }
    return all;
  }
}
