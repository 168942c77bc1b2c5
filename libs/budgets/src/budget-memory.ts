import { Injectable } from '@nestjs/common';
import { Clock, Decimal, type Day } from '#common';
import { Database } from '#data';
import type { Budget } from './budget.entity.js';
import type { Threshold } from './budget-status.js';
import type { BudgetStatus } from './budget-status.view.js';

/** What tells one threshold of a budget from another: `80%`, or an amount. */
export const measureOf = ({ percent, amount }: Omit<Threshold, 'basis'>) =>
  percent == null ? new Decimal(amount!).toFixed() : `${percent}%`;

/** Remembers the state of each budget, and when each threshold of a period was first seen reached. */
@Injectable()
export class BudgetMemory {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  now() {
    return this.clock.now();
  }

  /** Keyed by basis and measure. */
  async firings(budgetId: string, periodStart: Day): Promise<Map<string, Date>> {
    const rows = await this.db.query<{ basis: string; measure: string; firedAt: Date }>(
      'select basis, measure, fired_at as "firedAt" from budget_firing where budget_id = $1 and period_start = $2',
      [budgetId, periodStart],
    );
    return new Map(rows.map(({ basis, measure, firedAt }) => [`${basis} ${measure}`, firedAt]));
  }

  /** Of a budget that has changed since it was judged nothing is kept. */
  async keep({ id, version }: Budget, periodStart: Day, { thresholds, state }: BudgetStatus): Promise<void> {
    const checkedAt = this.clock.now();
    const kept = await this.db.execute('update budget set state = $3, checked_at = $4 where id = $1 and version = $2', [
      id,
      version,
      state,
      checkedAt,
    ]);
    const fired = thresholds.filter((threshold) => threshold.state === 'fired' && threshold.firedAt === null);
    if (!kept || !fired.length) return;
    await this.db.query(
      `insert into budget_firing (budget_id, period_start, basis, measure, fired_at)
       select $1, $2, basis, measure, $3 from unnest($4::text[], $5::text[]) as f (basis, measure) on conflict do nothing`,
      [id, periodStart, checkedAt, fired.map(({ basis }) => basis), fired.map(measureOf)],
    );
  }
}
