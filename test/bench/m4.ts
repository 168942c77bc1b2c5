import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The M4 competition's measures (Makridakis, Spiliotis, Assimakopoulos 2020) and the methods it compares with. */
export interface Split {
  train: number[];
  actual: number[];
}

/** The training series with their last horizon held back; undefined where the data is not there. */
export function readM4(name: 'weekly' | 'hourly', horizon: number): Split[] | undefined {
  const file = `${process.env.CLOUDGOV_REAL_DATA ?? '../shared/data'}/forecast/m4/${name}.csv.gz`;
  if (!existsSync(file)) return undefined;
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1);
  return lines.map((line) => {
    const values = line.split(',')[2]!.trim().split(/\s+/).map(Number);
    return { train: values.slice(0, -horizon), actual: values.slice(-horizon) };
  });
}

const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;

export const smape = (forecast: number[], actual: number[]) =>
  mean(
    actual.map(
      (value, at) => (200 * Math.abs(value - forecast[at]!)) / (Math.abs(value) + Math.abs(forecast[at]!) || 1),
    ),
  );

export function mase(forecast: number[], { train, actual }: Split, period: number): number {
  const step = mean(train.slice(period).map((value, at) => Math.abs(value - train[at]!)));
  return mean(actual.map((value, at) => Math.abs(value - forecast[at]!))) / step;
}

/** Mean sMAPE and MASE of one method over all series. */
export class Accuracy {
  private readonly smapes: number[] = [];
  private readonly mases: number[] = [];

  constructor(private readonly period: number) {}

  add(forecast: number[], split: Split) {
    this.smapes.push(smape(forecast, split.actual));
    this.mases.push(mase(forecast, split, this.period));
  }

  get smape() {
    return mean(this.smapes);
  }

  get mase() {
    return mean(this.mases);
  }

  /** The overall weighted average of both, relative to Naive2. */
  owa(naive2: Accuracy) {
    return (this.smape / naive2.smape + this.mase / naive2.mase) / 2;
  }
}

export const seasonalNaive = (train: number[], horizon: number, period: number) =>
  Array.from({ length: horizon }, (_, step) => train[train.length - period + (step % period)]!);

/** The competition's test: is the autocorrelation at the period beyond its 90 % bound? */
function isSeasonal(values: number[], period: number): boolean {
  if (period === 1 || values.length < 3 * period) return false;
  const centre = mean(values);
  const whole = values.reduce((total, value) => total + (value - centre) ** 2, 0);
  const correlation = (lag: number) =>
    values.slice(lag).reduce((total, value, at) => total + (value - centre) * (values[at]! - centre), 0) / whole;
  let squares = 0;
  for (let lag = 1; lag < period; lag++) squares += correlation(lag) ** 2;
  return Math.abs(correlation(period)) > 1.645 * Math.sqrt((1 + 2 * squares) / values.length);
}

/** Seasonal factors of the classical multiplicative decomposition, by phase. */
function factors(values: number[], period: number): number[] {
  const groups = Array.from({ length: period }, () => [] as number[]);
  for (let at = period / 2; at < values.length - period / 2; at++) {
    const window = values.slice(at - period / 2, at + period / 2 + 1);
    const centred = mean([...window.slice(1), ...window.slice(0, -1)]);
    groups[at % period]!.push(values[at]! / centred);
  }
  const raw = groups.map(mean);
  return raw.map((factor) => factor / mean(raw));
}

/** Naive2: the last value, of the seasonally adjusted series where the season is significant (even periods only). */
export function naive2(train: number[], horizon: number, period: number): number[] {
  if (!isSeasonal(train, period)) return seasonalNaive(train, horizon, 1);
  const season = factors(train, period);
  const last = train[train.length - 1]! / season[(train.length - 1) % period]!;
  return Array.from({ length: horizon }, (_, step) => last * season[(train.length + step) % period]!);
}

type Weights = [alpha: number, beta: number, damping: number];

function smooth(train: number[], [alpha, beta, damping]: Weights) {
  let [level, slope, loss] = [train[0]!, train[1]! - train[0]!, 0];
  for (const value of train.slice(1)) {
    const ahead = level + damping * slope;
    const error = value - ahead;
    loss += error ** 2;
    level = ahead + alpha * error;
    slope = damping * slope + alpha * beta * error;
  }
  return { level, slope, loss };
}

/** Damped-trend exponential smoothing, weights by least squares: a grid, then steps halved six times. */
export function dampedTrend(train: number[], horizon: number): number[] {
  const lower = [0.001, 0, 0.8];
  const upper = [0.999, 0.999, 0.98];
  let best: Weights = [0.5, 0.1, 0.9];
  let loss = Infinity;
  const consider = (weights: Weights) => {
    const inside = weights.map((weight, at) => Math.min(upper[at]!, Math.max(lower[at]!, weight))) as Weights;
    const tried = smooth(train, inside).loss;
    if (tried < loss) [best, loss] = [inside, tried];
  };
  for (const alpha of [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
    for (const beta of [0.01, 0.1, 0.3, 0.6]) for (const damping of [0.8, 0.9, 0.98]) consider([alpha, beta, damping]);
  for (let size = 0.5; size > 0.01; size /= 2)
    for (const at of [0, 1, 2])
      for (const sign of [-1, 1]) {
        const moved: Weights = [...best];
        moved[at] = moved[at]! + sign * size * [0.2, 0.2, 0.06][at]!;
        consider(moved);
      }
  const { level, slope } = smooth(train, best);
  let [reach, factor] = [0, 1];
  return Array.from({ length: horizon }, () => {
    factor *= best[2];
    reach += factor;
    return level + slope * reach;
  });
}
