import { line, mean } from './statistics.js';

/** One repeating pattern: `indices[0]` belongs to the first step after the history. */
export interface Pattern {
  period: number;
  indices: number[];
}

/** What repeats in a series: added to the trend, or (`ratio`) multiplied with it, then written as logarithms. */
export interface Season {
  mode: 'none' | 'sum' | 'ratio';
  patterns: Pattern[];
}

export const NO_SEASON: Season = { mode: 'none', patterns: [] };

/** How much a pattern's older cycles count: each cycle back counts this share of the next one. */
const FADING = 0.85;

/** The periods of which the history holds at least two full cycles. */
export const usable = (periods: readonly number[], length: number) =>
  periods.filter((period) => period >= 2 && length >= 2 * period + 1).sort((a, b) => a - b);

/** The average of one full period around each value; at both ends the nearest straight line goes on. */
export function movingAverage(values: readonly number[], period: number): number[] {
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  const trend = new Array<number>(values.length);
  let window = 0;
  for (let index = 0; index < 2 * half + 1; index++) window += values[index]!;
  for (let at = half; at < values.length - half; at++) {
    const ends = even ? (values[at - half]! + values[at + half]!) / 2 : 0;
    trend[at] = (window - ends) / period;
    window += (values[at + half + 1] ?? 0) - values[at - half]!;
  }
  extend(trend, half, values.length - half);
  return trend;
}

function extend(trend: number[], start: number, end: number) {
  const reach = Math.min(end - start, Math.max(2, start));
  const head = line(trend.slice(start, start + reach));
  const tail = line(trend.slice(end - reach, end));
  for (let at = 0; at < start; at++) trend[at] = head.intercept + head.slope * (at - start);
  for (let at = end; at < trend.length; at++) trend[at] = tail.intercept + tail.slope * (at - (end - reach));
}

/** Each phase's faded average of what the trend leaves, their mean taken out. */
function patternOf(rest: readonly number[], period: number): Pattern {
  const [totals, weights] = [new Array<number>(period).fill(0), new Array<number>(period).fill(0)];
  for (let back = 1; back <= rest.length; back++) {
    const weight = FADING ** Math.floor((back - 1) / period);
    const phase = (period - (back % period)) % period;
    totals[phase]! += weight * rest[rest.length - back]!;
    weights[phase]! += weight;
  }
  const indices = totals.map((total, phase) => total / weights[phase]!);
  const centre = mean(indices);
  return { period, indices: indices.map((index) => index - centre) };
}

/** The effect of the season at a step, counted from the first step after the history (negative: before). */
export function seasonAt(season: Season, step: number): number {
  let effect = 0;
  for (const { period, indices } of season.patterns) effect += indices[((step % period) + period) % period]!;
  return effect;
}

/** Splits a series (of logarithms for `ratio`) into its patterns, short periods first, and the series without them. */
export function deseason(values: readonly number[], periods: readonly number[], mode: 'sum' | 'ratio') {
  const trend = movingAverage(values, periods[periods.length - 1]!);
  const rest = values.map((value, index) => value - trend[index]!);
  const season: Season = { mode, patterns: [] };
  for (const period of periods) {
    const pattern = patternOf(rest, period);
    season.patterns.push(pattern);
    for (let at = 0; at < rest.length; at++) rest[at]! -= seasonAt({ mode, patterns: [pattern] }, at - rest.length);
  }
  const adjusted = values.map((value, index) => value - seasonAt(season, index - values.length));
  return { season, adjusted };
}
