import { Injectable } from '@nestjs/common';
import { as, DAY_MS, DomainError, invalid, notFound, type Caller } from '#common';
import { Database, SqlParams } from '#data';
import { AccountsService, ResourceLookup, type LocatedResource } from '#inventory';
import { KeptTimes } from '../samples/kept-times.js';
import { unitOf } from '../samples/sample.js';
import { seriesSql } from './series-sql.js';
import type { SeriesArgs } from './series.query.js';
import { MetricCollection, MetricPoint, MetricSeries } from './series.view.js';
import { isRaw, spanOf, type Span } from './step.js';

/** What one question may read, in hours, or in samples every five minutes: some seconds of the database. */
const MOST_READ = 5_000_000;
const MOST_FILTERED = 10_000;

/** Reads utilisation over time. */
@Injectable()
export class SeriesService {
  constructor(
    private readonly db: Database,
    private readonly resources: ResourceLookup,
    private readonly accounts: AccountsService,
    private readonly times: KeptTimes,
  ) {}

  async series(caller: Caller, args: SeriesArgs): Promise<MetricSeries> {
    const { metric = 'cpu', stat = 'avg' } = args;
    const span = this.span(args);
    const whose = await this.whose(caller, args);
    const each = (span.to - span.from) / (isRaw(span) ? 300_000 : 3_600_000);
    if (whose.length * each > MOST_READ)
      throw new DomainError('INVALID', 'That is too much at once: ask for fewer resources, or for a shorter time.');
    const params = new SqlParams();
    const sql = seriesSql({ whose, metric, span, stat }, params);
    const isEmpty = !whose.length || span.to <= span.from;
    const points = isEmpty ? [] : await this.db.query<MetricPoint>(sql, params.values);
    return as(MetricSeries, {
      metric,
      unit: unitOf(metric),
      stat,
      from: new Date(span.from),
      to: new Date(span.to),
      step: span.step,
      resources: whose.length,
      points: points.map((point) => as(MetricPoint, point)),
    });
  }

  /** How far each account that the caller may see has been asked. */
  async collections(caller: Caller): Promise<MetricCollection[]> {
    const all = await this.db.query<MetricCollection>(
      `select account_id as "accountId", collected_through as "collectedThrough", checked_at as "checkedAt", error
       from metric_collection order by account_id`,
    );
    const seen = await this.accounts.byIds(
      caller,
      all.map(({ accountId }) => accountId),
    );
    return all.filter(({ accountId }) => seen.has(accountId)).map((each) => as(MetricCollection, each));
  }

  /** Of the time that is asked what can have been kept. */
  private span({ from, to, step }: SeriesArgs): Span {
    const until = Math.min(to?.getTime() ?? this.times.now(), this.times.until());
    const since = Math.max(from?.getTime() ?? until - DAY_MS, this.times.hoursFrom());
    return spanOf({ from: since, to: Math.max(until, since), step }, this.times.rawFrom());
  }

  private async whose(caller: Caller, { resourceId, filter }: SeriesArgs): Promise<LocatedResource[]> {
    if (resourceId) {
      const found = await this.resources.byIds(caller, resourceId);
      return [...new Set(resourceId.map((id) => id.toLowerCase()))].map((id) => {
        const resource = found.get(id);
        if (!resource) throw notFound('resource', id);
        return resource;
      });
    }
    const found = await this.resources.search(caller, { filter }, MOST_FILTERED + 1);
    if (found.length > MOST_FILTERED) throw invalid('filter', `selects more than ${MOST_FILTERED} resources`);
    return found;
  }
}
