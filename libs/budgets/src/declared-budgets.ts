import { Injectable, type OnModuleInit } from '@nestjs/common';
import { systemCaller } from '#common';
import { Database } from '#data';
import { Declarations, type Declaring } from '#platform';
import { Budget } from './budget.entity.js';
import { BudgetInput } from './budget.input.js';
import { BudgetsService } from './budgets.service.js';

const text = (value: unknown) => JSON.stringify(value ?? null);

/** Whether the budget already says all that its declaration says. */
function isAsDeclared(budget: Budget, item: BudgetInput): boolean {
  const { metric = 'effective', thresholds, plan, ...fields } = item;
  const wanted: Record<string, unknown> = { ...fields, metric, thresholds: thresholds ?? [], plan: plan ?? [] };
  return Object.entries(wanted).every(([name, value]) => text(value) === text(budget[name as keyof Budget]));
}

/** The section `budgets` of cloudgov.yaml: told apart by name; one that is no longer declared is deleted. */
@Injectable()
export class DeclaredBudgets implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly service: BudgetsService,
    private readonly declarations: Declarations,
  ) {}

  onModuleInit() {
    const reconcile = (items: BudgetInput[], declaring: Declaring) => this.reconcile(items, declaring);
    this.declarations.register({ name: 'budgets', item: BudgetInput, key: ({ name }) => name, reconcile });
  }

  private async reconcile(items: BudgetInput[], { file }: Declaring) {
    const caller = systemCaller('config');
    const known = await this.db.repository(Budget).find();
    const declared = new Map(known.filter(({ declaredIn }) => declaredIn !== null).map((each) => [each.name, each]));
    for (const item of items) {
      const before = declared.get(item.name);
      declared.delete(item.name);
      if (!before) await this.service.create(caller, item, { declaredIn: file });
      else if (!isAsDeclared(before, item)) await this.service.replace(caller, before, item, file);
    }
    for (const { id } of declared.values()) await this.service.release(caller, id);
  }
}
