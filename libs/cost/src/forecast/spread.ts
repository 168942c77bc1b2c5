import { mean, median, sortedQuantile, sum } from './statistics.js';

/** The levels, in percent, at which an interval's width is kept; between them it is interpolated. */
export const LEVELS = [50, 60, 70, 75, 80, 85, 90, 95, 99] as const;

/** How far forecasts of one kind miss, learnt from a backtest: the level's quantile times `step^power`. */
export interface Spread {
  power: number;
  /** The steps that the backtest went ahead; further on the width grows with the power `beyond` at least. */
  steps: number;
  beyond: number;
  /** In the unit of the series, one for each of `LEVELS`. */
  quantiles: number[];
}

/** Two-sided quantiles of a normal of median absolute deviation 1, for `LEVELS`. */
const NORMAL = [1, 1.2478, 1.5366, 1.7055, 1.9, 2.1343, 2.4387, 2.9059, 3.8189];

export const interpolate = (table: readonly number[], level: number): number => {
  const above = LEVELS.findIndex((one) => one >= level);
  if (above <= 0) return table[Math.max(0, above)]! * (above === 0 ? level / LEVELS[0] : 1);
  const [low, high] = [LEVELS[above - 1]!, LEVELS[above]!];
  return table[above - 1]! + ((level - low) / (high - low)) * (table[above]! - table[above - 1]!);
};

function size({ power, steps, beyond }: Spread, step: number) {
  const known = Math.min(step, steps) ** power;
  return step > steps ? known * (step / steps) ** Math.max(power, beyond) : known;
}

/** Half the width of the interval at a step (1 is the first) and a level in percent. */
export const halfWidth = (spread: Spread, step: number, level: number) =>
  size(spread, step) * interpolate(spread.quantiles, level);

/** What is assumed of errors: the bounds of the power they grow with, its least value beyond the backtest, the care. */
export interface Assumed {
  least: number;
  most: number;
  beyond: number;
  care: number;
}

/** Where few errors are known, so many folds count as much as the normal distribution. */
const PRIOR_FOLDS = 4;

function slopeOf(points: readonly { x: number; y: number }[]): number {
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const above = sum(points.map(({ x, y }) => (x - mx) * (y - my)));
  return above / sum(points.map(({ x }) => (x - mx) ** 2));
}

/** The usual size of the errors as `scale × step^power`: a median, which one bad fold does not move, if errors are no rarity. */
function growth(errors: readonly (readonly number[])[], { least, most }: Assumed) {
  const steps = errors[0]!.map((_, step) => mean(errors.map((fold) => Math.abs(fold[step]!))));
  const known = steps.flatMap((one, step) => (one > 0 ? [{ x: Math.log(step + 1), y: Math.log(one) }] : []));
  const power = known.length < 3 ? least : Math.min(most, Math.max(least, slopeOf(known)));
  const units = errors.flatMap((fold) => fold.map((error, step) => Math.abs(error) / (step + 1) ** power));
  return { scale: Math.max(median(units), mean(units) / 4), power };
}

/**
 * Learns a spread from the errors of a backtest, one row per fold. The quantiles are those of all errors, each divided by
 * what is usual at its step (split-conformal over folds), pulled towards a normal's where there are few, and widened by
 * `1 + care / folds` because errors of one fold lean the same way and the methods were chosen by these very folds.
 */
export function learnSpread(errors: readonly (readonly number[])[], assumed: Assumed): Spread {
  const { scale, power } = growth(errors, assumed);
  const units = errors
    .flatMap((fold) => fold.map((error, step) => Math.abs(error) / (step + 1) ** power))
    .sort((one, other) => one - other);
  const trust = errors.length / (errors.length + PRIOR_FOLDS);
  const widening = 1 + assumed.care / errors.length;
  const quantiles = LEVELS.map((level, index) => {
    const seen = sortedQuantile(units, level / 100);
    return widening * (trust * seen + (1 - trust) * scale * NORMAL[index]!);
  });
  return { power, steps: errors[0]!.length, beyond: assumed.beyond, quantiles };
}
