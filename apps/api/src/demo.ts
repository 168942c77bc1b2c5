import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { BudgetInput, BudgetsService } from '#budgets';
import type { Caller, Day } from '#common';
import { DEMO_CALLER, demoBudgets, DemoEstate } from '#cost';
import { Database } from '#data';
import { Settings, validation } from '#platform';

/** The demo estate as a whole, bills and budgets; an empty database gets it at its first start. */
@Injectable()
export class Demo implements OnApplicationBootstrap {
  private readonly log = new Logger('Demo');

  constructor(
    private readonly estate: DemoEstate,
    private readonly budgets: BudgetsService,
    private readonly db: Database,
    private readonly settings: Settings,
  ) {}

  /** Two processes may start at once on an empty database; one of them makes the estate. */
  async onApplicationBootstrap() {
    const { isDemoWanted, role } = this.settings;
    if (!isDemoWanted || role === 'api') return;
    await this.db.exclusively('demo', async () => {
      if (!(await this.estate.isWanted())) return;
      this.log.log('The database is empty: a demo estate is being made (CLOUDGOV_DEMO=off leaves it empty).');
      await this.create(DEMO_CALLER);
    });
  }

  async create(caller: Caller): Promise<Day> {
    await this.budgets.removeDemo(caller);
    const createdOn = await this.estate.create(caller);
    for (const budget of demoBudgets({ createdOn })) {
      const input = (await validation.transform(budget, { type: 'body', metatype: BudgetInput })) as BudgetInput;
      await this.budgets.create(caller, input, { isDemo: true });
    }
    return createdOn;
  }

  async remove(caller: Caller): Promise<void> {
    await this.estate.remove(caller);
    await this.budgets.removeDemo(caller);
  }
}
