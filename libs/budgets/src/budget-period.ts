import { addDays, addMonths, Decimal, monthStart, Period, type Day } from '#common';

export const PERIODS = ['daily', 'monthly', 'quarterly', 'annual', 'custom'] as const;
export type BudgetPeriod = (typeof PERIODS)[number];

export interface Recurrence {
  period: BudgetPeriod;
  /** The first day that counts; its month also begins the quarters and years. */
  startsOn?: Day | null;
  /** The last day that counts. */
  endsOn?: Day | null;
}

const MONTHS: Partial<Record<BudgetPeriod, number>> = { monthly: 1, quarterly: 3, annual: 12 };

function clamped(day: Day, { startsOn, endsOn }: Recurrence): Day {
  if (startsOn && day < startsOn) return startsOn;
  return endsOn && day > endsOn ? endsOn : day;
}

/** The period that a day falls into: before the budget's first day its first one, after its last day its last one. */
export function periodAt(recurrence: Recurrence, today: Day): Period {
  const { period, startsOn, endsOn } = recurrence;
  const day = clamped(today, recurrence);
  if (period === 'custom') return new Period(startsOn!, addDays(endsOn!, 1));
  const months = MONTHS[period];
  if (!months) return new Period(day, addDays(day, 1));
  const anchor = startsOn ? Number(startsOn.slice(5, 7)) : 1;
  const into = (Number(day.slice(5, 7)) - anchor + 12) % months;
  const start = addMonths(monthStart(day), -into);
  return new Period(start, addMonths(start, months));
}

export interface Planned {
  limit: Decimal;
  plan?: { start: Day; limit: Decimal | string }[] | null;
}

/** The limit of a period: the plan's newest entry that begins no later, or the budget's own. */
export function limitOf({ limit, plan }: Planned, { start }: Period): Decimal {
  const entries = (plan ?? []).filter((entry) => entry.start <= start).sort((a, b) => (a.start < b.start ? -1 : 1));
  return new Decimal(entries.at(-1)?.limit ?? limit);
}
