import { Period, scopeFilter, type Caller, type Filter } from '#common';
import { allOf, filterSql, filterWords, SqlParams } from '#data';
import { partsOf, type Measure, type Part } from './spend-parts.js';
import { coarsestOf, SPEND_COLUMNS, type Dimension } from './spend-tables.js';
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
  /** What is summed, by the names of the sums. */
  sums: Readonly<Record<string, Measure>>;
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

const PRICES = ['sku_price_id', 'pricing_unit'];

/** Demo accounts that a real bill has retired. */
const RETIRED = 'array(select id from cloud_account where is_demo and retired_at is not null)';

/** What the parts are added up by: an expression of a roll-up's row, and its name from then on. */
interface Column {
  sql: string;
  name: string;
}

interface Grouping {
  column: Column;
  /** Of the sums. */
  shown: string;
}

/**
 * Names and tags are looked up of the sums, which are far fewer than rows. Only where days are told apart, tags are looked
 * up before a month falls into its days: most resources have tags of their own, and sums of those would be hardly fewer.
 */
function groupingOf(dimension: Dimension, index: number, byDay: boolean, params: SqlParams): Grouping {
  const shown = shownOf(dimension, params);
  const name = columnOf(dimension);
  if (!byDay || !isTag(dimension)) return { column: { sql: `s.${name}`, name }, shown };
  return { column: { sql: shown, name: `tag${index}` }, shown: `s.tag${index}` };
}

/** The tables beside `s` that some expressions name. */
function joinsOf(expressions: readonly string[], needsAccounts = false): string {
  const names = (alias: string) => expressions.some((sql) => sql.startsWith(`${alias}.`));
  const accounts = needsAccounts || names('a') ? ' join cloud_account a on a.id = s.account_id' : '';
  return accounts + (names('t') ? ' join tag_set t on t.id = s.tag_set_id' : '');
}

/** What one table knows, added up by currency, bucket and columns. */
function sumsOf(question: SpendQuestion, part: Part, columns: readonly Column[], params: SqlParams): string {
  const { caller, filter, bucket, sums } = question;
  const { reading, statements, period } = part;
  const [start, end] = [params.add(period.start, 'date'), params.add(period.end, 'date')] as const;
  const scope = scopeFilter(caller.scope);
  const words = [filter, scope].flatMap((each) => [...filterWords(each)]);
  const where = allOf(
    `s.statement_id = any(${params.add(statements.ids, 'int[]')})`,
    part.isPartitioned && `s.billing_period = any(${params.add(statements.periods, 'date[]')})`,
    `s.account_id <> all(${RETIRED})`,
    filterSql(filter, SPEND_COLUMNS, params),
    filterSql(scope, SPEND_COLUMNS, params),
    reading.when(start, end),
  );
  const amounts = Object.entries(sums).map(([name, of]) => `${reading.amount(of, start, end)} as ${name}`);
  const read = [`${reading.at(start, end)} as at`, ...columns.map(({ sql, name }) => `${sql} as ${name}`), ...amounts];
  const joins = joinsOf(
    columns.map(({ sql }) => sql),
    words.includes('providers'),
  );
  const buckets = { day: 'at', month: `date_trunc('month', at)::date`, none: 'null::date' };
  const names = columns.map(({ name }) => name);
  const measures = Object.keys(sums).map((name) => `sum(${name}) as ${name}`);
  return `select currency, ${[`${buckets[bucket ?? 'none']} as bucket`, ...names, ...measures].join(', ')}
    from (select s.currency, ${read.join(', ')} from ${part.table} s${joins} where ${where}) s
    group by ${['currency', 'bucket', ...names].join(', ')}`;
}

/** Spend, added up by currency, bucket and group, of the statements that count, as the filter and the scope let it be seen. */
export function spendRows(question: SpendQuestion, active: ActiveStatements, period: Period): SpendRows {
  const { caller, filter, groupBy, bucket, prices, sums, params = new SqlParams() } = question;
  const byDay = bucket === 'day';
  const groupings = groupBy.map((dimension, index) => groupingOf(dimension, index, byDay, params));
  const priced = (prices ? PRICES : []).map((name) => ({ sql: `s.${name}`, name }));
  const columns = [
    ...new Map([...groupings.map(({ column }) => column), ...priced].map((each) => [each.name, each])).values(),
  ];
  const parts = partsOf(coarsestOf({ groupBy, prices }, filter, scopeFilter(caller.scope)), byDay, active, period);
  const all = parts.map((part) => sumsOf(question, part, columns, params)).join(' union all ');
  const shown = groupings.map((grouping) => grouping.shown);
  const keys = groupBy.map((_, index) => `k${index}`);
  const told = [
    's.currency',
    's.bucket',
    ...shown.map((sql, index) => `${sql} as k${index}`),
    ...priced.map(({ sql }) => sql),
  ];
  // Whichever table a sum comes from, it has the same decimals.
  const measures = Object.keys(sums).map((name) => `trim_scale(sum(s.${name})) as ${name}`);
  const sql = `select ${[...told, ...measures].join(', ')} from (${all}) s${joinsOf(shown)}
    group by ${told.map((_, index) => index + 1).join(', ')}`;
  return { sql, params, keys };
}
