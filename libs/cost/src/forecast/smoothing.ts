import { RARE_WINDOW } from './clean.js';
import { line, mean, median } from './statistics.js';

/**
 * Where a series stands and where it is going: the value `steps` ahead is
 * `level + slope × (damping + damping² + … + damping^steps)`, as in Gardner and McKenzie's damped trend.
 */
export interface Trend {
  level: number;
  slope: number;
  damping: number;
}

const flat = (level: number): Trend => ({ level, slope: 0, damping: 1 });

/** The trend's values of the next steps. */
export function extrapolate({ level, slope, damping }: Trend, horizon: number): number[] {
  const values: number[] = [];
  let [reach, factor] = [0, 1];
  for (let step = 0; step < horizon; step++) {
    factor *= damping;
    reach += factor;
    values.push(level + slope * reach);
  }
  return values;
}

const ALPHAS = [0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95];

function smooth(values: readonly number[], alpha: number) {
  let level = mean(values.slice(0, Math.min(10, values.length)));
  let loss = 0;
  for (const value of values) {
    const error = value - level;
    loss += error * error;
    level += alpha * error;
  }
  return { level, loss };
}

/** Simple exponential smoothing, its weight chosen by the errors one step ahead. */
export function simple(values: readonly number[]): Trend {
  let best = { level: values[values.length - 1] ?? 0, loss: Infinity };
  for (const alpha of ALPHAS) {
    const tried = smooth(values, alpha);
    if (tried.loss < best.loss) best = tried;
  }
  return flat(best.level);
}

/** The Theta method (Assimakopoulos and Nikolopoulos 2000): simple smoothing and half the slope of the whole line. */
export function theta(values: readonly number[]): Trend {
  return { ...simple(values), slope: line(values).slope / 2 };
}

function smoothDamped(values: readonly number[], [alpha, beta, damping]: readonly [number, number, number]) {
  const head = line(values.slice(0, Math.min(10, values.length)));
  let level = head.intercept;
  let slope = head.slope;
  let loss = 0;
  for (let at = 0; at < values.length; at++) {
    const ahead = level + damping * slope;
    const error = values[at]! - ahead;
    loss += error * error;
    level = ahead + alpha * error;
    slope = damping * slope + alpha * beta * error;
  }
  return { level, slope, damping, loss };
}

/** Damped-trend exponential smoothing, its three weights chosen by the errors one step ahead. */
export function damped(values: readonly number[]): Trend {
  let best = { level: 0, slope: 0, damping: 1, loss: Infinity };
  for (const alpha of ALPHAS)
    for (const beta of [0.02, 0.1, 0.3])
      for (const damping of [0.8, 0.9, 0.95, 0.98]) {
        const tried = smoothDamped(values, [alpha, beta, damping]);
        if (tried.loss < best.loss) best = tried;
      }
  return { level: best.level, slope: best.slope, damping: best.damping };
}

/** The middle of the last values: what is spent per step now. */
export const runRate = (values: readonly number[], window = 28): Trend => flat(median(values.slice(-window)));

/** The mean of the last values, which keeps the sum of charges that come now and then. */
export const average = (values: readonly number[], window = RARE_WINDOW): Trend => flat(mean(values.slice(-window)));
