import { Injectable } from '@nestjs/common';
import { idOf, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { JobRun, type RunState } from './job-run.entity.js';
import { RUN_FIELDS, toRun } from './run-fields.js';

export interface RunSearch {
  job?: string;
  state?: RunState;
}

const SORTABLE = {
  queuedAt: { sql: 'r.queued_at', type: 'timestamptz' },
  startedAt: { sql: 'r.started_at', type: 'timestamptz' },
  endedAt: { sql: 'r.ended_at', type: 'timestamptz' },
  job: { sql: 'r.job', type: 'text' },
};

/** Runs belong to no account, so a narrower scope sees only those that its own actor asked for. */
const visible = (caller: Caller, params: SqlParams) =>
  caller.scope.kind !== 'all' && `r.requested_by_id = ${params.add(idOf(caller))}`;

/** The runs that a caller may see. */
@Injectable()
export class Runs {
  constructor(private readonly db: Database) {}

  async get(caller: Caller, id: string): Promise<JobRun> {
    const params = new SqlParams();
    const where = allOf(`r.id = ${params.add(id)}`, visible(caller, params));
    const [row] = await this.db.query<JobRun>(`select ${RUN_FIELDS} from job_run r where ${where}`, params.values);
    if (!row) throw notFound('job run', id);
    return toRun(row);
  }

  list(caller: Caller, { job, state }: RunSearch, page: PageRequest): Promise<Page<JobRun>> {
    const params = new SqlParams();
    const where = allOf(
      visible(caller, params),
      job !== undefined && `r.job = ${params.add(job)}`,
      state !== undefined && `r.state = ${params.add(state)}`,
    );
    const listing = { as: JobRun, select: RUN_FIELDS, from: 'job_run r', where, params, sortable: SORTABLE };
    return pageSql(this.db, { ...listing, defaultSort: '-queuedAt', id: { sql: 'r.id', type: 'uuid' } }, page);
  }

  /** The newest run of each of the jobs. */
  async newest(caller: Caller, jobs: string[]): Promise<Map<string, JobRun>> {
    const params = new SqlParams();
    const names = params.add(jobs, 'text[]');
    const rows = await this.db.query<JobRun>(
      `select r.* from unnest(${names}) as j (name) cross join lateral (
         select ${RUN_FIELDS} from job_run r where ${allOf('r.job = j.name', visible(caller, params))}
         order by r.queued_at desc limit 1
       ) r`,
      params.values,
    );
    return new Map(rows.map((row) => [row.job, toRun(row)]));
  }

  /** How many runs of each job wait. */
  depths(): Promise<{ job: string; depth: number }[]> {
    return this.db.query(`select job, count(*)::int as depth from job_run where state = 'queued' group by job`);
  }

  /** The state in which the request found the run; undefined where it had ended already. */
  async requestCancel(id: string): Promise<'queued' | 'running' | undefined> {
    const rows = await this.db.query<{ was: 'queued' | 'running' }>(
      `with old as (select id, state from job_run where id = $1 and state in ('queued', 'running') for update),
         new as (
           update job_run r set cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
             state = case when r.state = 'queued' then 'cancelled' else r.state end,
             ended_at = case when r.state = 'queued' then clock_timestamp() end
           from old where r.id = old.id returning r.id
         )
       select old.state as was from old join new using (id)`,
      [id],
    );
    return rows[0]?.was;
  }
}
