import { invalid, type Day } from '#common';
import type { ChargeSource } from './charge-sql.js';
import { Aggregates, measureSql } from './charge-measures.js';
import { currencySql, type Breakdown } from './charges-sql.js';
import { keySql } from './charge-terms.js';

/** How many days before a day say what is usual. */
export const USUAL_DAYS = 28;
/** Fewer say nothing yet. */
const LEAST_DAYS = 14;
export const ANOMALY_MEASURES = ['impact', 'actual', 'expected', 'score'] as const;

interface Days {
  /** The first day with charges at all, or that is looked at. */
  first: Day;
  /** The first day that is judged. */
  from: Day;
  /** The day after the last one. */
  to: Day;
}

const list = (...parts: readonly string[]) => parts.join(', ');

/**
 * Days on which a group costs what it usually does not. Expected is the median of the 28 days before, and the spread
 * 1.4826 × their median absolute deviation (never under a hundredth of the median, so that a steady price may breathe). The
 * score is (actual − expected) / spread; 3.5 and more are anomalies (Iglewicz and Hoaglin, 1993: modified z-scores). Where
 * the 28 days were all the same, at nought, there is no spread and no score, and whatever exceeds them all is one.
 */
export function anomaliesSql({ sql, params }: ChargeSource, asked: Breakdown, days: Days): string {
  const { groupBy, limit } = asked;
  const measures = asked.measures;
  const aggregates = new Aggregates();
  if (measures.length !== 1 || !measures[0]!.startsWith('sum:'))
    throw invalid('measures', 'must be one sum:COLUMN where anomalies are asked');
  const amount = measureSql(measures[0]!, { params, aggregates });
  const keys = groupBy.map((word) => keySql(word, params));
  const names = keys.map((_, at) => `k${at}`);
  const group = list('currency', ...names);
  const [first, from, to] = [days.first, days.from, days.to].map((day) => params.add(day, 'date'));
  return `with sums as (
      select ${list(`${currencySql(asked)} as currency`, ...keys.map((key, at) => `${key} as k${at}`))},
        (c.charge_period_start at time zone 'UTC')::date as day, ${aggregates.sqls[0]!} as ${amount} ${sql}
      group by ${list('1', ...keys.map((_, at) => `${at + 2}`), `${keys.length + 2}`)}),
    daily as (
      select ${group}, day, coalesce(sum(${amount}), 0) as actual from (
        select ${group}, day, ${amount} from sums union all
        select ${group}, d::date, 0 from (select distinct ${group} from sums) g
          cross join generate_series(${first}::timestamp, ${to}::timestamp - interval '1 day', interval '1 day') d) s
      group by ${group}, day),
    usual as (
      select *, array_agg(actual) over (partition by ${group} order by day rows between ${USUAL_DAYS} preceding and 1 preceding)
        as past from daily),
    judged as (
      select ${group}, day, actual, expected, actual - expected as impact,
        round((actual - expected) / nullif(greatest(1.4826 * deviation, 0.01 * abs(expected)), 0), 4) as score, lowest, highest
      from usual
        cross join lateral (select percentile_disc(0.5) within group (order by u) as expected, min(u) as lowest,
          max(u) as highest from unnest(past) u) m
        cross join lateral (select percentile_disc(0.5) within group (order by abs(u - expected)) as deviation
          from unnest(past) u) s
      where day >= ${from} and day < ${to} and cardinality(past) >= ${LEAST_DAYS}),
    ranked as (
      select *, (count(*) over one)::int as groups,
        row_number() over (one order by ${list('abs(impact) desc', ...names, 'day')}) as place from judged
      where abs(score) >= 3.5 or (score is null and (actual > highest or actual < lowest))
      window one as (partition by currency))
    select currency, false as "isTotal", groups, array[${list(...names, 'day::text')}]::text[] as keys,
      array[${list(...ANOMALY_MEASURES.map((name) => `trim_scale(${name})::text`))}]::text[] as measures
    from ranked where place <= ${params.add(limit, 'int')} order by currency, place`;
}
