import { Period, scopeFilter, type Caller, type Filter } from '#common';
import { allOf, filterSql, filterWords, SqlParams } from '#data';
import { coarsestOf, SPEND_COLUMNS, type Dimension, type RollUp } from './spend-tables.js';
import type { ActiveStatements } from './statements.js';

type Plain = Exclude<Dimension, `tag:${string}`>;

/** The column of a roll-up that a dimension is read from, and what is shown of it. */
const COLUMNS: Record<Plain, { column: string; shown?: string }> = {
  service: { column: 'service' },
  account: { column: 'account_id', shown: 'a.external_id' },
  region: { column: 'region' },
  provider: { column: 'account_id', shown: 'a.provider' },
  category: { column: 'category' },
  resource: { column: 'resource_uid', shown: 's.resource_uid::text' },
  type: { column: 'resource_type' },
  sku: { column: 'sku_id' },
};

const isTag = (dimension: Dimension) => dimension.startsWith('tag:');
const columnOf = (dimension: Dimension) => (isTag(dimension) ? 'tag_set_id' : COLUMNS[dimension as Plain].column);

function shownOf(dimension: Dimension, params: SqlParams) {
  if (isTag(dimension)) return `t.tags ->> ${params.add(dimension.slice(4), 'text')}`;
  const { column, shown = `s.${column}` } = COLUMNS[dimension as Plain];
  return shown;
}

export interface SpendQuestion {
  caller: Caller;
  filter?: Filter;
  groupBy: readonly Dimension[];
  /** Days or months told apart, or neither. */
  bucket?: 'day' | 'month';
  /** What is summed: a name, and an expression of a roll-up's row `s`. */
  sums: Readonly<Record<string, string>>;
  /** Whether SKU prices are told apart too. */
  prices?: boolean;
  /** Where two questions meet in one statement, they share their values. */
  params?: SqlParams;
}

export interface SpendRows {
  /** A query of `currency`, `bucket` (null without), one column for each dimension, prices where asked, and the sums. */
  sql: string;
  params: SqlParams;
  /** The columns of the dimensions, in their order. */
  keys: string[];
}

interface Part {
  rollUp: RollUp;
  period: Period;
}

/**
 * Whole months are read from the roll-ups by month, the days before and after them from those by day. Where the coarsest
 * knows days anyway, there is nothing to part.
 */
function partsOf({ caller, filter, groupBy, bucket, prices }: SpendQuestion, active: ActiveStatements, period: Period) {
  const rollUpOf = (wholeMonths: boolean) =>
    coarsestOf({ groupBy, prices, wholeMonths }, filter, scopeFilter(caller.scope));
  const months = bucket !== 'day' && rollUpOf(true).unit === 'month' ? active.monthsIn(period) : undefined;
  if (!months) return [{ rollUp: rollUpOf(false), period }];
  const part = (start: string, end: string, wholeMonths = false): Part[] =>
    start < end ? [{ rollUp: rollUpOf(wholeMonths), period: new Period(start, end) }] : [];
  return [
    ...part(period.start, months.start),
    ...part(months.start, months.end, true),
    ...part(months.end, period.end),
  ];
}

const PRICES = ['sku_price_id', 'pricing_unit'];

/** Demo accounts that a real bill has retired. */
const RETIRED = 'array(select id from cloud_account where is_demo and retired_at is not null)';

/** Adds up by columns of the roll-up alone; names and tags are looked up of the sums, which are far fewer. */
function sumsOf(
  question: SpendQuestion,
  active: ActiveStatements,
  { rollUp, period }: Part,
  params: SqlParams,
): string {
  const { caller, filter, groupBy, bucket, prices, sums } = question;
  const at = `s.${rollUp.unit}`;
  const month = rollUp.unit === 'month' ? at : `date_trunc('month', s.day)::date`;
  const bucketSql = { day: at, month, none: 'null::date' }[bucket ?? 'none'];
  const columns = [...new Set(groupBy.map(columnOf)), ...(prices ? PRICES : [])].map((column) => `s.${column}`);
  const scope = scopeFilter(caller.scope);
  const words = [filter, scope].flatMap((each) => [...filterWords(each)]);
  const { ids, periods } = active.in(period);
  const where = allOf(
    `s.statement_id = any(${params.add(ids, 'int[]')})`,
    `s.billing_period = any(${params.add(periods, 'date[]')})`,
    `${at} >= ${params.add(period.start, 'date')} and ${at} < ${params.add(period.end, 'date')}`,
    `s.account_id <> all(${RETIRED})`,
    filterSql(filter, SPEND_COLUMNS, params),
    filterSql(scope, SPEND_COLUMNS, params),
  );
  const measures = Object.entries(sums).map(([name, sql]) => `sum(${sql}) as ${name}`);
  const accounts = words.includes('providers') ? ' join cloud_account a on a.id = s.account_id' : '';
  const by = ['s.currency', ...(bucket ? [bucketSql] : []), ...columns];
  return `select s.currency, ${[`${bucketSql} as bucket`, ...columns, ...measures].join(', ')}
    from ${rollUp.table} s${accounts} where ${where} group by ${by.join(', ')}`;
}

/** Spend, added up by currency, bucket and group, of the statements that count, as the filter and the scope let it be seen. */
export function spendRows(question: SpendQuestion, active: ActiveStatements, period: Period): SpendRows {
  const { groupBy, prices, sums, params = new SqlParams() } = question;
  const parts = partsOf(question, active, period).map((part) => sumsOf(question, active, part, params));
  const shown = groupBy.map((dimension) => shownOf(dimension, params));
  const keys = groupBy.map((_, index) => `k${index}`);
  const needs = (alias: string) => shown.some((sql) => sql.startsWith(`${alias}.`));
  const columns = ['s.currency', 's.bucket', ...shown, ...(prices ? PRICES.map((column) => `s.${column}`) : [])];
  const named = columns.map((sql, index) => (index < 2 || index >= 2 + keys.length ? sql : `${sql} as k${index - 2}`));
  const measures = Object.keys(sums).map((name) => `sum(s.${name}) as ${name}`);
  const sql = `select ${[...named, ...measures].join(', ')} from (${parts.join(' union all ')}) s
    ${needs('a') ? 'join cloud_account a on a.id = s.account_id' : ''}
    ${needs('t') ? 'join tag_set t on t.id = s.tag_set_id' : ''}
    group by ${columns.map((_, index) => index + 1).join(', ')}`;
  return { sql, params, keys };
}
