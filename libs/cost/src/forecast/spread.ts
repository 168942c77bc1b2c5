import { mean, sortedQuantile } from './statistics.js';

/** The levels, in percent, at which an interval's width is kept; between them it is interpolated. */
export const LEVELS = [50, 60, 70, 75, 80, 85, 90, 95, 99] as const;

/** How far forecasts of one kind miss, learnt from a backtest: `scale × step^power` times the level's quantile. */
export interface Spread {
  scale: number;
  power: number;
  quantiles: number[];
}

/** Two-sided quantiles of a normal of mean absolute deviation 1, for `LEVELS`. */
const NORMAL = [0.8453, 1.0548, 1.299, 1.4418, 1.6062, 1.8042, 2.0615, 2.4565, 3.2283];

export const interpolate = (table: readonly number[], level: number): number => {
  const above = LEVELS.findIndex((one) => one >= level);
  if (above <= 0) return table[Math.max(0, above)]! * (above === 0 ? level / LEVELS[0] : 1);
  const [low, high] = [LEVELS[above - 1]!, LEVELS[above]!];
  return table[above - 1]! + ((level - low) / (high - low)) * (table[above]! - table[above - 1]!);
};

/** Half the width of the interval at a step (1 is the first) and a level in percent. */
export const halfWidth = (spread: Spread, step: number, level: number) =>
  spread.scale * step ** spread.power * interpolate(spread.quantiles, level);

function growth(errors: readonly (readonly number[])[], [least, most]: readonly [number, number]) {
  const steps = errors[0]!.map((_, step) => mean(errors.map((fold) => Math.abs(fold[step]!))));
  const known = steps.map((size, step) => [Math.log(step + 1), size] as const).filter(([, size]) => size > 0);
  if (known.length < 3) return { scale: mean(steps), power: least };
  const [x, y] = [known.map(([at]) => at), known.map(([, size]) => Math.log(size))];
  const [mx, my] = [mean(x), mean(y)];
  const slope =
    x.reduce((total, at, index) => total + (at - mx) * (y[index]! - my), 0) /
    x.reduce((total, at) => total + (at - mx) ** 2, 0);
  const power = Math.min(most, Math.max(least, slope));
  return { scale: mean(steps) / mean(steps.map((_, step) => (step + 1) ** power)), power };
}

/**
 * Learns a spread from the errors of a backtest, one row per fold. The quantiles are those of all errors, each divided by
 * what is usual at its step (split-conformal over folds), pulled towards a normal's where there are few, and widened by
 * `1 + care / folds` because errors of one fold lean the same way and the methods were chosen by these very folds.
 */
export function learnSpread(
  errors: readonly (readonly number[])[],
  powers: readonly [number, number],
  care: number,
): Spread {
  const { scale, power } = growth(errors, powers);
  const units = errors.flatMap((fold) =>
    fold.map((error, step) => Math.abs(error) / (scale * (step + 1) ** power || 1)),
  );
  const sorted = Float64Array.from(units).sort();
  const trust = errors.length / (errors.length + 4);
  const quantiles = LEVELS.map(
    (level, index) =>
      (1 + care / errors.length) * (trust * sortedQuantile(sorted, level / 100) + (1 - trust) * NORMAL[index]!),
  );
  return { scale, power, quantiles };
}
