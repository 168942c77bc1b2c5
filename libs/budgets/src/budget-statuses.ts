import { Injectable } from '@nestjs/common';
import { as, Decimal, exactSum, type Caller, type Period } from '#common';
import {
  ForecastAmount,
  ForecastService,
  SpendAnswers,
  SummaryService,
  type ActiveStatements,
  type CurrencyForecast,
} from '#cost';
import type { Budget } from './budget.entity.js';
import { BudgetMemory, measureOf } from './budget-memory.js';
import { limitOf, periodAt } from './budget-period.js';
import { budgetStatus, thresholdAmount, type Outlook, type ReachedThreshold } from './budget-status.js';
import { BudgetDriver, BudgetStatus, BudgetWindow, CurrencyAmount, ThresholdStatus } from './budget-status.view.js';

const TOP = 5;

/** The period of a budget, and what has fired in it already. */
interface Judging {
  period: Period;
  firings: Map<string, Date>;
}

const outlookOf = (forecast: CurrencyForecast | null): Outlook | null =>
  forecast && {
    mean: new Decimal(forecast.total.mean),
    lower: new Decimal(forecast.total.lower),
    upper: new Decimal(forecast.total.upper),
    points: forecast.points.map(({ date, mean }) => ({ date, mean: new Decimal(mean) })),
  };

/** Works out where budgets stand, and remembers when each threshold was first seen reached. */
@Injectable()
export class BudgetStatuses {
  constructor(
    private readonly memory: BudgetMemory,
    private readonly spend: SummaryService,
    private readonly forecasts: ForecastService,
    private readonly answers: SpendAnswers,
  ) {}

  async of(budget: Budget): Promise<BudgetStatus> {
    const period = periodAt(budget, this.answers.today());
    const [judged, topDrivers] = await Promise.all([this.judged(budget, period), this.drivers(budget, period)]);
    return Object.assign(new BudgetStatus(), judged, { budget, topDrivers });
  }

  /** Stores the state and the thresholds that have newly been reached, in the transaction that `step` opens. */
  async check(budget: Budget, step: (work: () => Promise<void>) => Promise<void>): Promise<BudgetStatus> {
    const period = periodAt(budget, this.answers.today());
    const status = await this.judged(budget, period);
    await step(() => this.memory.keep(budget, period.start, status));
    return status;
  }

  /** Worked out anew only when a bill, the budget, the day, or what has fired is another; a check is as good as an asking. */
  private async judged(budget: Budget, period: Period): Promise<BudgetStatus> {
    const { id, version, madeBy } = budget;
    const firings = await this.memory.firings(id, period.start);
    const question = { about: 'budget', caller: { scope: madeBy }, args: { id, version, firings: [...firings] } };
    const judge = (active: ActiveStatements) => this.judge(budget, active, { period, firings });
    return this.answers.of(question, judge, () => 1);
  }

  private async judge(budget: Budget, active: ActiveStatements, { period, firings }: Judging): Promise<BudgetStatus> {
    const { currency, metric } = budget;
    const filter = budget.scope ?? undefined;
    const caller = callerOf(budget);
    const [days, forecast] = await Promise.all([
      this.spend.daily({ caller, filter, metric }, active, period),
      this.forecasts.until(caller, { filter, metric, currency }, active, period.end),
    ]);
    const asOf = this.memory.now();
    const limit = limitOf(budget, period);
    const completeThrough = active.completeThroughOf(filter?.providers);
    const {
      thresholds,
      forecast: expected,
      ...figures
    } = budgetStatus({
      limit,
      period,
      today: this.answers.today(),
      daily: days.get(currency) ?? [],
      completeThrough,
      outlook: outlookOf(forecast),
      thresholds: budget.thresholds,
    });
    return as(BudgetStatus, {
      budget,
      period: as(BudgetWindow, { start: period.start, end: period.end }),
      limit,
      ...figures,
      forecast: expected && as(ForecastAmount, texts(expected)),
      otherCurrencies: others(days, currency),
      thresholds: thresholds.map((threshold) => thresholdStatus(threshold, limit, firings)),
      topDrivers: [],
      currency,
      asOf,
      completeThrough,
    });
  }

  private async drivers(budget: Budget, { start: from, end: to }: Period): Promise<BudgetDriver[]> {
    const question = { from, to, groupBy: ['resource' as const], metric: budget.metric, top: TOP };
    const { currencies } = await this.spend.summary(callerOf(budget), {
      ...question,
      filter: budget.scope ?? undefined,
    });
    const groups = currencies.find(({ currency }) => currency === budget.currency)?.groups ?? [];
    return groups.map(({ key, names, total }) =>
      as(BudgetDriver, { resourceId: key.resource ?? null, name: names.resource ?? null, amount: total }),
    );
  }
}

/** A budget counts what its maker could see, whoever asks. */
const callerOf = ({ id, madeBy }: Budget): Caller => ({ actor: `budget:${id}`, permissions: new Set(), scope: madeBy });

const texts = ({ mean, lower, upper }: Record<'mean' | 'lower' | 'upper', Decimal>) => ({
  mean: mean.toFixed(),
  lower: lower.toFixed(),
  upper: upper.toFixed(),
});

const others = (days: Map<string, { amount: string }[]>, own: string) =>
  [...days]
    .filter(([currency]) => currency !== own)
    .map(([currency, all]) =>
      as(CurrencyAmount, { currency, spent: new Decimal(exactSum(all.map(({ amount }) => amount))) }),
    );

function thresholdStatus(threshold: ReachedThreshold, limit: Decimal, firings: Map<string, Date>): ThresholdStatus {
  const firedAt = firings.get(`${threshold.basis} ${measureOf(threshold)}`) ?? null;
  return as(ThresholdStatus, {
    percent: threshold.percent ?? null,
    amount: thresholdAmount(threshold, limit),
    basis: threshold.basis,
    state: threshold.isReached || firedAt ? 'fired' : 'pending',
    firedAt,
  });
}
