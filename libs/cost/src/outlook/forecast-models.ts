import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addDays, Clock, daysBetween, Period, type Caller, type Day, type Filter, type Scope } from '#common';
import { Database, everything } from '#data';
import { fitBySteps, type Model } from '../forecast/index.js';
import { spendRows } from '../spend/spend-sql.js';
import type { CostMetric } from '../spend/spend.query.js';
import type { ActiveStatements } from '../spend/statements.js';

/** What is forecast: the spend of a filter as a scope sees it. */
export interface ForecastSubject {
  filter?: Filter;
  metric: CostMetric;
  scope: Scope;
}

export type Models = Record<string, Model>;

/** More history than this makes no forecast better, and every fit slower. */
const HISTORY_DAYS = 400;
const DAYS_OF_BACKTEST = 30;

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Keys in one order, so that the same filter is the same subject however it was written. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value) || typeof value !== 'object' || value === null
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, each]) => [key, sorted(each)]),
      );

/** Fitted models by currency, stored, and fitted anew only when a bill has changed. */
@Injectable()
export class ForecastModels {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async of(subject: ForecastSubject, active: ActiveStatements, lastWhole: Day): Promise<Models> {
    const key = digest(sorted(subject));
    const stamp = digest([lastWhole, active.ids, active.inventory]);
    const [stored] = await this.stored<{ models: Models }>(
      `update forecast_model set used_at = $3 where key = $1 and stamp = $2 returning models`,
      [key, stamp, this.clock.now()],
    );
    return stored?.models ?? this.fitted(key, stamp, subject, await this.series(subject, active, lastWhole));
  }

  /** Fits what has become stale, without counting as a wish for it. */
  async refresh(subject: ForecastSubject, active: ActiveStatements, lastWhole: Day): Promise<void> {
    const [key, stamp] = [digest(sorted(subject)), digest([lastWhole, active.ids, active.inventory])];
    const fresh = await this.stored('select 1 from forecast_model where key = $1 and stamp = $2', [key, stamp]);
    if (!fresh.length) await this.fitted(key, stamp, subject, await this.series(subject, active, lastWhole));
  }

  /** Models are kept for whoever asks next, under a key that holds the scope. */
  private stored<T>(sql: string, params: unknown[]): Promise<T[]> {
    return everything(() => this.db.query<T>(sql, params));
  }

  private async fitted(key: string, stamp: string, subject: ForecastSubject, series: Map<string, Series>) {
    const models: Models = {};
    for (const [currency, { start, values }] of series)
      models[currency] = await fitBySteps({
        values,
        start,
        seasonality: [7],
        calendar: 'daily',
        horizon: DAYS_OF_BACKTEST,
      });
    const now = this.clock.now();
    await this.stored(
      `insert into forecast_model (key, stamp, subject, models, fitted_at, used_at) values ($1, $2, $3, $4, $5, $5)
       on conflict (key) do update set stamp = excluded.stamp, models = excluded.models, fitted_at = excluded.fitted_at`,
      [key, stamp, JSON.stringify(subject), JSON.stringify(models), now],
    );
    return models;
  }

  /** Daily spend up to the last whole day; a day without charges is a day of nought, from the first charge on. */
  private async series({ scope, filter, metric }: ForecastSubject, active: ActiveStatements, lastWhole: Day) {
    const period = new Period(addDays(lastWhole, 1 - HISTORY_DAYS), addDays(lastWhole, 1));
    const caller: Caller = { actor: 'forecast', permissions: new Set(), scope };
    const question = { caller, filter, groupBy: [], bucket: 'day' as const, sums: { amount: metric } };
    const { sql, params } = spendRows(question, active, period);
    const rows = await this.db.query<{ currency: string; day: Day; value: string }>(
      `select currency, bucket as day, amount::text as value from (${sql}) sums order by 1, 2`,
      params.values,
    );
    const byCurrency = new Map<string, Series>();
    for (const { currency, day, value } of rows) {
      const series = byCurrency.get(currency) ?? emptySeries(day, lastWhole);
      series.values[daysBetween(series.start, day)] = Number(value);
      byCurrency.set(currency, series);
    }
    return byCurrency;
  }

  /** Those whose answers were wanted lately, so that a job can have them ready. */
  async wantedSince(moment: Date): Promise<ForecastSubject[]> {
    const rows = await this.db.query<{ subject: ForecastSubject }>(
      'select subject from forecast_model where used_at >= $1 order by used_at desc limit 1000',
      [moment],
    );
    return rows.map(({ subject }) => subject);
  }

  async forgetUnusedSince(moment: Date) {
    await this.db.query('delete from forecast_model where used_at < $1', [moment]);
  }
}

interface Series {
  start: Day;
  values: number[];
}

const emptySeries = (start: Day, lastWhole: Day): Series => ({
  start,
  values: Array.from({ length: daysBetween(start, lastWhole) + 1 }, () => 0),
});
