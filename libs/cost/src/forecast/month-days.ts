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
/** Two charges may differ by that share and still be the same fee. */
const ALIKE = 0.1;
/** As many of its latest occurrences are looked at. */
const LATEST = 3;
/** More such days than this are no fees but a pattern that the noise measure did not understand. */
const MOST = 4;

/** The day of the month, and 0 where it is the last. */
const keysOf = (day: Day) => [Number(day.slice(8)), ...(addDays(day, 1).endsWith('-01') ? [0] : [])];

/** Whether the latest deviations on one day of the month are a habit; on the first and the last day less is asked. */
function isRegular(latest: readonly number[], day: number, limit: number): boolean {
  const [newest, other] = [latest[latest.length - 1]!, latest[latest.length - 2]];
  if (!latest.slice(-3).every((one) => Math.abs(one) > limit && one * newest > 0)) return false;
  if (other === undefined) return day === 1;
  return day <= 1 || latest.length > 2 || Math.abs(newest - other) <= ALIKE * Math.abs(newest);
}

/**
 * Days of the month on which something was charged the last three times, as far as the history reaches. Twice is enough on
 * the first and the last day and where both amounts are alike. Of a history with only one first of a month that one is
 * believed: fees and commitments are charged on the first more than on all other days.
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
    return isRegular(latest, day, limit) ? [{ day, amount: median(latest) }] : [];
  });
  const last = charges.some(({ day }) => day === 0);
  const kept = charges.filter(({ day }) => !(last && day >= 28));
  return kept.length <= MOST ? kept : [];
}

/** What recurring charges add on that day. */
export function monthDayAmount(charges: readonly MonthDayCharge[], day: Day): number {
  if (!charges.length) return 0;
  const keys = keysOf(day);
  return charges.reduce((total, charge) => total + (keys.includes(charge.day) ? charge.amount : 0), 0);
}
