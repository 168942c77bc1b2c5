/** What stands for an empty service or category: FOCUS demands both, and a row without them is still a charge. */
const UNKNOWN = `'Unknown'`;

/** In UTC, as long as the transaction's time zone is; naming it here would look it up for each row. */
const DAY = 'charge_period_start::date';
const SERVICE = `coalesce(service_name, ${UNKNOWN})`;
export const PLACE_COLUMNS = 'account_id, region, service, category, currency';
const COST_COLUMNS = 'billed, effective, list, contracted';

/** Both values are asked for: the day leads to the partition, the statement to its rows in it. */
export const MINE = 'statement_id = any($1::int[]) and billing_period = any($2::date[])';

/** Even or odd days (0 or 1), so that two processors can share the work. */
const isParity = (day: string, parity: string) => `abs(${day} - date '2000-01-01') % 2 = ${parity}::int`;

/** What tells most groups apart comes first: sorting compares little. */
const FINE_KEYS = {
  ...{ resource_uid: 'resource_uid', day: DAY, tag_set_id: 'tag_set_id', sku_price_id: 'sku_price_id' },
  ...{ statement_id: 'statement_id', billing_period: 'billing_period', account_id: 'account_id', region: 'region_id' },
  ...{ service: SERVICE, category: 'service_category', currency: 'billing_currency' },
  ...{ charge_category: `coalesce(charge_category, ${UNKNOWN})`, sku_id: 'sku_id', pricing_unit: 'pricing_unit' },
  ...{ resource_type: 'resource_type' },
};
const KEYS = Object.values(FINE_KEYS);
const KEY_NUMBERS = KEYS.map((_, index) => index + 1).join(', ');

export interface Adding {
  /** Whether hardly any two charges are of one key, so that each gets a row. */
  isPlain: boolean;
  /** Whether only days of the parity $5 are meant. */
  isHalf: boolean;
  withCoarse: boolean;
}

/** Of the charges after line $3 up to $4. Rows of a resource lie side by side, for its index and for whoever reads them. */
function fineSql({ isPlain, isHalf }: Adding): string {
  const sum = (column: string) => (isPlain ? column : `sum(${column})`);
  const name = isPlain ? 'resource_name' : 'max(resource_name)';
  const costs = ['effective_cost', 'list_cost', 'contracted_cost'].map((cost) => `coalesce(${sum(cost)}, 0)`);
  const quantities = ['pricing_quantity', 'consumed_quantity'];
  return `
  insert into charge_resource_daily (${Object.keys(FINE_KEYS).join(', ')}, resource_name, ${COST_COLUMNS}, ${quantities.join(', ')})
  select ${[...KEYS, name, sum('billed_cost'), ...costs, ...quantities.map(sum)].join(', ')}
  from charge where ${MINE} and line > $3 and line <= $4 ${isHalf ? `and ${isParity(DAY, '$5')}` : ''}
  ${isPlain ? 'order by 1, 2' : `group by ${KEY_NUMBERS}`}
  returning statement_id, billing_period, day, ${PLACE_COLUMNS}, ${COST_COLUMNS}`;
}

const SUMMED = 'sum(billed), sum(effective), sum(list), sum(contracted)';

const spendOf = (from: string) => `
  insert into spend_daily (statement_id, billing_period, day, ${PLACE_COLUMNS}, ${COST_COLUMNS})
  select statement_id, billing_period, day, ${PLACE_COLUMNS}, ${SUMMED} from ${from} group by 3, 4, 5, 6, 1, 2, 7, 8`;

const accountsOf = (from: string) => `
  insert into account_daily (statement_id, billing_period, day, account_id, currency, ${COST_COLUMNS})
  select statement_id, billing_period, day, account_id, currency, ${SUMMED} from ${from} group by 1, 2, 3, 4, 5`;

/** Adds charges up, and answers how many `rows` of the finest roll-up they have become; each coarser one is made out of the finer. */
export function addUpSql(adding: Adding): string {
  const coarse = `, places as (${spendOf('fine')} returning *), accounts as (${accountsOf('places')})`;
  return `with fine as (${fineSql(adding)})${adding.withCoarse ? coarse : ''} select count(*)::int as rows from fine`;
}

/** What is coarser, of all that was read; see `Segments.isMixed`. */
export const MIXED = ['spend_daily', 'account_daily'].map((table) => `delete from ${table} where ${MINE}`);

/** Of the parities $3. */
export const SPEND_DAILY = spendOf(`charge_resource_daily where ${MINE} and ${isParity('day', '$3')}`);
export const ACCOUNT_DAILY = accountsOf(`spend_daily where ${MINE}`);

/** What a statement says in all, so that a list of imports need not add up. */
export const SUMS = `
  update statement s set first_day = d.first_day, last_day = d.last_day, sums = d.sums
  from (select statement_id, min(first_day) as first_day, max(last_day) as last_day,
      jsonb_agg(jsonb_build_object('currency', currency, 'billed', billed::text, 'effective', effective::text,
        'list', list::text, 'contracted', contracted::text) order by currency) as sums
    from (select statement_id, currency, min(day) as first_day, max(day) as last_day, sum(billed) as billed,
        sum(effective) as effective, sum(list) as list, sum(contracted) as contracted
      from account_daily where statement_id = any($1::int[]) group by 1, 2) c group by 1) d
  where s.id = d.statement_id`;
