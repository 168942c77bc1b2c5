import { SystemClock } from '#common';
import type { SampleRow } from '../../../libs/metrics/src/samples/sample.js';

export interface Whose {
  id: string;
  nativeId: string;
  accountId: string;
}

export const METRIC_NAMES = ['cpu', 'memory', 'network_in', 'disk_write'];
export const STEP_MS = 15_000;
/** What one sender hands over at once. */
export const BATCH = 10_000;

const HOUR_MS = 3_600_000;
export const NOW = new SystemClock().now().getTime();

/** Begins at noon two days ago, so that one run lies within days that are kept. */
export const START = Math.floor(NOW / (24 * HOUR_MS)) * 24 * HOUR_MS - 36 * HOUR_MS;

/** Smooth, with a spike now and then, and digits as a mean has them. */
const valueOf = (series: number, step: number) =>
  20 + (series % 60) + 15 * Math.sin((step + series) / 40) + (step % 97 === series % 97 ? 30 : 0);

/** Samples as they come: one of every series each 15 seconds, in batches. */
export function* batches(whose: readonly Whose[], samples: number, start = START): Generator<SampleRow[]> {
  let rows: SampleRow[] = [];
  for (let made = 0, step = 0; made < samples; step++)
    for (const [at, { id, accountId }] of whose.entries())
      for (const [place, metric] of METRIC_NAMES.entries()) {
        const value = valueOf(at * METRIC_NAMES.length + place, step);
        rows.push({ accountId, resourceId: id, metric, at: start + step * STEP_MS, value });
        if (rows.length < BATCH) continue;
        yield rows;
        made += rows.length;
        rows = [];
        if (made >= samples) return;
      }
}
