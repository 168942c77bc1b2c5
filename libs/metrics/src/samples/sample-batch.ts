import { dayOf, type Day } from '#common';
import type { SampleRow } from './sample.js';

/** Samples in the shape in which one statement takes them: the series once, each value with the place of its series. */
export interface SampleBatch {
  accountIds: string[];
  resourceIds: string[];
  metrics: string[];
  /** From 1, as PostgreSQL counts. */
  series: number[];
  ats: number[];
  values: number[];
  /** UTC days that the samples lie in. */
  days: Day[];
}

type Series = [row: SampleRow, points: Map<number, number>];

/** Of two samples of the same moment the later one holds. */
function bySeries(rows: Iterable<SampleRow>): Map<string, Series> {
  const all = new Map<string, Series>();
  for (const row of rows) {
    const key = `${row.accountId} ${row.resourceId} ${row.metric}`;
    const known = all.get(key);
    if (known) known[1].set(row.at, row.value);
    else all.set(key, [row, new Map([[row.at, row.value]])]);
  }
  return all;
}

/** In the order of the key, so that of two writers of the same samples none waits for the other in a circle. */
export function batchOf(rows: Iterable<SampleRow>): SampleBatch {
  const batch: SampleBatch = {
    accountIds: [],
    resourceIds: [],
    metrics: [],
    series: [],
    ats: [],
    values: [],
    days: [],
  };
  const days = new Set<number>();
  for (const [, [row, points]] of [...bySeries(rows)].sort(([one], [other]) => (one < other ? -1 : 1))) {
    batch.accountIds.push(row.accountId);
    batch.resourceIds.push(row.resourceId);
    const place = batch.metrics.push(row.metric);
    for (const [at, value] of [...points].sort(([one], [other]) => one - other)) {
      batch.series.push(place);
      batch.ats.push(at);
      batch.values.push(value);
      days.add(Math.floor(at / 86_400_000));
    }
  }
  batch.days = [...days].sort((one, other) => one - other).map((day) => dayOf(new Date(day * 86_400_000)));
  return batch;
}
