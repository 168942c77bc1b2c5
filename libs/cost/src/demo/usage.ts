import type { DemoResource } from './estate.js';
import type { Exact } from './exact.js';
import type { Meter } from './kind.js';
import { fractionOf, hashOf } from './random.js';
import { busyness, growthOfStock, HOURS_OF_NEWEST_DAY, noise, type BillDay } from './rhythm.js';

const OFFICE_HOURS = 12;
const OFFICE_HOURS_OF_NEWEST_DAY = 7;
const NIGHT_HOURS = 9;

/** How much of a meter a resource used on a day: an exact quantity, or none where it was off. */
export function quantityOf(resource: DemoResource, meter: Meter, on: BillDay): Exact | undefined {
  const units = meter.curve === 'hours' ? hoursOf(resource, on) * meter.base : amountOf(resource, meter, on);
  const digits = Math.round(units * 10 ** meter.scale);
  return digits > 0 ? { digits: BigInt(digits), scale: meter.scale } : undefined;
}

function hoursOf(resource: DemoResource, on: BillDay): number {
  const { fleet, seed, from, until } = resource;
  const full = on.isNewest ? HOURS_OF_NEWEST_DAY : 24;
  if (fleet.rhythm === 'office') {
    if (busyness(fleet, on) === 0) return 0;
    return on.isNewest ? OFFICE_HOURS_OF_NEWEST_DAY : OFFICE_HOURS;
  }
  if (fleet.rhythm === 'nightly') return Math.min(full, NIGHT_HOURS * busyness(fleet, on) * noise(seed, on.t));
  if (fleet.cycle === 0) return full;
  // A machine that came or went during the day ran for a part of it.
  if (on.t === from) return Math.min(full, 24 * fractionOf(seed, 21));
  return on.t === until - 1 ? Math.min(full, 24 * fractionOf(seed, 22)) : full;
}

function amountOf(resource: DemoResource, meter: Meter, on: BillDay): number {
  const { fleet, seed } = resource;
  if (meter.curve === 'stock') {
    const held = meter.unit === 'Months' ? 1 : meter.base * fleet.size * sizeOf(seed) * growthOfStock(on.t);
    return (held / on.daysInMonth) * (on.isNewest ? HOURS_OF_NEWEST_DAY / 24 : 1);
  }
  // Meters of traffic arrive at their own pace: a newest day may know of a quarter or of two thirds.
  const share = on.isNewest ? (6 + (hashOf(seed, on.t, 3) % 11)) / 24 : 1;
  return meter.base * fleet.size * sizeOf(seed) * busyness(fleet, on) * noise(seed, on.t) * share;
}

/** Few resources are large, most are small: between 0.3 and 2.3 times the kind's own size. */
function sizeOf(seed: number) {
  const luck = fractionOf(seed, 31);
  return 0.3 + 2 * luck * luck;
}
