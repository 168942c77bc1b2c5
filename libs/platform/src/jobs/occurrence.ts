import { CronTime } from 'cron';

const MINUTE = 60_000;
const WINDOWS = [MINUTE, 60 * MINUTE, 25 * 60 * MINUTE, 32 * 24 * 60 * MINUTE, 367 * 24 * 60 * MINUTE];

/** The first moment of a cron after another one, in UTC. */
export const nextOccurrence = (cron: string, after: Date): Date =>
  new CronTime(cron, 'UTC').getNextDateFrom(after).toJSDate();

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
