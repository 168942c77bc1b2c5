import { scopeFilter, type Caller, type Filter, type Period } from '#common';
import { allOf, filterSql, SqlParams } from '#data';
import { coarsestOf, SPEND_COLUMNS, type Dimension, type Needs } from './spend-tables.js';
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
  /** `from … where …` with the caller's scope in it. */
  sql: string;
  params: SqlParams;
  /** One expression for each dimension, in their order. */
  keys: string[];
  /** The first of a row's month. */
  month: string;
}

export interface SpendQuestion extends Pick<Needs, 'groupBy' | 'prices'> {
  caller: Caller;
  filter?: Filter;
  /** Whether days are told apart, which a month's roll-up cannot. */
  byDay?: boolean;
  /** Where two sources meet in one statement, they share their values. */
  params?: SqlParams;
}

function keyExpression(dimension: Dimension, params: SqlParams) {
  if (!dimension.startsWith('tag:')) return EXPRESSIONS[dimension as keyof typeof EXPRESSIONS];
  return `t.tags ->> ${params.add(dimension.slice(4), 'text')}`;
}

/** Where an answer about spend comes from: the coarsest roll-up, its active statements, the days, the filter and the scope. */
export function spendSource(question: SpendQuestion, active: ActiveStatements, period: Period): SpendSource {
  const { caller, filter, groupBy, prices, byDay, params = new SqlParams() } = question;
  const scope = scopeFilter(caller.scope);
  const wholeMonths = !byDay && active.areMonths(period);
  const { table, unit } = coarsestOf({ groupBy, prices, wholeMonths }, filter, scope);
  const keys = groupBy.map((dimension) => keyExpression(dimension, params));
  const { ids, periods } = active.in(period);
  const hasTags = groupBy.some((dimension) => dimension.startsWith('tag:'));
  const at = `s.${unit}`;
  const where = allOf(
    `s.statement_id = any(${params.add(ids, 'int[]')})`,
    `s.billing_period = any(${params.add(periods, 'date[]')})`,
    `${at} >= ${params.add(period.start, 'date')} and ${at} < ${params.add(period.end, 'date')}`,
    'not (a.is_demo and a.retired_at is not null)',
    filterSql(filter, SPEND_COLUMNS, params),
    filterSql(scope, SPEND_COLUMNS, params),
  );
  const tags = hasTags ? ' join tag_set t on t.id = s.tag_set_id' : '';
  return {
    sql: `from ${table} s join cloud_account a on a.id = s.account_id${tags} where ${where}`,
    params,
    keys,
    month: unit === 'month' ? at : `date_trunc('month', s.day)::date`,
  };
}
