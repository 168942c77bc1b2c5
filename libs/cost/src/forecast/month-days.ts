import { addDays, type Day } from '#common';
import { noiseFloor, robustSplit } from './clean.js';
import { median, robustSpread } from './statistics.js';

/** What is charged in addition on one day of every month, such as fees on the first. */
export interface MonthDayCharge {
  /** 1 to 31, or 0 for the last day of the month. */
  day: number;
  amount: number;
}

/** How many robust standard deviations off a recurring charge must be, every time. */
const CLEAR = 4;
/** As many of its latest occurrences are looked at. */
const LATEST = 4;

/** The day of the month, and 0 where it is the last. */
const keysOf = (day: Day) => [Number(day.slice(8)), ...(addDays(day, 1).endsWith('-01') ? [0] : [])];

/**
 * Days of the month on which something was charged twice in a row, the newest occurrence included. Of a history with only
 * one first of a month that one is believed: fees and commitments are charged on the first more than on all other days.
 */
export function findMonthDays(values: readonly number[], start: Day, period: number): MonthDayCharge[] {
  const { rest } = robustSplit(values, period);
  const limit = CLEAR * robustSpread(rest) + noiseFloor(values);
  const groups = new Map<number, number[]>();
  rest.forEach((deviation, index) => {
    for (const key of keysOf(addDays(start, index))) groups.set(key, [...(groups.get(key) ?? []), deviation]);
  });
  const charges = [...groups].flatMap(([day, all]) => {
    const latest = all.slice(-LATEST);
    const newest = latest[latest.length - 1]!;
    const regular = latest.slice(-2).every((one) => Math.abs(one) > limit && one * newest > 0);
    return regular && (latest.length > 1 || day === 1) ? [{ day, amount: median(latest.slice(-3)) }] : [];
  });
  const last = charges.some(({ day }) => day === 0);
  const kept = charges.filter(({ day }) => !(last && day >= 28));
  return kept.length <= 4 ? kept : [];
}

/** What recurring charges add on that day. */
export function monthDayAmount(charges: readonly MonthDayCharge[], day: Day): number {
  if (!charges.length) return 0;
  const keys = keysOf(day);
  return charges.reduce((total, charge) => total + (keys.includes(charge.day) ? charge.amount : 0), 0);
}
