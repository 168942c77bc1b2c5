import { CronTime } from 'cron';

const MINUTE = 60_000;
const WINDOWS = [MINUTE, 60 * MINUTE, 25 * 60 * MINUTE, 32 * 24 * 60 * MINUTE, 367 * 24 * 60 * MINUTE];

/** What was found last of each cron; working one out takes a millisecond and a half. */
const found = new Map<string, { after: Date; next: Date }>();

/** The first moment of a cron after another one, in UTC. */
export function nextOccurrence(cron: string, after: Date): Date {
  const known = found.get(cron);
  if (known && known.after <= after && after < known.next) return known.next;
  const next = new CronTime(cron, 'UTC').getNextDateFrom(after).toJSDate();
  found.set(cron, { after, next });
  return next;
}

function lastWithin(cron: string, from: Date, until: Date): Date | undefined {
  let found: Date | undefined;
  for (let next = nextOccurrence(cron, from); next <= until; next = nextOccurrence(cron, next)) found = next;
  return found;
}

/**
 * The latest moment of a cron after `since` and not after `until`. Looked for in ever wider windows that end there, so
 * that a cron of every second is not counted through a night.
 */
export function latestOccurrence(cron: string, since: Date, until: Date): Date | undefined {
  for (const window of WINDOWS) {
    const from = new Date(Math.max(since.getTime(), until.getTime() - window));
    const found = lastWithin(cron, from, until);
    if (found || from.getTime() === since.getTime()) return found;
  }
  return undefined;
}
