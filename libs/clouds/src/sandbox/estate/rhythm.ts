import { addDays, daysBetween, type Day } from '#common';
import type { Fleet, Rhythm } from './fleets.js';
import { fractionOf } from './random.js';

/** Hours that the newest day of a bill knows of: the rest is delivered tomorrow. */
export const HOURS_OF_NEWEST_DAY = 14;

/** One day of a bill, and what is asked of it again and again. */
export interface BillDay {
  day: Day;
  /** Days since the first of the month in which the story is told; negative before. */
  t: number;
  /** 0 is Sunday. */
  weekday: number;
  dayOfMonth: number;
  daysInMonth: number;
  start: string;
  end: string;
  isNewest: boolean;
}

export function billDay(day: Day, storyMonth: Day, newest: Day): BillDay {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return {
    day,
    t: daysBetween(storyMonth, day),
    weekday: new Date(day).getUTCDay(),
    dayOfMonth: Number(day.slice(8)),
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    start: `${day}T00:00:00Z`,
    end: `${addDays(day, 1)}T00:00:00Z`,
    isNewest: day === newest,
  };
}

/** From Sunday to Saturday. */
const WEEK: Record<Rhythm, readonly number[]> = {
  always: [1, 1, 1, 1, 1, 1, 1],
  traffic: [0.8, 1.03, 1.05, 1.05, 1.04, 1, 0.84],
  retail: [1.2, 0.93, 0.92, 0.94, 0.97, 1.04, 1.24],
  nightly: [0.55, 1, 1.02, 1.02, 1.01, 0.98, 0.6],
  closing: [0.7, 1, 1, 1, 1, 1, 0.7],
  office: [0, 1, 1, 1, 1, 1, 0],
};

/** What went wrong or changed for good, in days of the story: a fleet's use is multiplied while it lasts. */
interface Incident {
  account: string;
  prefix: string;
  from: number;
  until: number;
  factor: number;
}

const FOR_GOOD = 1_000_000;

const INCIDENTS: readonly Incident[] = [
  { account: 'payments-prod', prefix: 'payments/api', from: -305, until: -303, factor: 7 },
  { account: 'platform-prod', prefix: 'platform-egress', from: -220, until: -219, factor: 9 },
  { account: 'intranet-prod', prefix: 'intranet-search', from: -141, until: -138, factor: 4 },
  { account: 'storefront-prod', prefix: 'storefront-cdn', from: -80, until: FOR_GOOD, factor: 1.35 },
  { account: 'payments-prod', prefix: 'payments-events', from: -64, until: -63, factor: 14 },
  { account: 'search-prod', prefix: 'search', from: -47, until: -45, factor: 6 },
  { account: 'storefront-prod', prefix: 'storefront-cdn', from: -23, until: -22, factor: 4 },
  { account: 'platform-prod', prefix: 'platform/cluster', from: -9, until: -7, factor: 8 },
  // The story of the month: a dashboard scans the whole warehouse every few minutes.
  { account: 'warehouse-prod', prefix: 'sales-analytics', from: 1, until: 2, factor: 2.5 },
  { account: 'warehouse-prod', prefix: 'sales-analytics', from: 2, until: 40, factor: 6 },
];

const incidentFactor = (fleet: Fleet, t: number) =>
  INCIDENTS.reduce(
    (factor, { account, prefix, from, until, factor: times }) =>
      fleet.account === account && fleet.prefix === prefix && from <= t && t < until ? factor * times : factor,
    1,
  );

/** Black Friday and Christmas. */
const isHighSeason = (day: Day) => day.slice(5) >= '11-20' && day.slice(5) <= '12-24';

/** Use grows by a third in a year, in a straight line, so that every month shows it. */
const trend = (t: number) => Math.max(0.4, 1 + t * 0.0009);

/**
 * How busy a fleet is on that day; the story's month begins with 1. Only sums and products are used, so that every
 * machine gets the same bits.
 */
export function busyness(fleet: Fleet, on: BillDay): number {
  let factor = trend(on.t) * WEEK[fleet.rhythm][on.weekday]! * incidentFactor(fleet, on.t);
  if (fleet.rhythm === 'retail' && isHighSeason(on.day)) factor *= 1.5;
  if (fleet.rhythm === 'closing' && (on.dayOfMonth <= 2 || on.dayOfMonth > on.daysInMonth - 2)) factor *= 2.2;
  return factor;
}

/** A little of everything that nobody can explain: around 1, within 12 percent. */
export const noise = (seed: number, t: number) => 0.88 + 0.12 * (fractionOf(seed, t, 1) + fractionOf(seed, t, 2));

export const growthOfStock = (t: number) => Math.max(0.3, 1 + t * 0.0012);
