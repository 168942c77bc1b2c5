/** What stands for an empty service or category: FOCUS demands both, and a row without them is still a charge. */
const UNKNOWN = `'Unknown'`;

const DAY = `(charge_period_start at time zone 'UTC')::date`;
const SERVICE = `coalesce(service_name, ${UNKNOWN})`;
const COSTS = `sum(billed_cost), coalesce(sum(effective_cost), 0), coalesce(sum(list_cost), 0), coalesce(sum(contracted_cost), 0)`;
export const PLACE_COLUMNS = 'account_id, region, service, category, currency';
const COST_COLUMNS = 'billed, effective, list, contracted';

/** Both values are asked for: the day leads to the partition, the statement to its rows in it. */
export const MINE = 'statement_id = any($1::int[]) and billing_period = any($2::date[])';

/** Even days, odd days or both (0, 1), so that two processors can share the work. */
const parityOf = (day: string, parities: string) => `abs(${day} - date '2000-01-01') % 2 = any(${parities}::int[])`;

/**
 * Of the charges after line $3 up to $4 and of the parities $5. What tells most groups apart comes first: sorting
 * compares little, and rows of a resource end up side by side, for its index and for whoever reads them.
 */
export const CHARGE_RESOURCE_DAILY = `
  insert into charge_resource_daily (resource_uid, day, tag_set_id, sku_price_id, statement_id, billing_period,
    account_id, region, service, category, currency, charge_category, sku_id, pricing_unit, resource_type,
    resource_name, ${COST_COLUMNS}, pricing_quantity, consumed_quantity)
  select resource_uid, ${DAY}, tag_set_id, sku_price_id, statement_id, billing_period,
    account_id, region_id, ${SERVICE}, service_category, billing_currency, coalesce(charge_category, ${UNKNOWN}), sku_id,
    pricing_unit, resource_type, max(resource_name), ${COSTS}, sum(pricing_quantity), sum(consumed_quantity)
  from charge where ${MINE} and line > $3 and line <= $4 and ${parityOf(DAY, '$5')}
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15`;

const SUMMED = 'sum(billed), sum(effective), sum(list), sum(contracted)';

/** Of the parities $3. */
export const SPEND_DAILY = `
  insert into spend_daily (statement_id, billing_period, day, ${PLACE_COLUMNS}, ${COST_COLUMNS})
  select statement_id, billing_period, day, ${PLACE_COLUMNS}, ${SUMMED}
  from charge_resource_daily where ${MINE} and ${parityOf('day', '$3')} group by 3, 4, 5, 6, 1, 2, 7, 8`;

export const ACCOUNT_DAILY = `
  insert into account_daily (statement_id, billing_period, day, account_id, currency, ${COST_COLUMNS})
  select statement_id, billing_period, day, account_id, currency, ${SUMMED} from spend_daily where ${MINE} group by 1, 2, 3, 4, 5`;

/**
 * Which accounts have borne a tag set: it may be seen by who sees one of them. Taken in one order, so that two imports
 * never wait for each other in a circle; most bills say nothing new.
 */
export const BEARERS = `
  with borne as (
    select tag_set_id, array_agg(distinct account_id) as accounts from charge_resource_daily where ${MINE} group by 1
  ), news as (
    select t.id, b.accounts from tag_set t join borne b on b.tag_set_id = t.id
    where not t.account_ids @> b.accounts order by t.id for no key update of t
  )
  update tag_set t set account_ids = array(select distinct unnest(t.account_ids || n.accounts)) from news n where n.id = t.id`;

/** Of which sets of tags a resource has charges: those that lack a tag are in a scope by the resource's. In one order as well. */
export const RESOURCE_TAG_SETS = `
  insert into resource_tag_set (resource_id, tag_set_id, account_id)
  select distinct resource_uid, tag_set_id, account_id from charge_resource_daily where ${MINE} and resource_uid is not null
  order by 1, 2 on conflict do nothing`;

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
