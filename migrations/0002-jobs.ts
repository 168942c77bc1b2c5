import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLE = `
  drop table if exists job_run;
  create table job_run (
    id uuid primary key, job text not null, state text not null,
    queued_at timestamptz not null, scheduled_for timestamptz, started_at timestamptz, ended_at timestamptz,
    requested_by text not null, requested_by_id text not null, subject_type text, subject_id text, attempt int not null default 0,
    done double precision, total double precision, message text, cancel_requested_at timestamptz,
    error text, result jsonb, worker text,
    payload jsonb not null, key text, due_at timestamptz not null, lease_until timestamptz, committed_at timestamptz,
    fence int not null default 0, failures int not null default 0, max_attempts int not null
  );
  create unique index job_run_scheduled on job_run (job, scheduled_for);
  create unique index job_run_key on job_run (job, key) where state in ('queued', 'running');
  create index job_run_due on job_run (job, due_at, id) where state = 'queued';
  create index job_run_running on job_run (job, lease_until) where state = 'running';
  create index job_run_queued_at on job_run (queued_at, id);
  create index job_run_job on job_run (job, queued_at);`;

/**
 * Takes up to `free` runs that are due, of each job no more than may run at once. The lock makes counting and taking
 * one step over all processes; inside a function it lasts one statement, so a client that hangs cannot keep it.
 */
const CLAIM = `
  create function claim_job_runs(names text[], limits int[], free int, lease interval, claimer text)
  returns setof job_run language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(hashtext('claim job runs'));
    return query
      update job_run r set state = 'running', attempt = r.attempt + 1, fence = r.fence + 1, worker = claimer,
        started_at = coalesce(r.started_at, clock_timestamp()), lease_until = clock_timestamp() + lease, error = null
      from (
        select due.id from unnest(names, limits) as j (job, most) cross join lateral (
          select q.id, q.due_at from job_run q
          where q.job = j.job and q.state = 'queued' and q.due_at <= clock_timestamp()
          order by q.due_at, q.id
          limit least(free, greatest(0, j.most - (
            select count(*) from job_run b where b.job = j.job and b.state = 'running')))
          for update skip locked
        ) due order by due.due_at, due.id limit free
      ) chosen where r.id = chosen.id returning r.*;
  end $$;`;

export class Jobs1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner) {
    await runner.query(TABLE);
    await runner.query(CLAIM);
  }

  async down(runner: QueryRunner) {
    await runner.query('drop function claim_job_runs');
    await runner.query('drop table job_run');
  }
}
