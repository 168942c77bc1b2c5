import { Injectable } from '@nestjs/common';
import { demoBills, type Bill } from '#clouds';
import { Clock, dayOf, systemCaller, type Caller, type Day } from '#common';
import { Database } from '#data';
import { InventoryWriter } from '#inventory';
import { Auditor } from '#platform';
import { DemoImports } from '../imports/demo-imports.js';
import { ImportStarter } from '../imports/import-starter.js';
import { TidyService } from '../imports/tidy.service.js';

/** The `source` under which its bills are imported. */
const DEMO_SOURCE = 'demo';

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
    readonly inventory: InventoryWriter,
  ) {}
}

/** The demo estate: its bills come in as any bill does, and leave without a trace. */
@Injectable()
export class DemoEstate {
  constructor(
    private readonly db: Database,
    private readonly starter: ImportStarter,
    private readonly parts: DemoParts,
    private readonly clock: Clock,
  ) {}

  async isWanted(): Promise<boolean> {
    const [row] = await this.db.query<{ isUntouched: boolean }>(UNTOUCHED);
    return row?.isUntouched ?? false;
  }

  /** Queues a delivery for each month, the newest first; answers the day that the story is told from. */
  async create(caller: Caller): Promise<Day> {
    const today = dayOf(this.clock.now());
    await this.parts.auditor.record(caller, { action: 'demo.create', subject: SUBJECT, after: { today } });
    for (const bills of newestFirst(demoBills({ today })))
      await this.starter.upload(caller, filesOf(bills), { source: DEMO_SOURCE, isDemo: true });
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
      await this.parts.inventory.removeDemo();
    });
  }
}

function newestFirst(bills: Bill[]): Bill[][] {
  const months = [...new Set(bills.map(({ month }) => month))].sort().reverse();
  return months.map((month) => bills.filter((bill) => bill.month === month));
}

async function* filesOf(bills: Bill[]) {
  for (const { name, csv } of bills) yield await Promise.resolve({ name, stream: csv() });
}
