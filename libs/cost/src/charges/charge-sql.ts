import { scopeFilter, type Caller, type Filter, type Period } from '#common';
import { allOf, filterSql, SqlParams, type FilterColumns } from '#data';
import type { ActiveStatements } from '../spend/statements.js';
import { conditionsSql, type ChargeCondition } from './charge-conditions.js';

export const PERIOD_KINDS = ['charge', 'billing'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

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

export interface ChargeQuestion {
  caller: Caller;
  filter?: Filter;
  /** Conditions on columns, all of which must hold. */
  where?: readonly ChargeCondition[];
  /** Whether the period is that of the charges or that of their bills. */
  by?: PeriodKind;
}

/** A bill belongs to a period by the day on which its own begins. */
function inPeriod(by: PeriodKind, active: ActiveStatements, period: Period, params: SqlParams) {
  const { ids, periods } = by === 'billing' ? active.billedIn(period) : active.in(period);
  const at = by === 'billing' ? 'c.billing_period' : 'c.charge_period_start';
  return allOf(
    `c.statement_id = any(${params.add(ids, 'int[]')})`,
    `c.billing_period = any(${params.add(periods, 'date[]')})`,
    `${at} >= ${params.add(period.start, 'date')} and ${at} < ${params.add(period.end, 'date')}`,
  );
}

/** The charges that count in a period, as far as the conditions, the filter and the scope reach. */
export function chargeSource(question: ChargeQuestion, active: ActiveStatements, period: Period): ChargeSource {
  const { caller, filter, where: conditions = [], by = 'charge' } = question;
  const params = new SqlParams();
  const where = allOf(
    inPeriod(by, active, period, params),
    conditionsSql(conditions, params),
    'not (a.is_demo and a.retired_at is not null)',
    filterSql(filter, CHARGE_COLUMNS, params),
    filterSql(scopeFilter(caller.scope), CHARGE_COLUMNS, params),
  );
  return {
    sql: `from charge c join cloud_account a on a.id = c.account_id join tag_set t on t.id = c.tag_set_id where ${where}`,
    params,
  };
}
