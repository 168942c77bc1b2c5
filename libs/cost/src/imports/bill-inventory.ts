import { Injectable } from '@nestjs/common';
import { addDays, type Caller, type Day } from '#common';
import { Database } from '#data';
import { InventoryWriter } from '#inventory';
import { Jobs, type JobContext } from '#platform';
import { completeDayOf, type StatementDays } from '../complete-through.js';
import { ReplacedResources } from './replaced-resources.js';

/** An account of the demo that a real bill names is real, and comes back; a name that a person gave is kept. */
const ACCOUNTS = `
  with named as (
    update cloud_account a set is_demo = a.is_demo and i.is_demo,
      retired_at = case when a.is_demo and not i.is_demo then null else a.retired_at end,
      name = case when a.origin in ('bill', 'demo') then w.name else a.name end, updated_at = $2
    from cost_import i, jsonb_to_recordset(i.accounts) as w (id uuid, name text)
    where i.id = $1 and a.id = w.id and (a.is_demo and not i.is_demo
      or a.origin in ('bill', 'demo') and a.name <> w.name)
    returning a.id)
  select w.id, named.id is not null as "isChanged"
  from cost_import i, jsonb_to_recordset(i.accounts) as w (id uuid, name text) left join named on named.id = w.id
  where i.id = $1`;

/** Whether a resource belongs to this slice of several. */
const inSlice = `d.resource_uid is not null and ($5::int = 1 or abs(hashtext(d.resource_uid::text)::bigint) % $5 = $6::int)`;

/** Effective cost of a resource over its bill's window, in the currency that most of it is in. */
const costs = (mine: string) => `
  select distinct on (resource_uid) resource_uid as id, sum(effective) as monthly_cost, currency
  from charge_resource_daily d join unnest($1::int[], $3::date[], $4::date[]) as w (id, first_day, last_day)
    on d.statement_id = w.id and d.day between w.first_day and w.last_day
  where d.statement_id = any($1::int[]) and d.billing_period = any($2::date[]) and ${mine}
  group by resource_uid, currency order by resource_uid, sum(effective) desc, currency`;

/**
 * What the newest day of each resource says. Where its rows say different things, such as two sets of tags, those count
 * that most of the day's cost is under, whatever number of rows it came in; of equal ones the newer set of tags.
 */
const RESOURCES = `
  with seen as (
    select resource_uid, min(day) as first_day, max(day) as last_day from charge_resource_daily d
    where statement_id = any($7::int[]) and billing_period = any($8::date[]) and ${inSlice} group by 1
  ), newest as (
    select distinct on (d.resource_uid) d.resource_uid, d.account_id, d.region, d.service, d.category, d.resource_type,
      d.tag_set_id, max(d.resource_name) as resource_name, seen.first_day, seen.last_day
    from charge_resource_daily d join seen on seen.resource_uid = d.resource_uid and seen.last_day = d.day
    where d.statement_id = any($7::int[]) and d.billing_period = any($8::date[])
    group by d.resource_uid, d.account_id, d.region, d.service, d.category, d.resource_type, d.tag_set_id, d.currency,
      seen.first_day, seen.last_day
    order by d.resource_uid, sum(d.effective) desc, d.tag_set_id desc, d.region, d.service, d.category, d.resource_type
  ), cost as materialized (${costs(inSlice)})
  select n.resource_uid as id, n.account_id, f.native_id, n.region, n.service, n.category, n.resource_type as type,
    coalesce(n.resource_name, f.native_id) as name, t.tags, n.first_day::timestamptz as first_seen_at,
    n.last_day::timestamptz as last_seen_at, cost.monthly_cost, cost.currency
  from newest n join resource_ref f on f.id = n.resource_uid join tag_set t on t.id = n.tag_set_id
    left join cost on cost.id = n.resource_uid`;

/** How many resources statements name, in some of their rows or in all where $3 is null. */
const COUNT = `
  select count(*)::int as count from (
    select distinct resource_uid from (
      select resource_uid from charge_resource_daily
      where statement_id = any($1::int[]) and billing_period = any($2::date[]) limit $3) d
    where resource_uid is not null) r`;

const STATEMENTS = `select id, billing_period as period from statement where import_id = $1 and is_active`;

interface Bill extends StatementDays {
  id: number;
  period: Day;
  firstDay: Day;
}

const BILLS = `
  select s.id, s.billing_period as period, s.billing_period_end as "periodEnd", s.first_day as "firstDay",
    s.last_day as "lastDay", s.source || '/' || s.provider || '/' || s.billing_account_id as bill,
    (coalesce(i.started_at, i.created_at) at time zone 'UTC')::date as "deliveredOn"
  from statement s join cost_import i on i.id = s.import_id where s.is_active and s.last_day is not null`;

const WINDOW_DAYS = 30;

