import { Client } from 'pg';
import { addDays, addMonths, daysBetween, monthStart, newId, type Day } from '#common';
import { migrate } from '#data';
import { MONTHLY } from '../../../libs/cost/src/imports/monthly-roll-ups.js';
import { ACCOUNT_DAILY } from '../../../libs/cost/src/imports/roll-ups.js';
import { ensurePartitions } from '../../../libs/cost/src/imports/partitions.js';
import { migrations } from '../../../migrations/index.js';
import { BEARERS, RESOURCE_TAG_SETS } from '../../support/bearers.js';
import { inventorySql, RESOURCES } from './seed-inventory.js';

const MONTHS = 13;

/** Changed whenever the seed is, so that an older database is made anew. */
const VERSION = 6;

/** So many charges of one resource, SKU and day share one row of the finest roll-up (hourly bills share 24). */
const CHARGES_PER_ROW = 2;

const PLACE = 'account_id, region, service, category, currency';
const COSTS = 'billed, effective, list, contracted';
const SUMS = 'sum(billed), sum(effective), sum(list), sum(contracted)';
const PRICE = 'charge_category, sku_id, sku_price_id, pricing_unit, tag_set_id';

const PROVIDERS = ['aws', 'azure', 'gcp'];

type Query = (sql: string, params?: unknown[]) => Promise<any[]>;

/** Of a thousand resources so many live all the time, so that all lives together make the rows that are wanted. */
function longLivedOf(charges: number, days: number): number {
  const perResource = charges / CHARGES_PER_ROW / RESOURCES;
  return Math.max(0, Math.round(((perResource - 11) / (days - 11)) * 1000));
}

async function statements(query: Query, months: Day[], end: Day) {
  for (const month of months)
    for (const provider of PROVIDERS) {
      const id = newId(new Date(`${month}T12:00:00Z`));
      const last = [addMonths(month, 1), end].map((day) => addDays(day, -1)).sort()[0]!;
      const delivered = `${addDays(last, 1)}T06:00:00Z`;
      await query(
        `insert into cost_import (id, source, names, state, focus_version, place, created_by, created_at, started_at, ended_at)
         values ($1, 'bench', $2, 'done', '1.2', '{}', 'bench', $3, $3, $3)`,
        [id, [`${provider}-${month}.csv`], delivered],
      );
      await query(
        `insert into statement (import_id, source, provider, billing_account_id, billing_period, billing_period_end,
           is_active, first_day, last_day, attempt, has_months)
         values ($1, 'bench', $2, $2 || '-payer', $3, $4, true, $3, $5, 1, true)`,
        [id, provider, month, addMonths(month, 1), last],
      );
    }
}

/** A month's rows of the finest table, in the order of an import; a price rises by a percent each month, and a usage has its weekday. */
const finest = (start: Day) => `
  insert into charge_resource_daily (statement_id, billing_period, day, ${PLACE}, ${PRICE}, resource_uid, resource_type,
    resource_name, ${COSTS}, pricing_quantity, consumed_quantity)
  select st.id, $1, d.day, e.account_id, e.region, e.service, e.category, e.currency, 'Usage', e.sku, e.sku || '-p', 'Hours',
    e.tag_set_id, e.id, e.type, 'host-' || e.h % 100000, c, round(c * 0.9, 6), round(c * 1.2, 6), c, q, q
  from (select $1::date + k as day, $1::date + k - date '${start}' as n from generate_series(0, 30) k) d
    join bench_estate e on d.n between e.first and e.last
    join statement st on st.billing_period = $1 and st.provider = e.provider,
    lateral (select (4 + (e.h + d.n * 7919) % 20)::numeric as q) used,
    lateral (select round(q * e.price * (1 + d.n / 30 * 0.01), 6) as c) cost
  where d.day < least($2::date, ($1::date + interval '1 month')::date) order by e.id, d.day`;

const SPEND_DAILY = `
  insert into spend_daily (statement_id, billing_period, day, ${PLACE}, ${COSTS})
  select statement_id, billing_period, day, ${PLACE}, ${SUMS}
  from charge_resource_daily where billing_period = $1 group by statement_id, billing_period, day, ${PLACE}`;

async function fill(query: Query, charges: number, today: Day) {
  const start = addMonths(monthStart(addDays(today, -1)), 1 - MONTHS);
  const days = daysBetween(start, today);
  const months = Array.from({ length: MONTHS }, (_, index) => addMonths(start, index));
  await query(`set synchronous_commit = off`);
  await query(`set work_mem = '256MB'`);
  for (const sql of inventorySql(start, days, longLivedOf(charges, days))) await query(sql);
  await ensurePartitions(query as never, months);
  await statements(query, months, today);
  for (const month of months) {
    await query(finest(start), [month, today]);
    await query(SPEND_DAILY, [month]);
    const ids = await query('select id from statement where billing_period = $1', [month]);
    const params = [ids.map(({ id }) => id as number), [month]];
    for (const sql of [ACCOUNT_DAILY, BEARERS, RESOURCE_TAG_SETS, ...MONTHLY]) await query(sql, params);
    console.error(`  seeded ${month.slice(0, 7)}`);
  }
  await query('drop table bench_estate');
}

export interface Seeded {
  resourceRows: number;
  spendRows: number;
  monthRows: number;
  megabytes: number;
}

/** The server's own database, and the one that is made on it. */
export interface Place {
  admin: string;
  url: string;
  name: string;
}

async function sizes(query: Query): Promise<Seeded> {
  const count = async (table: string) => (await query(`select count(*)::int as n from ${table}`))[0].n as number;
  const [{ mb }] = await query('select pg_database_size(current_database()) / 1048576 as mb');
  return {
    resourceRows: await count('charge_resource_daily'),
    spendRows: await count('spend_daily'),
    monthRows: await count('charge_resource_monthly'),
    megabytes: Number(mb),
  };
}

async function withClient<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(async (sql, params) => (await client.query(sql, params)).rows);
  } finally {
    await client.end();
  }
}

/**
 * Makes a database of so many charges and keeps it for later runs; true where it has just been made. Written straight
 * into the tables that an import fills: the inventory, the statements and the roll-ups. The charges themselves,
 * which only an export and a question about single charges read, are left out.
 */
export async function seed({ admin, url, name }: Place, charges: number, today: Day): Promise<Seeded> {
  const isReady = await withClient(url, async (query) => {
    const [made] = await query('select charges from bench_seed where version = $1', [VERSION]);
    return made !== undefined;
  }).catch(() => false);
  if (!isReady) {
    await withClient(admin, async (query) => {
      await query(`drop database if exists ${name} with (force)`);
      await query(`create database ${name}`);
    });
    await migrate({ url }, migrations);
    await withClient(url, async (query) => {
      await fill(query, charges, today);
      await query('vacuum analyze');
      await query(
        `create table bench_seed as select ${charges} as charges, ${VERSION} as version, date '${today}' as made_on`,
      );
      await query('checkpoint');
    });
  } else await migrate({ url }, migrations);
  return withClient(url, sizes);
}

/** The day on which the database was made: its bills end just before. */
export const seededOn = (url: string): Promise<Day> =>
  withClient(url, async (query) => (await query('select made_on::text as day from bench_seed'))[0].day as Day);
