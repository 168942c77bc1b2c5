import { MINE, PLACE_COLUMNS } from './roll-ups.js';

const COSTS = ['billed', 'effective', 'list', 'contracted'];
const FINE = `${PLACE_COLUMNS}, charge_category, sku_id, sku_price_id, pricing_unit, tag_set_id, resource_uid, resource_type`;

interface Monthly {
  table: string;
  from: string;
  /** What tells rows of one month apart, in the order in which they are sorted: what tells most apart comes first. */
  by: string;
  columns: string;
  measures: readonly string[];
}

/**
 * A month of days in one row: totals, the days with charges, and for each of them what the month had come to by then. The
 * difference of two such sums is the spend of the days between, so that any part of a month costs no more than all of it.
 * A day may stand there twice, as it may in the roll-up by day.
 */
const monthly = ({ table, from, by, columns, measures }: Monthly) => {
  const each = (sql: (measure: string) => string) => measures.map(sql).join(', ');
  return `
  insert into ${table} (statement_id, billing_period, month, ${columns}, ${each((name) => name)}, days, ${each((name) => `${name}_mtd`)})
  select statement_id, billing_period, month, ${columns}, ${each((name) => `sum(${name})`)}, array_agg(day order by n),
    ${each((name) => `array_agg(${name}_mtd order by n)`)}
  from (
    select *, row_number() over running as n, ${each((name) => `sum(${name}) over running as ${name}_mtd`)}
    from (
      select ${by}, day, date_trunc('month', day)::date as month, ${each((name) => `coalesce(${name}, 0) as ${name}`)}
      from ${from} where ${MINE}) d
    window running as (partition by ${by}, month order by day rows unbounded preceding)) r
  group by ${by}, month`;
};

const ORDER =
  'resource_uid, tag_set_id, sku_price_id, statement_id, billing_period, account_id, service, sku_id, region';

/** See `MonthsService`. */
export const MONTHLY = [
  monthly({
    table: 'spend_monthly',
    from: 'spend_daily',
    by: `service, region, account_id, statement_id, billing_period, category, currency`,
    columns: PLACE_COLUMNS,
    measures: COSTS,
  }),
  monthly({
    table: 'charge_resource_monthly',
    from: 'charge_resource_daily',
    by: `${ORDER}, category, currency, charge_category, pricing_unit, resource_type`,
    columns: FINE,
    measures: [...COSTS, 'pricing_quantity'],
  }),
];
