import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import { Job, type JobContext } from '#platform';
import { Budget } from './budget.entity.js';
import { BudgetStatuses } from './budget-statuses.js';

@Injectable()
export class CheckBudgetsJob {
  constructor(
    private readonly db: Database,
    private readonly statuses: BudgetStatuses,
  ) {}

  @Job({
    name: 'budgets.check',
    cron: '*/15 * * * *',
    timeoutMs: 14 * 60_000,
    description: 'Compare every budget with what is spent and forecast, and note the thresholds that are reached.',
  })
  async run({ signal, progress, step }: JobContext) {
    const budgets = await this.db.repository(Budget).find({ order: { id: 'ASC' } });
    const states: Record<string, number> = {};
    for (const [index, budget] of budgets.entries()) {
      signal.throwIfAborted();
      const { state } = await this.statuses.check(budget, step);
      states[state] = (states[state] ?? 0) + 1;
      progress(index + 1, budgets.length);
    }
    return { budgets: budgets.length, states };
  }
}
