import type { SampleRow } from '../../libs/metrics/src/samples/sample.js';
import { RollUpService } from '../../libs/metrics/src/roll-up/roll-up.service.js';
import { SystemClock } from '#common';
import { Database } from '#data';
import { startApp, type TestApp } from './app.js';
import { billAccounts, billResources, uid } from './inventory.js';

export const HOUR_MS = 3_600_000;

/** The start of the hour so many hours ago, in milliseconds since 1970. */
export const hoursAgo = (hours: number) =>
  Math.floor(new SystemClock().now().getTime() / HOUR_MS) * HOUR_MS - hours * HOUR_MS;

export const iso = (at: number) => new Date(at).toISOString();

/** Between the values next to it in their order, as spreadsheets do. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const place = q * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low + (high - low) * (place - Math.floor(place));
}

/** The value at that place in their order, without going between. */
export const rankOf = (values: readonly number[], q: number) =>
  [...values].sort((one, other) => one - other)[Math.floor(q * (values.length - 1))]!;

export interface HourRow {
  hour: number;
  samples: number;
  avg: number;
  min: number;
  max: number;
  p50: number;
  p95: number;
  p99: number;
}

/** Without the last digits, and without the sign of nought. */
const round = (value: number) => Number(value.toPrecision(12)) + 0;

/** What each hour of some samples must be rolled up to; of two of the same moment the later one holds. */
export function hoursOf(samples: readonly Pick<SampleRow, 'at' | 'value'>[]): HourRow[] {
  const byMoment = new Map(samples.map(({ at, value }) => [at, value]));
  const hours = new Map<number, number[]>();
  for (const [at, value] of byMoment) {
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    hours.set(hour, [...(hours.get(hour) ?? []), value]);
  }
  return [...hours]
    .sort(([one], [other]) => one - other)
    .map(([hour, values]) => ({
      hour,
      samples: values.length,
      avg: round(values.reduce((sum, value) => sum + value, 0) / values.length),
      min: Math.min(...values) + 0,
      max: Math.max(...values) + 0,
      p50: round(quantileOf(values, 0.5)),
      p95: round(quantileOf(values, 0.95)),
      p99: round(quantileOf(values, 0.99)),
    }));
}

/** The hours of a series as the database has them. */
export async function hoursIn(test: TestApp, resourceId: string, metric: string): Promise<HourRow[]> {
  const rows = await test.app
    .get(Database)
    .query<Record<string, number> & { hour: Date }>(
      `select hour, samples, avg, min, max, p50, p95, p99 from metric_hour where resource_id = $1 and metric = $2 order by hour`,
      [resourceId, metric],
    );
  return rows.map(({ hour, ...row }) => ({
    ...(row as unknown as HourRow),
    hour: hour.getTime(),
    avg: round(row.avg!),
    p50: round(row.p50!),
    p95: round(row.p95!),
    p99: round(row.p99!),
  }));
}

/** Rolls up all that has changed; answers how many hours came out otherwise. */
export const rollUp = (test: TestApp): Promise<number> =>
  test.app.get(RollUpService).rollUp({ signal: new AbortController().signal, step: (work) => work() });

/** An application with two accounts of two resources each, 101 and 102, 103 and 104. */
export async function measuredEstate(): Promise<TestApp> {
  const test = await startApp();
  await billAccounts(test, 1, 2);
  await billResources(
    test,
    { n: 101, account: 1, tags: { Name: 'web', team: 'shop' } },
    { n: 102, account: 1, tags: { Name: 'db' } },
    { n: 103, account: 2, tags: { Name: 'mail', team: 'shop' } },
    { n: 104, account: 2, tags: { Name: 'db' } },
  );
  return test;
}

/** One sample of a resource, as it is sent. */
export const sample = (n: number, more: object = {}) => ({
  resourceId: uid(n),
  metric: 'cpu',
  at: iso(hoursAgo(2)),
  value: 10,
  ...more,
});