/** Each statement that reaches into the last 30 whole days of its bill, with the first and last of them. */
function windows(bills: Bill[]) {
  const ends = new Map<string, Day>();
  for (const each of bills) {
    const day = completeDayOf(each);
    if (day > (ends.get(each.bill) ?? '')) ends.set(each.bill, day);
  }
  return bills.flatMap((each) => {
    const last = ends.get(each.bill)!;
    const first = addDays(last, 1 - WINDOW_DAYS);
    return each.lastDay >= first && each.firstDay <= last ? [{ ...each, first, last }] : [];
  });
}

/** The job that writes the resources of large bills. */
export const INVENTORY_JOB = 'cost.inventory';

/** Up to so many resources come with the bill in one transaction; more follow it in slices, by a run of their own. */
const AT_ONCE = 5_000;

type Statement = Pick<Bill, 'id' | 'period'>;
type Windows = ReturnType<typeof windows>;

const columns = (of: Windows) => [
  of.map(({ id }) => id),
  of.map(({ period }) => period),
  of.map(({ first }) => first),
  of.map(({ last }) => last),
];

/** Makes inventory of what a bill tells. */
@Injectable()
export class BillInventory {
  constructor(
    private readonly db: Database,
    private readonly inventory: InventoryWriter,
    private readonly jobs: Jobs,
    private readonly replaced: ReplacedResources,
  ) {}

  /** Within the transaction that makes the statements of an import active. */
  async take(caller: Caller, importId: string, now: Date): Promise<void> {
    const accounts = await this.takeAccounts(importId, now);
    const statements = await this.statements(importId);
    const replaced = await this.replaced.statements(importId, now);
    if (await this.isMany([...statements, ...replaced])) {
      const subject = { type: 'cost_import', id: importId };
      await this.jobs.enqueue(INVENTORY_JOB, { importId }, { caller, subject });
      return;
    }
    const bills = windows(await this.db.query<Bill>(BILLS));
    if (statements.length) await this.takeResources(statements, bills, { slices: 1, slice: 0 });
    await this.replaced.withdraw(replaced);
    await this.inventory.setMonthlyCosts(monthly(bills), accounts);
  }

  /** The resources of an import as long as it is active, in transactions of moderate length. */
  async takeInSlices(work: JobContext<{ importId: string }>): Promise<object> {
    const { importId } = work.payload;
    const slices = Math.ceil((await this.count(await this.statements(importId))) / AT_ONCE / 4);
    let resources = 0;
    for (let slice = 0; slice < slices; slice++) {
      work.signal.throwIfAborted();
      resources += await this.steadily(work, async (bills) =>
        this.takeResources(await this.statements(importId), bills, { slices, slice }),
      );
      work.progress(slice + 1, slices, 'resources');
    }
    const replaced = await this.replaced.statements(importId);
    await this.steadily(work, () => this.replaced.withdraw(replaced));
    const accounts = await this.db.query<{ id: string }>(NAMED, [importId]);
    const ids = accounts.map(({ id }) => id);
    await this.steadily(work, (bills) => this.inventory.setMonthlyCosts(monthly(bills), ids));
    return { resources };
  }

  /** A step with the bills as they are then; a correction in the midst of it would be overwritten by what it corrects. */
  private steadily<T>(work: JobContext<unknown>, write: (bills: Windows) => Promise<T>): Promise<T> {
    return work.step(async () => {
      await this.db.query(STEADY);
      return write(windows(await this.db.query<Bill>(BILLS)));
    });
  }

  private statements(importId: string): Promise<Statement[]> {
    return this.db.query(STATEMENTS, [importId]);
  }

  private async takeAccounts(importId: string, now: Date): Promise<string[]> {
    const accounts = await this.db.query<{ id: string; isChanged: boolean }>(ACCOUNTS, [importId, now]);
    const changed = accounts.filter(({ isChanged }) => isChanged).map(({ id }) => id);
    if (changed.length) await this.inventory.followAccounts(changed);
    const ids = accounts.map(({ id }) => id);
    await this.inventory.activate(ids);
    return ids;
  }

  /** Some rows mostly tell that there are many. */
  private async isMany(statements: Statement[]): Promise<boolean> {
    if ((await this.count(statements, 4 * AT_ONCE)) > AT_ONCE) return true;
    return (await this.count(statements)) > AT_ONCE;
  }

  private async count(statements: Statement[], rows: number | null = null): Promise<number> {
    const params = [statements.map(({ id }) => id), statements.map(({ period }) => period), rows];
    const [row] = await this.db.query<{ count: number }>(COUNT, params);
    return row!.count;
  }

  private takeResources(statements: Statement[], bills: Windows, { slices, slice }: { slices: number; slice: number }) {
    const own = [statements.map(({ id }) => id), statements.map(({ period }) => period)];
    const params = [...columns(bills), slices, slice, ...own];
    return this.inventory.upsert({ sql: RESOURCES, params }, { costs: true });
  }
}

/** Waits for an activation that is under way, and lets none begin before the transaction ends. */
const STEADY = `select pg_advisory_xact_lock_shared(hashtext('cost.activate'))`;

const NAMED = `select w.id from cost_import i, jsonb_to_recordset(i.accounts) as w (id uuid) where i.id = $1`;

const monthly = (bills: Windows) => ({ sql: costs('d.resource_uid is not null'), params: columns(bills) });
