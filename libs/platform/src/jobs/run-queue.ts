import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import type { KnownJob } from './known-jobs.js';
import type { JobRun } from './job-run.entity.js';
import type { Ending } from './ending.js';
import { QUEUE_FIELDS, toRun } from './run-fields.js';

/** A run and the token that its worker was given when it took it. */
export type Lease = Pick<JobRun, 'id' | 'fence'>;

export interface Progress {
  done: number;
  total: number | null;
  message: string | null;
}

const OURS = `r.id = $1 and r.fence = $2 and r.state = 'running'`;

/** What became of a run whose worker fell silent. */
const LOST = `
  with lost as (
    select id from job_run where state = 'running' and lease_until < clock_timestamp() for update skip locked
  ), settled as (
    update job_run r set fence = r.fence + 1, worker = null, lease_until = null, due_at = clock_timestamp(),
      state = case when committed_at is not null then 'done' when cancel_requested_at is not null then 'cancelled'
        when attempt < max_attempts then 'queued' else 'failed' end,
      error = case when committed_at is null and cancel_requested_at is null and attempt >= max_attempts
        then 'The process that ran it died or fell silent.' end,
      ended_at = case when committed_at is not null or cancel_requested_at is not null or attempt >= max_attempts
        then clock_timestamp() end
    from lost where r.id = lost.id returning r.*
  )
  select ${QUEUE_FIELDS} from settled r`;

const endingValues = ({ state, error, result, failures, isGivenBack, delayMs }: Ending): unknown[] => {
  const json = result === null ? null : JSON.stringify(result);
  return [state, error, json, failures, Number(isGivenBack), delayMs / 1000];
};

/**
 * Runs of jobs that no version in use knows. During a change of versions a process may not know what another one has
 * asked for, hence the days of patience.
 */
const ORPHANED = `
  update job_run r set state = 'failed', ended_at = clock_timestamp(),
    error = 'There is no job ' || r.job || ' in this version, and none has taken it up.'
  where r.state = 'queued' and r.job <> all($1::text[]) and r.due_at < clock_timestamp() - make_interval(days => $2)
  returning ${QUEUE_FIELDS}`;

/** The statements by which workers take runs, keep them and give them back. Leases are told by the database's clock. */
@Injectable()
export class RunQueue {
  constructor(private readonly db: Database) {}

  /** Takes up to `free` runs that are due. */
  async claim(jobs: KnownJob[], free: number, { seconds, worker }: { seconds: number; worker: string }) {
    const names = jobs.map(({ name }) => name);
    const most = jobs.map(({ concurrency = 1 }) => concurrency);
    const rows = await this.db.query<JobRun>(
      `select ${QUEUE_FIELDS} from claim_job_runs($1, $2, $3, make_interval(secs => $4), $5) r order by r.due_at, r.id`,
      [names, most, free, seconds, worker],
    );
    return rows.map(toRun);
  }

  /** Passes over a run that is just being committed: its row is locked, and so it cannot be taken from us either. */
  async renew(leases: Lease[], seconds: number) {
    await this.db.query(
      `update job_run r set lease_until = clock_timestamp() + make_interval(secs => $3)
       from (
         select q.id from job_run q join unnest($1::uuid[], $2::int[]) as l (id, fence) using (id, fence)
         where q.state = 'running' for no key update of q skip locked
       ) mine where r.id = mine.id`,
      [leases.map(({ id }) => id), leases.map(({ fence }) => fence), seconds],
    );
  }

  /** Which of the runs are still ours, and whether somebody wants them to end. */
  look(leases: Lease[]): Promise<{ id: string; isCancelled: boolean }[]> {
    return this.db.query(
      `select id, cancel_requested_at is not null as "isCancelled"
       from job_run join unnest($1::uuid[], $2::int[]) as l (id, fence) using (id, fence) where state = 'running'`,
      [leases.map(({ id }) => id), leases.map(({ fence }) => fence)],
    );
  }

  async tell({ id, fence }: Lease, { done, total, message }: Progress) {
    await this.db.query(
      `update job_run r set done = $3, total = $4, message = $5 from (
         select q.id from job_run q where q.id = $1 and q.fence = $2 and q.state = 'running' for no key update skip locked
       ) mine where r.id = mine.id`,
      [id, fence, done, total, message],
    );
  }

  /**
   * Locks the run until the transaction ends; false where it is no longer ours. A process that freezes within the
   * transaction must not keep the run for ever, so the server ends one that says nothing for two leases.
   */
  async hold({ id, fence }: Lease, seconds: number): Promise<boolean> {
    const rows = await this.db.query(
      `select r.id, set_config('idle_in_transaction_session_timeout', $3, true) from job_run r
       where ${OURS} for update`,
      [id, fence, String(seconds * 2000)],
    );
    return rows.length > 0;
  }

  async markCommitted({ id, fence }: Lease, result: unknown) {
    await this.db.query(`update job_run r set committed_at = clock_timestamp(), result = $3 where ${OURS}`, [
      id,
      fence,
      JSON.stringify(result ?? null),
    ]);
  }

  /** Undefined where the run is no longer ours; what has been committed is done, even if we never heard so. */
  async settle({ id, fence }: Lease, ending: Ending, progress?: Progress): Promise<JobRun | undefined> {
    const rows = await this.db.query<JobRun>(
      `with settled as (
         update job_run r set state = case when r.committed_at is null then $3::text else 'done' end,
           error = case when r.committed_at is null then $4::text end, result = coalesce($5::jsonb, r.result),
           failures = $6, attempt = r.attempt - $7::int, due_at = clock_timestamp() + make_interval(secs => $8),
           ended_at = case when $3::text <> 'queued' or r.committed_at is not null then clock_timestamp() end,
           worker = null, lease_until = null, done = coalesce($9::float8, r.done),
           total = coalesce($10::float8, r.total), message = coalesce($11::text, r.message)
         where ${OURS} returning r.*
       ) select ${QUEUE_FIELDS} from settled r`,
      [id, fence, ...endingValues(ending), progress?.done, progress?.total, progress?.message],
    );
    return rows[0] && toRun(rows[0]);
  }

  /** Settles every run whose lease has run out: begun again, or ended with the reason. */
  async settleLost(): Promise<JobRun[]> {
    return (await this.db.query<JobRun>(LOST)).map(toRun);
  }

  /** Ends the runs that have waited so many days for a job that is none of these. */
  async endOrphans(jobs: KnownJob[], days: number): Promise<JobRun[]> {
    const names = jobs.map(({ name }) => name);
    return (await this.db.query<JobRun>(ORPHANED, [names, days])).map(toRun);
  }
}
