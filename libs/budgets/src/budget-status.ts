import { addDays, daysBetween, Decimal, type Day, type Period } from '#common';

export const BUDGET_STATES = ['ok', 'warning', 'exceeded', 'forecast_exceeded', 'no_data', 'stale'] as const;
export type BudgetState = (typeof BUDGET_STATES)[number];

export const BASES = ['actual', 'forecasted'] as const;
export type Basis = (typeof BASES)[number];

export interface Threshold {
  percent?: number | null;
  amount?: Decimal | string | null;
  basis: Basis;
}

export interface DailySpend {
  day: Day;
  amount: string;
}

export interface Outlook {
  mean: Decimal;
  lower: Decimal;
  upper: Decimal;
  /** The expected spend of each day from the last whole one on. */
  points: { date: Day; mean: Decimal }[];
}

/** What a budget is judged by. */
export interface Facts {
  limit: Decimal;
  period: Period;
  today: Day;
  /** Every day of the period with charges, the incomplete newest ones too. */
  daily: DailySpend[];
  completeThrough: Day | null;
  /** From the day after `completeThrough` to the period's end; null where nothing can be forecast. */
  outlook: Outlook | null;
  thresholds: Threshold[];
}

/** Bills come a day or two late; after so many days without a whole one the budget cannot be judged. */
export const STALE_AFTER_DAYS = 5;

const ZERO = new Decimal(0);
const HUNDRED = new Decimal(100);

/** Without thresholds of its own a budget warns from four fifths of its limit on. */
const DEFAULT_THRESHOLDS: Threshold[] = [{ percent: 80, basis: 'actual' }];

const sum = (days: readonly DailySpend[]) => days.reduce((total, { amount }) => total.plus(amount), ZERO);

export const thresholdAmount = ({ percent, amount }: Threshold, limit: Decimal) =>
  amount == null ? limit.times(percent!).div(HUNDRED) : new Decimal(amount);

export const percentOf = (amount: Decimal, limit: Decimal) => amount.times(100).div(limit).toDecimalPlaces(2);

/** Whether too few of the period's days are known to say that all is well. */
function isStale({ completeThrough, period, today }: Facts) {
  if (completeThrough === null) return false;
  const due = today < period.end ? today : period.end;
  return daysBetween(completeThrough, due) > STALE_AFTER_DAYS;
}

/** What will have been spent by the period's end: the whole days as they are, the rest as forecast. */
function expected({ daily, completeThrough, outlook, period }: Facts, spent: Decimal) {
  const whole = completeThrough === null ? ZERO : sum(daily.filter(({ day }) => day <= completeThrough));
  const isOver = completeThrough !== null && completeThrough >= addDays(period.end, -1);
  if (isOver) return { mean: spent, lower: spent, upper: spent };
  if (!outlook) return null;
  const atLeast = (amount: Decimal) => Decimal.max(whole.plus(amount), spent);
  return { mean: atLeast(outlook.mean), lower: atLeast(outlook.lower), upper: atLeast(outlook.upper) };
}

/** The average of the whole days since the period began, of seven at most, so that it follows a change. */
function burnRate({ daily, completeThrough, period }: Facts): Decimal {
  if (completeThrough === null || completeThrough < period.start) return ZERO;
  const last = completeThrough < period.end ? completeThrough : addDays(period.end, -1);
  const first = [period.start, addDays(last, -6)].sort().at(-1)!;
  const days = daily.filter(({ day }) => day >= first && day <= last);
  return sum(days).div(daysBetween(first, last) + 1);
}

/** The day on which the limit is passed: one that has been, or one that the forecast expects before the period ends. */
function exhaustion({ daily, limit, completeThrough, outlook, period }: Facts): Day | null {
  let total = ZERO;
  for (const { day, amount } of daily) {
    total = total.plus(amount);
    if (total.gt(limit)) return day;
  }
  total = sum(daily.filter(({ day }) => completeThrough !== null && day <= completeThrough));
  for (const { date, mean } of outlook?.points ?? []) {
    total = total.plus(mean);
    if (date < period.end && total.gt(limit)) return date;
  }
  return null;
}

export interface ReachedThreshold extends Threshold {
  isReached: boolean;
}

function judge(facts: Facts, spent: Decimal, forecast: { mean: Decimal } | null) {
  const judged = (threshold: Threshold): ReachedThreshold => {
    const amount = threshold.basis === 'actual' ? spent : forecast?.mean;
    return { ...threshold, isReached: amount?.gte(thresholdAmount(threshold, facts.limit)) ?? false };
  };
  return {
    own: facts.thresholds.map(judged),
    effective: (facts.thresholds.length ? facts.thresholds : DEFAULT_THRESHOLDS).map(judged),
  };
}

function stateOf(facts: Facts, spent: Decimal, forecast: { mean: Decimal } | null, isWarned: boolean): BudgetState {
  if (spent.gt(facts.limit)) return 'exceeded';
  if (!facts.daily.length && !facts.outlook) return 'no_data';
  if (isStale(facts)) return 'stale';
  if (forecast?.mean.gt(facts.limit)) return 'forecast_exceeded';
  return isWarned ? 'warning' : 'ok';
}

/** Exceeded only past the limit, not at it; what is already exceeded stays so however old the bill is. */
export function budgetStatus(facts: Facts) {
  const spent = sum(facts.daily);
  const forecast = expected(facts, spent);
  const { own, effective } = judge(facts, spent, forecast);
  return {
    spent,
    remaining: facts.limit.minus(spent),
    percentUsed: percentOf(spent, facts.limit),
    forecast,
    percentForecast: forecast && percentOf(forecast.mean, facts.limit),
    burnRatePerDay: burnRate(facts).toDecimalPlaces(10),
    exhaustsOn: exhaustion(facts),
    state: stateOf(
      facts,
      spent,
      forecast,
      effective.some(({ isReached }) => isReached),
    ),
    thresholds: own,
  };
}
