import { isRare } from './clean.js';
import { fitMethods, projectMethod, type Series } from './ensemble.js';
import { mean, median, sum } from './statistics.js';

/** One rolling origin: what each method said of the steps after it, and what came. */
export interface Fold {
  forecasts: Map<string, number[]>;
  actual: number[];
  /** The mean step of the seasonal naive method over the history before the origin, which scales MASE. */
  naiveStep: number;
  /** The usual size of the last values before the origin. */
  level: number;
}

/** So many last values, and at least a whole cycle, say where a series stands. */
const RECENT = 14;

export const levelOf = (values: readonly number[], seasonality: readonly number[]) =>
  median(values.slice(-Math.max(RECENT, ...seasonality.filter((period) => period <= 31))).map(Math.abs));

const FOLDS = 8;
/** Methods that the combination is made of. */
const PARTS = 8;
/** How strongly a smaller error counts. */
const SHARPNESS = 4;

function naiveStep(values: readonly number[], seasonality: readonly number[]): number {
  const lag = seasonality.find((period) => values.length > 2 * period) ?? 1;
  return mean(values.slice(lag).map((value, index) => Math.abs(value - values[index]!)));
}

/** The lengths of history to forecast from, newest first: up to eight, each at least half of the whole. */
export function origins(length: number, horizon: number, seasonality: readonly number[]): number[] {
  const longest = Math.max(0, ...seasonality.filter((period) => 2 * period + 1 + horizon <= 0.8 * length));
  const least = Math.max(10, Math.floor(length / 2), 2 * longest + 1);
  const room = length - horizon - least;
  if (room < 0) return [];
  const stride = Math.max(1, Math.min(horizon, Math.floor(room / (FOLDS - 1))));
  return Array.from(
    { length: Math.min(FOLDS, Math.floor(room / stride) + 1) },
    (_, fold) => length - horizon - fold * stride,
  );
}

function foldAt(series: Series, horizon: number, origin: number): Fold {
  const { values, seasonality } = series;
  const before = values.slice(0, origin);
  const fitted = fitMethods({ ...series, values: before });
  const forecasts = new Map<string, number[]>();
  for (const [name, state] of fitted.states) {
    const ahead = projectMethod(fitted, state, horizon);
    if (ahead) forecasts.set(name, ahead);
  }
  return {
    forecasts,
    actual: values.slice(origin, origin + horizon),
    naiveStep: naiveStep(before, seasonality),
    level: levelOf(before, seasonality),
  };
}

/**
 * Forecasts from every origin with every method, each fitted to nothing but what came before its origin. Yields after each,
 * so that whoever has other work can turn to it.
 */
export function* backtest(series: Series, horizon: number): Generator<undefined, Fold[]> {
  const folds: Fold[] = [];
  for (const origin of origins(series.values.length, horizon, series.seasonality)) {
    folds.push(foldAt(series, horizon, origin));
    yield;
  }
  return folds;
}

const missed = (forecast: readonly number[], actual: readonly number[]) =>
  mean(forecast.map((value, step) => Math.abs(value - actual[step]!)));

/** Where charges come now and then no day can be foretold: methods are judged by the sums that they foretell. */
const missedSum = (forecast: readonly number[], actual: readonly number[]) =>
  Math.abs(sum(forecast) - sum(actual)) / actual.length + 0.01 * missed(forecast, actual);

/** A method's mean error over the folds; one fold that nobody could foresee (a jump) counts at most three times the usual. */
function score(name: string, folds: readonly Fold[], measure: typeof missed): number {
  const errors = folds.flatMap(({ forecasts, actual }) => {
    const forecast = forecasts.get(name);
    return forecast ? [measure(forecast, actual)] : [];
  });
  if (errors.length * 2 < folds.length || !errors.length) return Infinity;
  const cap = 3 * median(errors);
  return mean(errors.map((error) => (cap ? Math.min(error, cap) : error)));
}

/** The best methods of the backtest and their weights, which fall with the fourth power of the error; heaviest first. */
export function chooseMethods(names: Iterable<string>, folds: readonly Fold[]): Map<string, number> {
  const measure = isRare(folds.flatMap(({ actual }) => actual)) ? missedSum : missed;
  const scores = [...names]
    .map((name) => [name, score(name, folds, measure)] as const)
    .filter(([, one]) => one < Infinity);
  const best = scores.sort((a, b) => a[1] - b[1]).slice(0, PARTS);
  const floor = 1e-6 * mean(folds.flatMap(({ actual }) => actual.map(Math.abs))) + 1e-12;
  const least = (best[0]?.[1] ?? 0) + floor;
  const weights = best.map(([name, one]) => [name, (least / (one + floor)) ** SHARPNESS] as const);
  const total = sum(weights.map(([, weight]) => weight));
  return new Map(weights.map(([name, weight]) => [name, weight / total]));
}

/** The weighted mean of the methods' forecasts, over those that have one. */
export function combine(forecasts: ReadonlyMap<string, number[]>, weights: ReadonlyMap<string, number>): number[] {
  const parts = [...weights].flatMap(([name, weight]) => {
    const values = forecasts.get(name);
    return values ? [{ values, weight }] : [];
  });
  const total = sum(parts.map(({ weight }) => weight));
  return (parts[0]?.values ?? []).map((_, step) =>
    sum(parts.map(({ values, weight }) => (weight / total) * values[step]!)),
  );
}
