import { addDays, type Day } from '#common';

/** The days of one active statement, and when its bill was delivered (the day the import began). */
export interface StatementDays {
  /** One line of bills: source, provider and billing account. */
  bill: string;
  periodEnd: Day;
  lastDay: Day;
  deliveredOn: Day;
}

/** A bill that lags the newest one by more than this many days has stopped coming, and holds up no one else. */
export const STALE_AFTER_DAYS = 7;

/**
 * The last day that is whole: the newest day of a bill is still being filled when it is delivered, unless it is the
 * period's last and the bill came after the period's end.
 */
export function completeDayOf({ periodEnd, lastDay, deliveredOn }: StatementDays): Day {
  const isClosed = lastDay >= addDays(periodEnd, -1) && deliveredOn >= periodEnd;
  return isClosed ? lastDay : addDays(lastDay, -1);
}

/** The last whole day of each bill. */
export function completeThroughByBill(statements: readonly StatementDays[]): Map<string, Day> {
  const days = new Map<string, Day>();
  for (const statement of statements) {
    const day = completeDayOf(statement);
    if (day > (days.get(statement.bill) ?? '')) days.set(statement.bill, day);
  }
  return days;
}

/** The last day that is whole in every bill that still comes; null where there is no bill at all. */
export function completeThrough(statements: readonly StatementDays[]): Day | null {
  const days = [...completeThroughByBill(statements).values()].sort();
  const newest = days.at(-1);
  if (newest === undefined) return null;
  return days.find((day) => day >= addDays(newest, -STALE_AFTER_DAYS))!;
}
