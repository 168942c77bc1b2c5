import { type Facts, type Span } from '../changes.js';
import type { Resident } from './deployment.js';
import type { Exact } from './exact.js';
import type { Meter } from './kind.js';
import { fractionOf, hashOf } from './random.js';
import { busyness, growthOfStock, HOURS_OF_NEWEST_DAY, noise, type BillDay } from './rhythm.js';

const OFFICE_OPENS = 7;
const OFFICE_HOURS = 12;
const NIGHT_HOURS = 9;

/** Hours of a day, `[from, to)`. */
export interface Window {
  from: number;
  to: number;
}

const NEVER: Window = { from: 0, to: 0 };

const knownHours = (on: BillDay) => (on.isNewest ? HOURS_OF_NEWEST_DAY : 24);

/** When a resource runs on that day by itself. */
export function windowOf(resident: Resident, on: BillDay): Window {
  const { fleet, seed, from, until } = resident;
  const full = knownHours(on);
  if (fleet.rhythm === 'office') {
    if (busyness(fleet, on) === 0) return NEVER;
    return { from: OFFICE_OPENS, to: Math.min(full, OFFICE_OPENS + OFFICE_HOURS) };
  }
  if (fleet.rhythm === 'nightly')
    return { from: 0, to: Math.min(full, NIGHT_HOURS * busyness(fleet, on) * noise(seed, on.t)) };
  if (fleet.cycle === 0) return { from: 0, to: full };
  // A machine that came or went during the day ran for a part of it.
  if (on.t === from) return { from: full - Math.min(full, 24 * fractionOf(seed, 21)), to: full };
  return { from: 0, to: on.t === until - 1 ? Math.min(full, 24 * fractionOf(seed, 22)) : full };
}

/** When it runs with what was done to it. */
export function windowWith({ power, isDeleted }: Facts, resident: Resident, on: BillDay): Window {
  if (isDeleted || power === 'off') return NEVER;
  return power === 'on' ? { from: 0, to: knownHours(on) } : windowOf(resident, on);
}

const overlap = (one: Window, other: Window) =>
  Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from));

const isWhole = ({ from, to }: Window) => from === 0 && to === 24;

/** How much of a meter a resource used in a span of a day: an exact quantity, or none where it was off. */
export function quantityOf(resident: Resident, meter: Meter, on: BillDay, span: Span): Exact | undefined {
  const units =
    meter.curve === 'hours'
      ? hoursOf(resident, on, span) * meter.base
      : amountOf(resident, meter, on) * share(on, span);
  const digits = Math.round(units * 10 ** meter.scale);
  return digits > 0 ? { digits: BigInt(digits), scale: meter.scale } : undefined;
}

function hoursOf(resident: Resident, on: BillDay, span: Span): number {
  const window = windowWith(span.facts, resident, on);
  return isWhole(span) ? window.to - window.from : overlap(window, span);
}

/** What is held or flows goes by the hours that a resource is there, whether it runs or not. */
function share(on: BillDay, span: Span): number {
  if (span.facts.isDeleted) return 0;
  return isWhole(span) ? 1 : overlap(span, { from: 0, to: knownHours(on) }) / knownHours(on);
}

function amountOf({ fleet, seed }: Resident, meter: Meter, on: BillDay): number {
  if (meter.curve === 'stock') {
    const held = meter.unit === 'Months' ? 1 : meter.base * fleet.size * sizeOf(seed) * growthOfStock(on.t);
    return (held / on.daysInMonth) * (on.isNewest ? HOURS_OF_NEWEST_DAY / 24 : 1);
  }
  // Meters of traffic arrive at their own pace: a newest day may know of a quarter or of two thirds.
  const known = on.isNewest ? (6 + (hashOf(seed, on.t, 3) % 11)) / 24 : 1;
  return meter.base * fleet.size * sizeOf(seed) * busyness(fleet, on) * noise(seed, on.t) * known;
}

/** Few resources are large, most are small: between 0.3 and 2.3 times the kind's own size. */
export function sizeOf(seed: number) {
  const luck = fractionOf(seed, 31);
  return 0.3 + 2 * luck * luck;
}
