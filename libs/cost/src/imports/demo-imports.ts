import { Injectable } from '@nestjs/common';
import { DomainError, systemCaller, type Caller } from '#common';
import { Database } from '#data';
import { isEnded, Jobs } from '#platform';
import { Deliveries } from './deliveries.js';

/** How long a run of the demo may take to end once it is told to. */
const PATIENCE_S = 60;

const WAITING = `select id, run_id as run from cost_import where is_demo and state = 'queued' for update skip locked`;

/** The job that delivers bills of the demo estate. */
export const DEMO_BILLS_JOB = 'demo.bills';

/** What delivers, first of all, then imports and the writing of their resources alike. */
const AT_WORK = `
  select r.id as run, i.id from job_run r
    left join cost_import i on r.subject_type = 'cost_import' and i.id::text = r.subject_id
  where r.state in ('queued', 'running') and (i.is_demo or r.job = '${DEMO_BILLS_JOB}') order by i.id nulls first`;

interface Work {
  run: string;
  /** The import that it works on, if it is one. */
  id: string | null;
}

/** A real bill has come since the demo was made. */
const OVERTAKEN = `
  select exists (select from cost_import where not is_demo and created_at > coalesce(
    (select max(at) from audit_entry where subject_type = 'demo' and action = 'demo.create'), '-infinity')
  ) as "isOvertaken"`;

/** Ends what still comes in of the demo estate. */
@Injectable()
export class DemoImports {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly deliveries: Deliveries,
  ) {}

  /** Months that still wait would leave all totals when a real bill comes, and are not waited for. */
  async overtake(caller: Caller): Promise<void> {
    for (const { id, run } of await this.db.query<Work>(WAITING)) {
      await this.jobs.cancel(caller, run);
      if (id) await this.db.query(`delete from cost_import where id = $1 and state = 'queued'`, [id]);
      if (id) await this.deliveries.forget(id);
    }
  }

  async isOvertaken(): Promise<boolean> {
    const [row] = await this.db.query<{ isOvertaken: boolean }>(OVERTAKEN);
    return row!.isOvertaken;
  }

  /** Resolves when nothing of the demo is at work any more; throws `UNAVAILABLE` where that takes too long. */
  async stop({ actor, actorId }: Caller): Promise<void> {
    const caller = { ...systemCaller(actor), actorId };
    // What delivers may have queued another import until it ended.
    for (let works: Work[]; (works = await this.db.query<Work>(AT_WORK)).length;) await this.end(caller, works);
  }

  private async end(caller: Caller, works: Work[]) {
    for (const { run } of works) await this.cancel(caller, run);
    for (const { run, id } of works) {
      if (!isEnded(await this.jobs.waitFor(caller, run, PATIENCE_S)))
        throw new DomainError('UNAVAILABLE', 'A bill of the demo is still at work; ask again in a moment.');
      if (id) await this.deliveries.forget(id);
    }
  }

  private async cancel(caller: Caller, run: string) {
    try {
      await this.jobs.cancel(caller, run);
    } catch (error) {
      // It may have ended in the meantime.
      if (!(error instanceof DomainError && error.code === 'CONFLICT')) throw error;
    }
  }
}
