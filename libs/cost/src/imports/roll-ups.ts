import type { Day } from '#common';
import type { Database } from '#data';
import type { StatementEntry } from './interner.js';

/** What stands for an empty service or category: FOCUS demands both, and a row without them is still a charge. */
const UNKNOWN = `'Unknown'`;

const DAY = `(charge_period_start at time zone 'UTC')::date`;
const PLACE = `account_id, region_id, coalesce(service_name, ${UNKNOWN}), service_category, billing_currency`;
const COSTS = `sum(billed_cost), coalesce(sum(effective_cost), 0), coalesce(sum(list_cost), 0), coalesce(sum(contracted_cost), 0)`;
const PLACE_COLUMNS = 'account_id, region, service, category, currency';
const COST_COLUMNS = 'billed, effective, list, contracted';

/** Of a bill of a million rows with many resources all groups fit in memory; a bigger one spills by itself. */
const WORK_MEM = '256MB';

/** Both values are asked for: the day leads to the partition, the statement to its rows in it. */
const MINE = 'statement_id = any($1::int[]) and billing_period = any($2::date[])';

const PRICE = `coalesce(charge_category, ${UNKNOWN}), sku_id, sku_price_id, pricing_unit`;
const PRICE_COLUMNS = 'charge_category, sku_id, sku_price_id, pricing_unit';
const QUANTITIES = 'sum(pricing_quantity), sum(consumed_quantity)';
const QUANTITY_COLUMNS = 'pricing_quantity, consumed_quantity';

const CHARGE_DAILY = `
  insert into charge_daily (statement_id, billing_period, day, ${PLACE_COLUMNS}, ${PRICE_COLUMNS}, tag_set_id,
    ${COST_COLUMNS}, ${QUANTITY_COLUMNS})
  select statement_id, billing_period, ${DAY}, ${PLACE}, ${PRICE}, tag_set_id, ${COSTS}, ${QUANTITIES}
  from charge where ${MINE} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`;

const CHARGE_RESOURCE_DAILY = `
  insert into charge_resource_daily (statement_id, billing_period, day, ${PLACE_COLUMNS}, ${PRICE_COLUMNS}, tag_set_id,
    resource_uid, resource_type, resource_name, ${COST_COLUMNS}, ${QUANTITY_COLUMNS})
  select statement_id, billing_period, ${DAY}, ${PLACE}, ${PRICE}, tag_set_id, resource_uid, resource_type,
    max(resource_name), ${COSTS}, ${QUANTITIES}
  from charge where ${MINE} group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15`;

const SPEND_DAILY = `
  insert into spend_daily (statement_id, billing_period, day, ${PLACE_COLUMNS}, ${COST_COLUMNS})
  select statement_id, billing_period, day, ${PLACE_COLUMNS}, sum(billed), sum(effective), sum(list), sum(contracted)
  from charge_daily where ${MINE} group by 1, 2, 3, 4, 5, 6, 7, 8`;

/** What a statement says in all, so that a list of imports need not add up. */
const SUMS = `
  update statement s set first_day = d.first_day, last_day = d.last_day, sums = d.sums
  from (select statement_id, min(first_day) as first_day, max(last_day) as last_day,
      jsonb_agg(jsonb_build_object('currency', currency, 'billed', billed::text, 'effective', effective::text,
        'list', list::text, 'contracted', contracted::text) order by currency) as sums
    from (select statement_id, currency, min(day) as first_day, max(day) as last_day, sum(billed) as billed,
        sum(effective) as effective, sum(list) as list, sum(contracted) as contracted
      from spend_daily where statement_id = any($1::int[]) group by 1, 2) c group by 1) d
  where s.id = d.statement_id`;

async function aggregate(db: Database, sql: string, params: [number[], Day[]]) {
  await db.withConnection(async ({ query }) => {
    await query(`set work_mem = '${WORK_MEM}'`);
    try {
      await query(sql, params);
    } finally {
      await query('reset work_mem');
    }
  });
}

/**
 * Adds up the charges of statements that nobody reads yet. The two large tables are filled at once on connections of
 * their own, the small one from the smaller of them.
 */
export async function rollUp(db: Database, statements: StatementEntry[]): Promise<void> {
  const params: [number[], Day[]] = [
    statements.map(({ id }) => id),
    [...new Set(statements.map(({ start }) => start))],
  ];
  const daily = aggregate(db, CHARGE_DAILY, params).then(() => aggregate(db, SPEND_DAILY, params));
  const both = await Promise.allSettled([daily, aggregate(db, CHARGE_RESOURCE_DAILY, params)]);
  for (const each of both) if (each.status === 'rejected') throw each.reason;
  await db.query(SUMS, [params[0]]);
  for (const { id, rows } of statements) await db.query('update statement set rows = $2 where id = $1', [id, rows]);
}
