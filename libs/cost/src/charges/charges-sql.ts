import { invalid } from '#common';
import type { ChargeSource } from './charge-sql.js';
import { Aggregates, measureSql, moneyOf } from './charge-measures.js';
import { isTime, keySql } from './charge-terms.js';

export interface Breakdown {
  groupBy: readonly string[];
  measures: readonly string[];
  /** How many groups of each currency. */
  limit: number;
}

export interface ChargesRow {
  currency: string | null;
  /** Of all groups of the currency together. */
  isTotal: boolean;
  keys: (string | null)[];
  measures: (string | null)[];
  /** How many groups the currency has, also beyond the limit. */
  groups: number;
}

/** Amounts are told apart by the currency that they are in, which for `PricingCurrency…` columns is the pricing currency. */
export function currencySql({ groupBy, measures }: Pick<Breakdown, 'groupBy' | 'measures'>): string {
  const { isPriced, isBilled } = moneyOf(measures);
  if (isPriced && isBilled && !groupBy.includes('PricingCurrency'))
    throw invalid('groupBy', 'must hold PricingCurrency where amounts of both currencies are asked');
  return isPriced && !isBilled ? 'c.pricing_currency' : 'c.billing_currency';
}

const list = (...parts: readonly string[]) => parts.join(', ');

/** Grouped by in every group and not in the total: a key could be the currency itself, and tell neither. */
const MARK = '(c.line < 0)';

/** Groups that have a charge in one month have a row in every month, or what ended would not show as a change. */
function everyMonth(names: readonly string[], time: string, sums: readonly string[]) {
  const others = ['currency', ...names.filter((name) => name !== time)];
  const keys = list('currency', '"isTotal"', ...names);
  const all = list('currency', 'false', ...names, ...sums.map(() => 'null::numeric'));
  return `(select ${list(keys, ...sums.map((name) => `max(${name}) as ${name}`))} from (
      select ${list(keys, ...sums)} from cells
      union all select ${all} from (select distinct ${list(...others)} from cells where not "isTotal") g
        cross join (select distinct ${time} from cells where not "isTotal") m) u group by ${keys})`;
}

const hasChange = (measures: readonly string[]) => measures.some((measure) => measure.startsWith('change'));

/** One statement that groups, measures, ranks and cuts; only what is answered leaves the database. */
export function chargesSql({ sql, params }: ChargeSource, { groupBy, measures, limit }: Breakdown): string {
  const keys = groupBy.map((word) => keySql(word, params));
  const names = keys.map((_, at) => `k${at}`);
  const timeAt = groupBy.findIndex(isTime);
  const time = names[timeAt];
  const others = names.filter((name) => name !== time);
  const aggregates = new Aggregates();
  const overTime = time && `partition by ${list('currency', '"isTotal"', ...others)} order by ${time}`;
  const measured = measures.map((measure) => measureSql(measure, { params, aggregates, overTime }));
  const sums = aggregates.sqls.map((_, at) => `b${at}`);
  const positions = names.map((_, at) => `${at + 3}`);
  const sets = names.length ? `grouping sets ((1, ${list(MARK, ...positions)}), (1))` : '1';
  const cut = params.add(limit, 'int');
  return `with cells as (
      select ${list(
        `${currencySql({ groupBy, measures })} as currency`,
        `${keys.length ? `grouping(${MARK}) = 1` : 'false'} as "isTotal"`,
        ...keys.map((key, at) => `${key} as k${at}`),
        ...aggregates.sqls.map((each, at) => `${each} as b${at}`),
      )} ${sql} group by ${sets}),
    measured as (select ${list('currency', '"isTotal"', ...names, ...measured.map((each, at) => `${each} as m${at}`))}
      from ${time && hasChange(measures) ? everyMonth(names, time, sums) : 'cells'} s),
    ranked as (select *, (count(*) over one)::int as groups,
        row_number() over (one order by ${list('m0 desc nulls last', ...names)}) as place
      from measured window one as (partition by currency, "isTotal"))
    select currency, "isTotal", groups, array[${list(...names)}]::text[] as keys,
      array[${list(...measured.map((_, at) => `trim_scale(m${at})::text`))}]::text[] as measures
    from ranked where place <= ${cut} order by currency, "isTotal", place`;
}
