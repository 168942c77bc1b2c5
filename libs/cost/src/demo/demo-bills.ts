import { Injectable } from '@nestjs/common';
import { BILL_MONTHS, Clouds, type FileStore } from '#clouds';
import { addDays, addMonths, Clock, dayOf, monthStart, systemCaller, type Caller, type Day } from '#common';
import { Database } from '#data';
import { Jobs } from '#platform';
import { DEMO_BILLS_JOB, DemoImports } from '../imports/demo-imports.js';
import { ImportStarter } from '../imports/import-starter.js';

/** The `source` under which the demo estate's bills are imported. */
const DEMO_SOURCE = 'demo';

/** How many months are there at first light. */
const FIRST_MONTHS = 2;

/** One account of each payer: whichever is asked, it gives the bills of all. */
const PAYERS = `
  select distinct on (provider) provider, external_id as "externalId", settings from cloud_account
  where is_demo and retired_at is null and settings ->> 'estate' = 'demo' order by provider, external_id`;

/** A delivery of the month that counts, or will, and was made when the whole month, or all until now, could be told. */
const DELIVERED = `
  select exists (select from cost_import i where is_demo and source = '${DEMO_SOURCE}' and created_at >= $1
    and exists (select from unnest(names) name where name like $2)
    and (state in ('queued', 'running') or state = 'done'
      and exists (select from statement s where s.import_id = i.id and s.is_active))) as "isThere"`;

interface Payer {
  provider: string;
  externalId: string;
  settings: Record<string, unknown> & { createdOn: Day };
}

async function* filesOf(stores: readonly FileStore[]) {
  for (const store of stores)
    for (const { name } of await store.list())
      if (name.endsWith('.csv')) yield { name: name.slice(name.lastIndexOf('/') + 1), stream: await store.read(name) };
}

/** Where bills come in, and where those of the demo are stopped. */
@Injectable()
export class DeliveryParts {
  constructor(
    readonly starter: ImportStarter,
    readonly imports: DemoImports,
    readonly jobs: Jobs,
  ) {}
}

/** Takes the demo estate's bills from the cloud that simulates it to where every bill comes in. */
@Injectable()
export class DemoBills {
  constructor(
    private readonly db: Database,
    private readonly clouds: Clouds,
    private readonly parts: DeliveryParts,
    private readonly clock: Clock,
  ) {}

  /** Queues deliveries of the newest months, and a job for those before. */
  async begin(caller: Caller): Promise<void> {
    await this.deliver(caller, { most: FIRST_MONTHS });
    const subject = { type: 'demo', id: 'demo' };
    await this.parts.jobs.enqueue(DEMO_BILLS_JOB, {}, { caller: systemCaller('demo'), subject });
  }

  /**
   * Queues a delivery for each month, the newest first, that has not come, or not as a whole; at most so many. Ends as
   * soon as the demo has left the totals. Answers how many it has queued.
   */
  async deliver(caller: Caller, work: DemoWork = {}): Promise<number> {
    const { most = BILL_MONTHS, signal, progress } = work;
    const months = await this.months();
    let delivered = 0;
    for (const [index, month] of months.entries()) {
      signal?.throwIfAborted();
      progress?.(index, months.length, month.slice(0, 7));
      if (delivered === most || (await this.parts.imports.isOvertaken())) break;
      if (await this.isDelivered(month)) continue;
      await this.take(caller, month);
      delivered++;
    }
    // A real bill may have come while the last one was being written.
    if (await this.parts.imports.isOvertaken()) await this.parts.imports.overtake(caller);
    return delivered;
  }

  /** Yesterday's month, and those before it, back to a year before the estate was made. */
  private async months(): Promise<Day[]> {
    const [payer] = await this.payers();
    if (!payer) return [];
    const newest = monthStart(addDays(dayOf(this.clock.now()), -1));
    const oldest = addMonths(monthStart(addDays(payer.settings.createdOn, -1)), 1 - BILL_MONTHS);
    const months: Day[] = [];
    for (let month = newest; month >= oldest; month = addMonths(month, -1)) months.push(month);
    return months;
  }

  private payers() {
    return this.db.query<Payer>(PAYERS);
  }

  /** The last day of a month is told in part on the first of the next, and as a whole on the second. */
  private async isDelivered(month: Day): Promise<boolean> {
    const today = dayOf(this.clock.now());
    const whole = addDays(addMonths(month, 1), 1);
    const params = [`${today < whole ? today : whole}T00:00:00Z`, `%-${month.slice(0, 7)}.csv`];
    const [row] = await this.db.query<{ isThere: boolean }>(DELIVERED, params);
    return row!.isThere;
  }

  private async take(caller: Caller, month: Day): Promise<void> {
    const span = { from: month.slice(0, 7), to: month.slice(0, 7) };
    const signal = new AbortController().signal;
    const stores: FileStore[] = [];
    for (const payer of await this.payers()) {
      const connection = await this.clouds.connect({ ...payer, settings: { ...payer.settings, bills: span } });
      const store = await connection.bills(signal);
      if (store) stores.push(store);
    }
    if (stores.length) await this.parts.starter.upload(caller, filesOf(stores), { source: DEMO_SOURCE, isDemo: true });
  }
}

export interface DemoWork {
  most?: number;
  signal?: AbortSignal;
  progress?: (done: number, total?: number, message?: string) => void;
}
