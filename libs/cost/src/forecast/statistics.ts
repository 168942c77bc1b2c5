export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]) => (values.length ? sum(values) / values.length : 0);

/** The value below which a share `at` (0 to 1) of the values lie, interpolated; 0 for no values. */
export function quantile(values: readonly number[], at: number): number {
  return sortedQuantile(Float64Array.from(values).sort(), at);
}

/** The same of values that are sorted already. */
export function sortedQuantile(sorted: ArrayLike<number>, at: number): number {
  if (!sorted.length) return 0;
  const place = Math.min(1, Math.max(0, at)) * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

/** A spread that outliers do not move: the median distance from the median, scaled to a normal's standard deviation. */
export function robustSpread(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

/** Where a value stands, or would stand, in a sorted list. */
function placeOf(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The medians of a window of `2 × reach + 1` around each value, shorter at both ends. */
export function runningMedian(values: readonly number[], reach: number): number[] {
  const window = values.slice(0, reach).sort((a, b) => a - b);
  return values.map((_, index) => {
    const entering = values[index + reach];
    if (entering !== undefined) window.splice(placeOf(window, entering), 0, entering);
    if (index > reach) window.splice(placeOf(window, values[index - reach - 1]!), 1);
    return sortedQuantile(window, 0.5);
  });
}

/** Least squares of the values on their index: `intercept` at index 0 and `slope` per step. */
export function line(values: readonly number[]): { intercept: number; slope: number } {
  const middle = (values.length - 1) / 2;
  const average = mean(values);
  let [above, below] = [0, 0];
  values.forEach((value, index) => {
    above += (index - middle) * (value - average);
    below += (index - middle) ** 2;
  });
  const slope = below ? above / below : 0;
  return { intercept: average - slope * middle, slope };
}
