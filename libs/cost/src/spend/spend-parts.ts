import { Period, type Day } from '#common';
import type { RollUp } from './spend-tables.js';
import type { ActiveStatements, Named } from './statements.js';

/** What is summed of a row. */
export type Measure = 'billed' | 'effective' | 'list' | 'contracted' | 'pricing_quantity';

/** How a roll-up's row `s` says what it knows of a period, from the day `start` to the day before `end`. */
export interface Reading {
  /** The day, or the first day of the month, that an amount belongs to. */
  at: (start: string, end: string) => string;
  amount: (measure: Measure, start: string, end: string) => string;
  /** Which rows say anything. */
  when: (start: string, end: string) => string;
}

/** How many of a month's days with charges lie before a day. */
const before = (day: string) => `width_bucket(${day} - 1, s.days)`;

const toDate = (measure: Measure, day: string) => `coalesce(s.${measure}_mtd[${before(day)}], 0)`;

const within = (at: string) => (start: string, end: string) => `${at} >= ${start} and ${at} < ${end}`;

const BY_DAY: Reading = {
  at: () => 's.day',
  amount: (measure) => (measure === 'pricing_quantity' ? 'coalesce(s.pricing_quantity, 0)' : `s.${measure}`),
  when: within('s.day'),
};
const BY_MONTH: Reading = { at: () => 's.month', amount: (measure) => `s.${measure}`, when: within('s.month') };

/** Of a month's first days and of its last, whatever their number, by two of its sums up to a day. */
const PARTLY: Reading = {
  at: () => 's.month',
  amount: (measure, start, end) => `${toDate(measure, end)} - ${toDate(measure, start)}`,
  when: (start, end) => `${before(end)} > ${before(start)}`,
};

/** A month falls into its days, of which each is the sum up to it, less the sum before. */
const DAYS_OF_MONTH: Reading = {
  at: (start, end) => unnest('s.days', start, end),
  amount: (measure, ...days) => {
    const sums = `s.${measure}_mtd`;
    return `${unnest(sums, ...days)} - ${unnest(`array_prepend(0::numeric, ${sums})`, ...days)}`;
  },
  when: PARTLY.when,
};

const unnest = (array: string, start: string, end: string) => `unnest((${array})[${before(start)} + 1:${before(end)}])`;

/** The rows of one table that answer for a period. */
export interface Part {
  table: string;
  reading: Reading;
  period: Period;
  statements: Named;
  /** Whether its partitions are told by the months of the statements. */
  isPartitioned?: boolean;
}

/**
 * Statements that have their months are read from there: whole months by their totals, the days before and after them by
 * what a month had come to. Those that have none yet, which a job will mend, are read by day.
 */
export function partsOf(rollUp: RollUp, byDay: boolean, active: ActiveStatements, period: Period): Part[] {
  const { monthly, isPartitioned } = rollUp;
  const daily = { table: rollUp.daily, reading: BY_DAY, period, isPartitioned };
  if (!monthly) return [{ ...daily, statements: active.in(period) }];
  const fresh = { ...daily, statements: active.inMonths(period, false) };
  const part = (reading: Reading, start: Day, end: Day): Part[] => {
    if (start >= end) return [];
    const own = new Period(start, end);
    return [{ table: monthly, reading, period: own, statements: active.inMonths(own, true) }];
  };
  const parts = byDay
    ? part(DAYS_OF_MONTH, period.start, period.end)
    : monthsOf(active, period).flatMap((args) => part(...args));
  const used = [fresh, ...parts].filter(({ statements }) => statements.ids.length);
  return used.length ? used : [fresh];
}

function monthsOf(active: ActiveStatements, period: Period): [Reading, Day, Day][] {
  const { start, end } = period;
  const whole = active.wholeMonthsIn(period);
  if (!whole) return [[PARTLY, start, end]];
  return [
    [PARTLY, start, whole.start],
    [BY_MONTH, whole.start, whole.end],
    [PARTLY, whole.end, end],
  ];
}
