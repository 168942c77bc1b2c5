import { DAY_MS } from '#common';

/** A time that a cloud is asked about at once, in milliseconds since 1970. */
export interface CollectionWindow {
  from: number;
  to: number;
  periodSeconds: number;
}

const MINUTE_MS = 60_000;

/** Clouds tell of the newest minutes late, so that the last of what was asked is asked again. */
const OVERLAP_MS = 60 * MINUTE_MS;
const FIRST_DAYS = 30;
const FINE_DAYS = 1;

const hourStart = (at: number) => at - (at % (60 * MINUTE_MS));

/**
 * What is still to be asked of an account. The first time reaches back a month, by the hour until the last day: enough for
 * what is judged by months, without a hundred samples for each hour of it. Later times go on by five minutes.
 */
export function windowsOf(now: number, collectedThrough: number | undefined): CollectionWindow[] {
  const fine = (from: number) => ({ from, to: now, periodSeconds: 300 });
  const first = hourStart(now) - FIRST_DAYS * DAY_MS;
  const recent = hourStart(now) - FINE_DAYS * DAY_MS;
  if (collectedThrough !== undefined && collectedThrough - OVERLAP_MS >= recent)
    return [fine(hourStart(collectedThrough - OVERLAP_MS))];
  const from = Math.max(first, hourStart((collectedThrough ?? first) - OVERLAP_MS));
  return [{ from, to: recent, periodSeconds: 3_600 }, fine(recent)];
}
