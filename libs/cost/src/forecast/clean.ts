import { median, robustSpread, runningMedian } from './statistics.js';

/** How far the running median looks to both sides: it follows what lasts longer than about ten steps, or one cycle. */
const reachOf = (period: number) => Math.max(10, period);
/** A value is a spike where it lies this many robust standard deviations off. */
const SPIKE = 6;
/** Where more than this share of the values were spikes, jumping is the series' nature and nothing is cleaned. */
const MANY = 0.05;
/** As many odd values at the very end may be the beginning of a new level: they stay. */
const BEGINNING = 3;
/** A shift must hold for so many steps on both sides. */
const windowOf = (period: number) => Math.max(7, period);

/** What is usual at each step (local level and the median of its phase) and what each value is above it. */
export function robustSplit(values: readonly number[], period: number) {
  const trend = runningMedian(values, reachOf(period));
  const rest = values.map((value, index) => value - trend[index]!);
  const phases = Array.from({ length: period }, (_, phase) => rest.filter((_, index) => index % period === phase));
  const medians = phases.map((phase) => (period > 1 && phase.length > 2 ? median(phase) : 0));
  const usual = trend.map((value, index) => value + medians[index % period]!);
  return { usual, phase: medians, rest: values.map((value, index) => value - usual[index]!) };
}

/** The smallest deviation that means anything: rounding noise of the series' own size. */
export const noiseFloor = (values: readonly number[]) =>
  1e-9 * values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);

/** So many last values tell whether a charge comes now and then, and how large its mean is. */
export const RARE_WINDOW = 90;

/** Whether most of the last values are zero, though not all. */
export function isRare(values: readonly number[]): boolean {
  const recent = values.slice(-RARE_WINDOW);
  const zeros = recent.filter((value) => value === 0).length;
  return zeros > recent.length / 2 && zeros < recent.length;
}

/** Replaces single spikes by what is usual there; a run of odd values at the end, jumpy and rare series stay. */
export function withoutSpikes(values: readonly number[], period: number): number[] {
  if (isRare(values)) return [...values];
  const { usual, rest } = robustSplit(values, period);
  const limit = SPIKE * robustSpread(rest) + noiseFloor(values);
  const odd = rest.map((deviation) => Math.abs(deviation) > limit);
  if (odd.filter(Boolean).length > Math.max(1, MANY * values.length)) return [...values];
  const last = odd.lastIndexOf(false);
  const keepsEnd = values.length - 1 - last >= BEGINNING;
  return values.map((value, index) => (odd[index] && !(keepsEnd && index > last) ? usual[index]! : value));
}

interface Shift {
  at: number;
  before: number;
  after: number;
}

function shiftAt(level: readonly number[], at: number, window: number, noise: number): Shift | undefined {
  const before = median(level.slice(Math.max(0, at - window), at));
  const after = median(level.slice(at, at + window));
  const size = Math.abs(after - before);
  if (size <= 5 * noise || size < 0.1 * Math.max(Math.abs(before), Math.abs(after))) return undefined;
  const jump = Math.abs(median(level.slice(at, at + 3)) - median(level.slice(at - 3, at)));
  return jump >= 0.7 * size ? { at, before, after } : undefined;
}

/** Where the level jumps at once and stays, earliest first; slow growth is none. */
export function levelShifts(values: readonly number[], period: number): Shift[] {
  const { phase, rest } = robustSplit(values, period);
  const level = values.map((value, index) => value - phase[index % phase.length]!);
  const noise = robustSpread(rest) + noiseFloor(values);
  const found: Shift[] = [];
  const window = windowOf(period);
  for (let at = window; at <= values.length - window; at++) {
    const shift = shiftAt(level, at, window, noise);
    if (!shift) continue;
    const last = found[found.length - 1];
    if (!last || at - last.at > window) found.push(shift);
    else if (Math.abs(shift.after - shift.before) > Math.abs(last.after - last.before)) found[found.length - 1] = shift;
  }
  return found;
}

/** Lifts or lowers what lies before each shift to the level after it, so that only the newest level is learnt from. */
export function levelled(values: readonly number[], period: number): number[] {
  const result = [...values];
  for (const { at, before, after } of levelShifts(values, period)) {
    const ratio = after / before;
    const scales = before > 0 && after >= 0 && ratio <= 3;
    for (let index = 0; index < at; index++)
      result[index] = scales ? result[index]! * ratio : result[index]! + after - before;
  }
  return result;
}
