import type { Day } from '#common';
import { addDays } from '#common';
import { fitAll, project, type State } from './candidates.js';
import { levelled, withoutSpikes } from './clean.js';
import { findMonthDays, monthDayAmount, type MonthDayCharge } from './month-days.js';
import { usable } from './season.js';

/** A series of regular steps, oldest first. */
export interface Series {
  values: readonly number[];
  /** The day of the first value; steps that are no days only use it to number their points. */
  start: Day;
  /** Lengths of the cycles that may repeat, in steps: `[7]` for days, `[24, 168]` for hours. */
  seasonality: readonly number[];
  /**
   * `daily`: the steps are days of a bill. Charges that recur on a day of the month are looked for, spikes are taken out
   * and only the newest level is learnt from. Other series are left as they are: on M4, where jumps go on, this costs accuracy.
   */
  calendar?: 'daily';
}

/** Every method fitted to one history, and what was taken out of it before. */
export interface Fitted {
  states: Map<string, State>;
  charges: MonthDayCharge[];
  /** Forecasts outside are cut: the range of the history, widened by itself on both sides. */
  bounds: [number, number];
  /** The day after the history. */
  next: Day;
}

function boundsOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return [low >= 0 ? 0 : low - (high - low), high + (high - low)];
}

/** What is usual of a daily bill: recurring charges, old levels and spikes taken out. */
function ordinary({ values, start, seasonality }: Series) {
  const cycle = usable(seasonality, values.length)[0] ?? 1;
  const charges = findMonthDays(values, start, cycle);
  const rest = charges.length
    ? values.map((value, index) => value - monthDayAmount(charges, addDays(start, index)))
    : values;
  return { charges, values: withoutSpikes(levelled(rest, cycle), cycle) };
}

/** Fits every method that the history is long enough for, of a daily bill to what is usual in it. */
export function fitMethods(series: Series): Fitted {
  const { values, start, seasonality } = series;
  const usual = series.calendar === 'daily' ? ordinary(series) : { charges: [], values };
  return {
    states: fitAll(usual.values, seasonality),
    charges: usual.charges,
    bounds: boundsOf(values),
    next: addDays(start, values.length),
  };
}

/** One method's forecast of the next steps, recurring charges added, within the bounds; undefined where it fails. */
export function projectMethod(fitted: Omit<Fitted, 'states'>, state: State, horizon: number): number[] | undefined {
  const [low, high] = fitted.bounds;
  const ahead = project(state, horizon);
  if (!ahead.every(Number.isFinite)) return undefined;
  return ahead.map((value, step) => {
    const extra = fitted.charges.length ? monthDayAmount(fitted.charges, addDays(fitted.next, step)) : 0;
    return Math.min(high, Math.max(low, value + extra));
  });
}
