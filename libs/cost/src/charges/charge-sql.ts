import { scopeFilter, type Caller, type Filter, type Period } from '#common';
import { allOf, filterSql, SqlParams, type FilterColumns } from '#data';
import type { ActiveStatements } from '../spend/statements.js';

/** How a filter's words are said over the charges themselves, under the alias `c`, with the account as `a`. */
const CHARGE_COLUMNS: FilterColumns = {
  provider: 'a.provider',
  account: 'c.account_id',
  region: 'c.region_id',
  service: 'c.service_name',
  category: 'c.service_category',
  type: 'c.resource_type',
  resource: 'c.resource_uid',
  tagSet: 'c.tag_set_id',
};

export interface ChargeSource {
  /** `from … where …` with the caller's scope in it. */
  sql: string;
  params: SqlParams;
}

/** The charges that count in a period (by the start of each charge), as far as the filter and the scope reach. */
export function chargeSource(
  { caller, filter }: { caller: Caller; filter?: Filter },
  active: ActiveStatements,
  period: Period,
): ChargeSource {
  const params = new SqlParams();
  const { ids, periods } = active.in(period);
  const where = allOf(
    `c.statement_id = any(${params.add(ids, 'int[]')})`,
    `c.billing_period = any(${params.add(periods, 'date[]')})`,
    `c.charge_period_start >= ${params.add(period.start, 'date')} and c.charge_period_start < ${params.add(period.end, 'date')}`,
    filterSql(filter, CHARGE_COLUMNS, params),
    filterSql(scopeFilter(caller.scope), CHARGE_COLUMNS, params),
  );
  return {
    sql: `from charge c join cloud_account a on a.id = c.account_id join tag_set t on t.id = c.tag_set_id where ${where}`,
    params,
  };
}
