import { Injectable } from '@nestjs/common';
import type { JobContext } from '#platform';
import { Database } from '#data';
import { KeptTimes } from '../samples/kept-times.js';
import { digestOf } from './digest-sql.js';

/** Touches that one transaction takes; one of each hour and batch of samples. */
const AT_ONCE = 100_000;

const FIGURES = ['samples', 'avg', 'min', 'max', 'p50', 'p95', 'p99', 'digest'] as const;
const tuple = (prefix: string) => `(${FIGURES.map((name) => `${prefix}.${name}`).join(', ')})`;

/**
 * An hour is made anew from all its samples. One whose samples have been dropped by now, and to which a few came late, is
 * left as it is: no hour is replaced by one of fewer samples.
 */
const ROLL_UP = `
  with taken as (
      delete from metric_touch where ctid = any (array(select ctid from metric_touch limit ${AT_ONCE}))
      returning account_id, resource_id, metric, hour),
    hours as (select distinct account_id, resource_id, metric, hour from taken where hour >= $1),
    put as (
      insert into metric_hour as h (account_id, resource_id, metric, hour, ${FIGURES.join(', ')})
      select t.account_id, t.resource_id, t.metric, t.hour, m.samples, m.avg, m.min, m.max, m.p[1], m.p[2], m.p[3],
        ${digestOf('m.all_values')}
      from hours t cross join lateral (
        select count(*)::int as samples, avg(s.value) as avg, min(s.value) as min, max(s.value) as max,
          percentile_cont(array[0.5, 0.95, 0.99]) within group (order by s.value) as p, array_agg(s.value) as all_values
        from metric_sample s
        where s.account_id = t.account_id and s.resource_id = t.resource_id and s.metric = t.metric
          and s.at >= t.hour and s.at < t.hour + interval '1 hour') m
      where m.samples > 0
      on conflict (account_id, resource_id, metric, hour) do update
        set ${FIGURES.map((name) => `${name} = excluded.${name}`).join(', ')}
        where h.samples <= excluded.samples and ${tuple('h')} is distinct from ${tuple('excluded')}
      returning 1)
  select (select count(*)::int from taken) as taken, (select count(*)::int from put) as hours`;

/** Accounts of which hours are kept and that are no more, such as those of a demo; the index is asked once for each account. */
const GONE = `
  with recursive kept as (
    (select account_id from metric_hour order by account_id limit 1)
    union all
    select (select h.account_id from metric_hour h where h.account_id > k.account_id order by h.account_id limit 1)
    from kept k where k.account_id is not null)
  select account_id as id from kept k
  where account_id is not null and not exists (select from cloud_account a where a.id = k.account_id)`;

/** Keeps the hours of all series as their samples say, and both as long as the settings say. */
@Injectable()
export class RollUpService {
  constructor(
    private readonly db: Database,
    private readonly times: KeptTimes,
  ) {}

  /** Rolls up every hour whose samples have changed; answers how many have come out otherwise than before. */
  async rollUp({ signal, step }: Pick<JobContext, 'signal' | 'step'>): Promise<number> {
    let hours = 0;
    for (;;) {
      signal.throwIfAborted();
      const since = [new Date(this.times.hoursFrom())];
      const [done] = await step(() => this.db.query<{ taken: number; hours: number }>(ROLL_UP, since));
      hours += done!.hours;
      if (done!.taken < AT_ONCE) return hours;
    }
  }

  /** Deletes what is kept of accounts that have been deleted; answers how many these were. */
  async forget({ step }: Pick<JobContext, 'step'>): Promise<number> {
    const gone = await this.db.query<{ id: string }>(GONE);
    for (const { id } of gone)
      for (const table of ['metric_sample', 'metric_hour'])
        await step(() => this.db.query(`delete from ${table} where account_id = $1`, [id]));
    return gone.length;
  }

  /** Drops whole days of samples and whole months of hours that are older than what is kept; answers their partitions. */
  async drop({ step }: Pick<JobContext, 'step'>): Promise<string[]> {
    const before = [new Date(this.times.rawFrom()), new Date(this.times.hoursFrom())];
    const dropped = await step(() =>
      this.db.query<{ name: string }>('select drop_metric_partitions($1::date, $2::date) as name', before),
    );
    return dropped.map(({ name }) => name);
  }
}
