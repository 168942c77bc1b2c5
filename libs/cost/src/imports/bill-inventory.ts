import { addDays, type Day } from '#common';
import type { Database } from '#data';
import { completeDayOf, type StatementDays } from '../complete-through.js';

/** Accounts that a bill names show themselves; a name that a person gave is kept. */
const ACCOUNTS = `
  update cloud_account a set retired_at = null, updated_at = $2, is_demo = i.is_demo,
    name = case when a.origin in ('bill', 'demo') then w.name else a.name end
  from cost_import i, jsonb_to_recordset(i.accounts) as w (id uuid, name text)
  where i.id = $1 and a.id = w.id and (a.retired_at is not null or (a.origin in ('bill', 'demo') and a.name <> w.name)
    or (a.is_demo and not i.is_demo))`;

export async function upsertAccounts(db: Database, importId: string, now: Date): Promise<void> {
  await db.query(ACCOUNTS, [importId, now]);
}

/** What the newest day of each resource says, from the statements that have just become active. */
const RESOURCES = `
  with seen as (
    select resource_uid, min(day) as first_day, max(day) as last_day from charge_resource_daily
    where statement_id = any($1::int[]) and billing_period = any($2::date[]) and resource_uid is not null group by 1
  ), newest as (
    select distinct on (d.resource_uid) d.*, seen.first_day, seen.last_day
    from charge_resource_daily d join seen on seen.resource_uid = d.resource_uid and seen.last_day = d.day
    where d.statement_id = any($1::int[]) and d.billing_period = any($2::date[])
    order by d.resource_uid, d.effective desc
  )
  insert into resource as r (id, account_id, provider, native_id, region, service, category, type, name, state, tags,
    first_seen_at, last_seen_at)
  select n.resource_uid, n.account_id, a.provider, f.native_id, n.region, n.service, n.category, n.resource_type,
    coalesce(n.resource_name, f.native_id), 'active', t.tags, n.first_day, n.last_day
  from newest n join cloud_account a on a.id = n.account_id join resource_ref f on f.id = n.resource_uid
    join tag_set t on t.id = n.tag_set_id
  order by n.resource_uid
  on conflict (id) do update set first_seen_at = least(r.first_seen_at, excluded.first_seen_at),
    last_seen_at = greatest(r.last_seen_at, excluded.last_seen_at), region = coalesce(excluded.region, r.region),
    service = excluded.service, category = coalesce(excluded.category, r.category),
    type = coalesce(excluded.type, r.type), name = excluded.name, tags = excluded.tags, state = 'active'
  where excluded.last_seen_at >= r.last_seen_at or excluded.first_seen_at < r.first_seen_at`;

/** Effective cost of a resource over its bill's window, in the currency that most of it is in. */
const MONTHLY = `
  with cost as (
    select distinct on (resource_uid) resource_uid, currency, sum(effective) as amount
    from charge_resource_daily d join unnest($1::int[], $3::date[], $4::date[]) as w (id, first_day, last_day)
      on d.statement_id = w.id and d.day between w.first_day and w.last_day
    where d.statement_id = any($1::int[]) and d.billing_period = any($2::date[]) and resource_uid is not null
    group by 1, 2 order by 1, 3 desc
  )
  update resource r set monthly_cost = cost.amount, currency = cost.currency from cost
  where r.id = cost.resource_uid
    and (r.monthly_cost is distinct from cost.amount or r.currency is distinct from cost.currency)`;

/** Those of the same bills that cost nothing within the window any more. */
const IDLE = `
  update resource r set monthly_cost = 0 from (
    select distinct resource_uid from charge_resource_daily
    where statement_id = any($1::int[]) and billing_period = any($2::date[])
    except select resource_uid from charge_resource_daily d join unnest($3::int[], $4::date[], $5::date[]) as w (id, first_day, last_day)
      on d.statement_id = w.id and d.day between w.first_day and w.last_day
  ) gone where r.id = gone.resource_uid and r.monthly_cost <> 0`;

interface Bill extends StatementDays {
  id: number;
  period: Day;
  firstDay: Day;
}

const BILLS = `
  select s.id, s.billing_period as period, s.billing_period_end as "periodEnd", s.first_day as "firstDay",
    s.last_day as "lastDay", s.source || '/' || s.provider || '/' || s.billing_account_id as bill,
    (coalesce(i.started_at, i.created_at) at time zone 'UTC')::date as "deliveredOn"
  from statement s join cost_import i on i.id = s.import_id
  where s.is_active and s.last_day is not null and (s.source, s.provider, s.billing_account_id) in (
    select source, provider, billing_account_id from statement where id = any($1::int[]))`;

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

/** Writes what active statements know of resources, and what those have cost lately. */
export async function upsertResources(db: Database, statements: number[]): Promise<void> {
  const bills = await db.query<Bill>(BILLS, [statements]);
  const own = bills.filter(({ id }) => statements.includes(id));
  await db.query(RESOURCES, [own.map(({ id }) => id), own.map(({ period }) => period)]);
  const inWindow = windows(bills);
  const columns = [inWindow.map(({ first }) => first), inWindow.map(({ last }) => last)];
  await db.query(MONTHLY, [inWindow.map(({ id }) => id), inWindow.map(({ period }) => period), ...columns]);
  await db.query(IDLE, [
    bills.map(({ id }) => id),
    bills.map(({ period }) => period),
    inWindow.map(({ id }) => id),
    ...columns,
  ]);
}
