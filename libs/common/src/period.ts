import { DomainError } from './errors.js';

/** Milliseconds of a day in UTC, which knows no summer time. */
export const DAY_MS = 86_400_000;

/** A calendar day in UTC, `YYYY-MM-DD`. */
export type Day = string;

export const dayOf = (at: Date): Day => at.toISOString().slice(0, 10);
export const addDays = (day: Day, days: number): Day => dayOf(new Date(Date.parse(day) + days * DAY_MS));
export const daysBetween = (start: Day, end: Day) => Math.round((Date.parse(end) - Date.parse(start)) / DAY_MS);
export const monthStart = (day: Day): Day => `${day.slice(0, 7)}-01`;

/** The first day of the month so many months later (or earlier). */
export function addMonths(day: Day, months: number): Day {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return dayOf(new Date(Date.UTC(year, month - 1 + months, 1)));
}

/** Whether a text is a day that the calendar has: 30 February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && dayOf(new Date(at)) === text;
}

/** Days from `start` up to, not including, `end`, in UTC. */
export class Period {
  constructor(
    readonly start: Day,
    readonly end: Day,
  ) {
    if (!isDay(start) || !isDay(end)) throw new DomainError('INVALID', 'A day is written YYYY-MM-DD.');
    if (end <= start) throw new DomainError('INVALID', `A period must end after it starts: ${start} to ${end}.`);
  }

  get days() {
    return daysBetween(this.start, this.end);
  }

  /** The same number of days, just before. */
  get previous() {
    return new Period(addDays(this.start, -this.days), this.start);
  }

  includes(day: Day) {
    return this.start <= day && day < this.end;
  }

  each(): Day[] {
    return Array.from({ length: this.days }, (_, index) => addDays(this.start, index));
  }

  static month(day: Day) {
    return new Period(monthStart(day), addMonths(day, 1));
  }
}
