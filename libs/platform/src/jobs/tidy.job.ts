import { Injectable } from '@nestjs/common';
import { Clock, DAY_MS } from '#common';
import { Database } from '#data';
import { Job, type JobContext } from './job.js';
import { WorkerParts } from './worker.js';

const RUN_DAYS = 30;
const ORPHAN_DAYS = 2;
const BATCH = 5_000;

/**
 * Keeps the platform's own tables small: runs for 30 days after their end, idempotency keys for one. Ends what waits
 * for a job that is no more.
 */
@Injectable()
export class TidyJob {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly parts: WorkerParts,
  ) {}

  @Job({
    name: 'platform.tidy',
    cron: '17 3 * * *',
    timeoutMs: 10 * 60_000,
    description:
      'Delete job runs that ended over 30 days ago, and idempotency keys older than a day; end runs of jobs that are no more.',
    resumable: true,
  })
  async run({ signal }: JobContext) {
    const runs = await this.purge(signal, 'job_run', `ended_at < $1`, RUN_DAYS);
    const idempotencyKeys = await this.purge(signal, 'idempotency_key', `created_at < $1`, 1);
    return { runs, idempotencyKeys, orphans: await this.endOrphans() };
  }

  private async endOrphans(): Promise<number> {
    const { known, queue, records } = this.parts;
    const ended = await this.db.transaction(async () => {
      const runs = await queue.endOrphans(known.all(), ORPHAN_DAYS);
      for (const run of runs) await records.settled(run);
      return runs;
    });
    for (const run of ended) records.count(run);
    return ended.length;
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
