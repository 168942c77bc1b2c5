import { Injectable } from '@nestjs/common';
import { addDays, type Day } from '#common';
import { Database } from '#data';
import { InventoryWriter } from '#inventory';
import { completeDayOf, type StatementDays } from '../complete-through.js';

/** Accounts that a bill names come back when they were retired with the demo; a name that a person gave is kept. */
const ACCOUNTS = `
  with named as (
    update cloud_account a set is_demo = i.is_demo, retired_at = case when a.is_demo then null else a.retired_at end,
      name = case when a.origin in ('bill', 'demo') then w.name else a.name end, updated_at = $2
    from cost_import i, jsonb_to_recordset(i.accounts) as w (id uuid, name text)
    where i.id = $1 and a.id = w.id and (a.is_demo and (a.retired_at is not null or not i.is_demo)
      or a.origin in ('bill', 'demo') and a.name <> w.name)
    returning a.id)
  select w.id, named.id is not null as "isChanged"
  from cost_import i, jsonb_to_recordset(i.accounts) as w (id uuid, name text) left join named on named.id = w.id
  where i.id = $1`;

/** What the newest day of each resource says; of several rows the one that costs most. */
const RESOURCES = `
  with seen as (
    select resource_uid, min(day) as first_day, max(day) as last_day from charge_resource_daily
    where statement_id = any($1::int[]) and billing_period = any($2::date[]) and resource_uid is not null group by 1
  ), newest as (
    select distinct on (d.resource_uid) d.*, seen.first_day, seen.last_day
    from charge_resource_daily d join seen on seen.resource_uid = d.resource_uid and seen.last_day = d.day
    where d.statement_id = any($1::int[]) and d.billing_period = any($2::date[])
    order by d.resource_uid, d.effective desc, d.tag_set_id desc
  )
  select n.resource_uid as id, n.account_id, f.native_id, n.region, n.service, n.category, n.resource_type as type,
    coalesce(n.resource_name, f.native_id) as name, t.tags, n.first_day::timestamptz as first_seen_at,
    n.last_day::timestamptz as last_seen_at
  from newest n join resource_ref f on f.id = n.resource_uid join tag_set t on t.id = n.tag_set_id`;

/** Effective cost of a resource over its bill's window, in the currency that most of it is in. */
const MONTHLY = `
  select distinct on (resource_uid) resource_uid as id, sum(effective) as monthly_cost, currency
  from charge_resource_daily d join unnest($1::int[], $3::date[], $4::date[]) as w (id, first_day, last_day)
    on d.statement_id = w.id and d.day between w.first_day and w.last_day
  where d.statement_id = any($1::int[]) and d.billing_period = any($2::date[]) and resource_uid is not null
  group by resource_uid, currency order by resource_uid, sum(effective) desc, currency`;

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

/** Makes inventory of what a bill tells, within the transaction that makes the bill active. */
@Injectable()
export class BillInventory {
  constructor(
    private readonly db: Database,
    private readonly inventory: InventoryWriter,
  ) {}

  /** Of the accounts that an import names, and the resources of its statements that have just become active. */
  async take(importId: string, statements: number[], now: Date): Promise<void> {
    const accounts = await this.takeAccounts(importId, now);
    const bills = await this.db.query<Bill>(BILLS);
    const own = bills.filter(({ id }) => statements.includes(id));
    const params = [own.map(({ id }) => id), own.map(({ period }) => period)];
    if (own.length) await this.inventory.upsert({ sql: RESOURCES, params });
    await this.costs(windows(bills), accounts);
  }

  private async takeAccounts(importId: string, now: Date): Promise<string[]> {
    const accounts = await this.db.query<{ id: string; isChanged: boolean }>(ACCOUNTS, [importId, now]);
    const changed = accounts.filter(({ isChanged }) => isChanged).map(({ id }) => id);
    if (changed.length) await this.inventory.followAccounts(changed);
    const ids = accounts.map(({ id }) => id);
    await this.inventory.activate(ids);
    return ids;
  }

  private async costs(bills: ReturnType<typeof windows>, accounts: string[]) {
    const params = [
      bills.map(({ id }) => id),
      bills.map(({ period }) => period),
      bills.map(({ first }) => first),
      bills.map(({ last }) => last),
    ];
    await this.inventory.setMonthlyCosts({ sql: MONTHLY, params }, accounts);
  }
}
