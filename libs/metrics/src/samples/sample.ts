import { METRICS } from '#clouds';

/** One value of one metric of a resource; `at` in milliseconds since 1970. */
export interface SampleRow {
  accountId: string;
  resourceId: string;
  metric: string;
  at: number;
  value: number;
}

/** What became of a sample; `GET /metrics` counts them by these words. */
export const OUTCOMES = [
  'written',
  'unchanged',
  'too_old',
  'ahead',
  'unknown_resource',
  'ambiguous',
  'invalid',
  'not_a_number',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const METRIC_NAME = /^[a-z_][a-z0-9_:.]*$/;
export const MOST_NAME = 200;

export const isMetricName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= MOST_NAME && METRIC_NAME.test(name);

/** Squares of larger ones, of which averages are made, would be no numbers any more. */
export const MOST_VALUE = 1e100;

export const isSampleValue = (value: unknown): value is number =>
  typeof value === 'number' && Math.abs(value) <= MOST_VALUE;

/** Known for the metrics that clouds are asked for; of others nobody has told. */
export const unitOf = (metric: string): string | null =>
  Object.hasOwn(METRICS, metric) ? METRICS[metric as keyof typeof METRICS] : null;
