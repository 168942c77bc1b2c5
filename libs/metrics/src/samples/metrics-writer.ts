import { Injectable } from '@nestjs/common';
import { Database, everything } from '#data';
import { KeptTimes } from './kept-times.js';
import type { SampleRow } from './sample.js';
import { batchOf, type SampleBatch } from './sample-batch.js';
import { SampleCounter } from './sample-counter.js';

/** How many samples of a write were new or changed, said what was known, or lie outside of what is kept. */
export interface Written {
  written: number;
  unchanged: number;
  tooOld: number;
  ahead: number;
}

/** So many are one statement. */
const AT_ONCE = 20_000;

/** A sample that says what is known is not written, and its hour not touched. */
const WRITE = `
  with series as (select * from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality s (account_id, resource_id, metric, n)),
    put as (
      insert into metric_sample as m (account_id, resource_id, metric, at, value)
      select s.account_id, s.resource_id, s.metric, timestamptz 'epoch' + v.at * interval '1 millisecond', v.value
      from unnest($4::int[], $5::bigint[], $6::float8[]) v (n, at, value) join series s on s.n = v.n
      order by v.n, v.at
      on conflict (account_id, resource_id, metric, at) do update set value = excluded.value
        where m.value is distinct from excluded.value
      returning account_id, resource_id, metric, at),
    touched as (
      insert into metric_touch (account_id, resource_id, metric, hour)
      select distinct account_id, resource_id, metric, date_trunc('hour', at, 'UTC') from put)
  select count(*)::int as written from put`;

/** Much faster than an array of the driver's, which quotes every number. */
const literal = (numbers: readonly number[]) => `{${numbers.join(',')}}`;

/** The one writer of samples: whoever has found out whose they are hands them here. */
@Injectable()
export class MetricsWriter {
  constructor(
    private readonly db: Database,
    private readonly times: KeptTimes,
    private readonly counter: SampleCounter,
  ) {}

  /**
   * Writes samples, whatever their order, and whether or not they were written before: the last value of a moment holds.
   * Done as whoever the work is for, so that the database refuses what lies outside of their scope.
   */
  async write(rows: readonly SampleRow[]): Promise<Written> {
    const [from, until] = [this.times.hoursFrom(), this.times.until()];
    const kept = rows.filter(({ at }) => at >= from && at <= until);
    const tooOld = rows.filter(({ at }) => at < from).length;
    let written = 0;
    for (let at = 0; at < kept.length; at += AT_ONCE) written += await this.put(batchOf(kept.slice(at, at + AT_ONCE)));
    const told = { written, unchanged: kept.length - written, tooOld, ahead: rows.length - kept.length - tooOld };
    this.counter.count('written', told.written);
    this.counter.count('unchanged', told.unchanged);
    this.counter.count('too_old', told.tooOld);
    this.counter.count('ahead', told.ahead);
    return told;
  }

  private put({ accountIds, resourceIds, metrics, series, ats, values, days }: SampleBatch): Promise<number> {
    return this.db.transaction(async () => {
      await everything(() => this.db.query('select add_metric_partitions($1::date[])', [days]));
      const params = [accountIds, resourceIds, metrics, literal(series), literal(ats), literal(values)];
      const [put] = await this.db.query<{ written: number }>(WRITE, params);
      return put!.written;
    });
  }
}
