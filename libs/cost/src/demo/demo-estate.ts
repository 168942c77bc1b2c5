import { Injectable } from '@nestjs/common';
import { Clock, dayOf, systemCaller, type Caller, type Day } from '#common';
import { Database } from '#data';
import { Auditor } from '#platform';
import { DemoImports } from '../imports/demo-imports.js';
import { TidyService } from '../imports/tidy.service.js';
import { DemoAccounts } from './demo-accounts.js';
import { DemoBills } from './demo-bills.js';

export const DEMO_CALLER = systemCaller('demo');

const SUBJECT = { type: 'demo', id: 'demo' };

/** A demo that a person removed is made again by a person alone. */
const UNTOUCHED = `
  select not exists (select from cost_import) and not exists (select from cloud_account)
    and not exists (select from audit_entry where subject_type = 'demo' and action = 'demo.remove') as "isUntouched"`;

/** A statement is the way to its charges, so an import stays as long as it has any. */
const CLEARED = `
  delete from cost_import i where i.is_demo
    and not exists (select from statement s where s.import_id = i.id and s.cleared_at is null)`;

/** What the estate leans on. */
@Injectable()
export class DemoParts {
  constructor(
    readonly auditor: Auditor,
    readonly imports: DemoImports,
    readonly tidying: TidyService,
    readonly accounts: DemoAccounts,
  ) {}
}

/** The demo estate: its bills come in as any bill does, and leave without a trace. */
@Injectable()
export class DemoEstate {
  constructor(
    private readonly db: Database,
    private readonly bills: DemoBills,
    private readonly parts: DemoParts,
    private readonly clock: Clock,
  ) {}

  async isWanted(): Promise<boolean> {
    const [row] = await this.db.query<{ isUntouched: boolean }>(UNTOUCHED);
    return row?.isUntouched ?? false;
  }

  /** Its accounts, and its bills, the newest months first; answers the day that the story is told from. */
  async create(caller: Caller): Promise<Day> {
    const today = dayOf(this.clock.now());
    await this.db.transaction(async () => {
      await this.parts.auditor.record(caller, { action: 'demo.create', subject: SUBJECT, after: { today } });
      await this.parts.accounts.plant(caller, today);
    });
    await this.bills.begin(caller);
    return today;
  }

  /** Takes its charges, resources and accounts away, those of months that were still coming in as well. */
  async remove(caller: Caller, signal = new AbortController().signal): Promise<void> {
    await this.parts.imports.stop(caller);
    await this.db.transaction(async () => {
      await this.db.query(
        'update statement set is_active = false, superseded_at = coalesce(superseded_at, $1) where is_demo',
        [this.clock.now()],
      );
      await this.parts.auditor.record(caller, { action: 'demo.remove', subject: SUBJECT });
    });
    await this.parts.tidying.tidy(signal, -1);
    await this.db.transaction(async () => {
      await this.db.query(CLEARED);
      await this.parts.accounts.remove();
    });
  }
}
