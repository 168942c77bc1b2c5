import { Injectable } from '@nestjs/common';
import { as, DAY_MS, groupBy, type Caller } from '#common';
import { Database, SqlParams } from '#data';
import { ResourceLookup } from '#inventory';
import { KeptTimes } from '../samples/kept-times.js';
import { unitOf } from '../samples/sample.js';
import { pointsSql, utilisationSql } from './series-sql.js';
import type { PointsArgs, UtilisationArgs } from './series.query.js';
import { MetricPoint, Utilisation } from './series.view.js';
import { spanOf } from './step.js';

const USUAL_DAYS = 14;
const FEW_POINTS = 120;
const HOUR_MS = 3_600_000;

export interface Time {
  from: number;
  to: number;
}

/** What a metric of a resource is asked by, for a whole page at once. */
export const pointKey = ({ resourceId, metric }: Pick<Utilisation, 'resourceId' | 'metric'>) =>
  JSON.stringify([resourceId, metric]);

type Row<T> = T & { resource_id: string; metric: string };

/** What resources have been used for, in all of a time and by steps of it: whole hours. */
@Injectable()
export class UtilisationService {
  constructor(
    private readonly db: Database,
    private readonly resources: ResourceLookup,
    private readonly times: KeptTimes,
  ) {}

  time({ from, to }: UtilisationArgs): Time {
    const until = Math.min(to?.getTime() ?? this.times.now(), this.times.until());
    const since = Math.max(from?.getTime() ?? until - USUAL_DAYS * DAY_MS, this.times.hoursFrom());
    return { from: since - (since % HOUR_MS), to: Math.max(until, since) };
  }

  /** The metrics of each of these resources that the caller may see. */
  async of(caller: Caller, ids: string[], { from, to }: Time): Promise<Map<string, Utilisation[]>> {
    const whose = [...(await this.resources.byIds(caller, ids)).values()];
    if (!whose.length) return new Map();
    const params = new SqlParams();
    const rows = await this.db.query<Row<Omit<Utilisation, 'resourceId'>>>(
      utilisationSql(whose, { from, to }, params),
      params.values,
    );
    const told = rows.map(({ resource_id: resourceId, ...row }) => {
      return as(Utilisation, { ...row, resourceId, unit: unitOf(row.metric), from: new Date(from), to: new Date(to) });
    });
    return groupBy(told, ({ resourceId }) => resourceId);
  }

  /** The points of each of these, which are keys by `pointKey`. */
  async points(caller: Caller, keys: string[], asked: Time & PointsArgs): Promise<Map<string, MetricPoint[]>> {
    const { stat = 'avg', from, to, step } = asked;
    const span = spanOf({ from, to, step }, Infinity, FEW_POINTS);
    const pairs = keys.map((key) => JSON.parse(key) as [string, string]);
    const whose = [...(await this.resources.byIds(caller, [...new Set(pairs.map(([id]) => id))])).values()];
    const metrics = [...new Set(pairs.map(([, metric]) => metric))];
    const params = new SqlParams();
    const sql = pointsSql({ whose, metrics, span, stat }, params);
    const rows = whose.length ? await this.db.query<Row<MetricPoint>>(sql, params.values) : [];
    const byKey = groupBy(rows, ({ resource_id: resourceId, metric }) => pointKey({ resourceId, metric }));
    return new Map(
      [...byKey].map(([key, own]) => [
        key,
        own.map(({ at, value, samples }) => as(MetricPoint, { at, value, samples })),
      ]),
    );
  }
}
