import { scopeFilter, type Caller, type Filter, type Period } from '#common';
import { allOf, filterSql, SqlParams } from '#data';
import { coarsestTable, SPEND_COLUMNS, type Dimension, type SpendTable } from './spend-tables.js';
import type { ActiveStatements } from './statements.js';

const EXPRESSIONS: Record<Exclude<Dimension, `tag:${string}`>, string> = {
  service: 's.service',
  account: 'a.external_id',
  region: 's.region',
  provider: 'a.provider',
  category: 's.category',
  resource: 's.resource_uid::text',
  type: 's.resource_type',
  sku: 's.sku_id',
};

export interface SpendSource {
  table: SpendTable;
  /** `from … where …` with the caller's scope in it. */
  sql: string;
  params: SqlParams;
  /** One expression for each dimension, in their order. */
  keys: string[];
}

export interface SpendQuestion {
  caller: Caller;
  filter?: Filter;
  groupBy: readonly Dimension[];
  /** The coarsest table that will do; prices and quantities begin at `charge_resource_daily`. */
  least?: SpendTable;
  /** Where two sources meet in one statement, they share their values. */
  params?: SqlParams;
}

function keyExpression(dimension: Dimension, params: SqlParams) {
  if (!dimension.startsWith('tag:')) return EXPRESSIONS[dimension as keyof typeof EXPRESSIONS];
  return `t.tags ->> ${params.add(dimension.slice(4), 'text')}`;
}

/** Where an answer about spend comes from: the coarsest roll-up, its active statements, the days, the filter and the scope. */
export function spendSource(question: SpendQuestion, active: ActiveStatements, period: Period): SpendSource {
  const { caller, filter, groupBy, least, params = new SqlParams() } = question;
  const scope = scopeFilter(caller.scope);
  const table = coarsestTable({ groupBy, least }, filter, scope);
  const keys = groupBy.map((dimension) => keyExpression(dimension, params));
  const { ids, periods } = active.in(period);
  const hasTags = groupBy.some((dimension) => dimension.startsWith('tag:'));
  const where = allOf(
    `s.statement_id = any(${params.add(ids, 'int[]')})`,
    `s.billing_period = any(${params.add(periods, 'date[]')})`,
    `s.day >= ${params.add(period.start, 'date')} and s.day < ${params.add(period.end, 'date')}`,
    'not (a.is_demo and a.retired_at is not null)',
    filterSql(filter, SPEND_COLUMNS, params),
    filterSql(scope, SPEND_COLUMNS, params),
  );
  const tags = hasTags ? ' join tag_set t on t.id = s.tag_set_id' : '';
  return {
    table,
    sql: `from ${table} s join cloud_account a on a.id = s.account_id${tags} where ${where}`,
    params,
    keys,
  };
}
