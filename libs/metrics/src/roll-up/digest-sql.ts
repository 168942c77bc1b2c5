/**
 * The digest of some samples: how many lie in each of the intervals whose bounds grow by the factor GAMMA, so that the
 * middle of an interval is within 1 % of all its values (DDSketch: Masson, Rim, Lee, VLDB 2019). Digests are merged by
 * adding their counts. One int for each interval that is met: its number in the upper, the count in the lower 16 bits.
 */
export const ACCURACY = 0.01;

const GAMMA = (1 + ACCURACY) / (1 - ACCURACY);
const LN_GAMMA = Math.log(GAMMA);
/** Smaller values count as nought. */
const LEAST = '1e-12';
/** Makes the number of every interval positive, so that its sign can be that of the values; 0 is nought's. */
const SHIFT = 1_400;
const MOST_NUMBER = 32_767;
const MOST_COUNT = 65_535;

/** The number of the interval that a value lies in. */
const intervalOf = (value: string) =>
  `case when abs(${value}) < ${LEAST} then 0
    else (sign(${value}) * greatest(1, least(${MOST_NUMBER}, ceil(ln(abs(${value})) / ${LN_GAMMA}) + ${SHIFT})))::int end`;

/** The value in the middle of an interval. */
const middleOf = (number: string) =>
  `sign(${number}) * exp((abs(${number}) - ${SHIFT}) * ${LN_GAMMA}) * ${2 / (1 + GAMMA)}`;

/** The digest of an array of values. */
export const digestOf = (values: string) => `(
  select array_agg(i.number << 16 | least(i.n, ${MOST_COUNT})::int order by i.number)
  from (select ${intervalOf('v.value')} as number, count(*) as n from unnest(${values}) v (value) group by 1) i)`;

export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type Quantile = keyof typeof QUANTILES;
const NAMES = Object.keys(QUANTILES) as Quantile[];

const reached = (name: Quantile) => `min(number) filter (where up_to > ${QUANTILES[name]} * (n - 1)) as ${name}`;

/** Of a single hour what it says itself, else of the digests, never beyond what was really met. */
const told = (name: Quantile) =>
  `case when w.hours = 1 then w.${name} else greatest(w.min, least(w.max, ${middleOf(`t.${name}`)})) end as ${name}`;

/**
 * Rows of `metric_hour` (`hours` selects them, with the columns of `by` beside) taken together by those columns: samples,
 * avg, min, max, and with `quantiles` p50, p95 and p99.
 */
export function mergedHours(hours: string, by: readonly string[], { quantiles = true } = {}): string {
  const group = by.join(', ');
  const sums = `sum(samples)::int as samples, sum(avg * samples) / sum(samples) as avg, min(min) as min, max(max) as max`;
  if (!quantiles) return `select ${group}, ${sums} from (${hours}) h group by ${group} order by ${group}`;
  const own = NAMES.map((name) => `min(${name}) as ${name}`).join(', ');
  return `
    with h as materialized (${hours}),
      w as (select ${group}, ${sums}, count(*) as hours, ${own} from h group by ${group}),
      counts as (
        select ${group}, d.part >> 16 as number, sum(d.part & ${MOST_COUNT}) as n
        from h, unnest(h.digest) d (part) group by ${group}, number),
      added as (
        select ${group}, number, sum(n) over (partition by ${group} order by number) as up_to,
          sum(n) over (partition by ${group}) as n from counts),
      t as (select ${group}, ${NAMES.map(reached).join(', ')} from added group by ${group})
    select ${group}, w.samples, w.avg, w.min, w.max, ${NAMES.map(told).join(', ')}
    from w join t using (${group}) order by ${group}`;
}
