import type { SqlParams } from '#data';
import { mergedHours, QUANTILES } from '../roll-up/digest-sql.js';
import type { Stat } from './series.query.js';
import { isRaw, type Span } from './step.js';

export interface Whose {
  id: string;
  accountId: string;
}

/** The resources that are asked about, led by their accounts as every key is. */
function resources(whose: readonly Whose[], params: SqlParams): string {
  const accounts = params.add(
    whose.map(({ accountId }) => accountId),
    'uuid[]',
  );
  const ids = params.add(
    whose.map(({ id }) => id),
    'uuid[]',
  );
  return `unnest(${accounts}, ${ids}) r (account_id, resource_id)`;
}

const rowsOf = (table: string, whose: readonly Whose[], params: SqlParams) =>
  `${resources(whose, params)} join ${table} m on m.account_id = r.account_id and m.resource_id = r.resource_id`;

const within = (column: string, { from, to }: Pick<Span, 'from' | 'to'>, params: SqlParams) =>
  `m.${column} >= ${params.add(new Date(from), 'timestamptz')} and m.${column} < ${params.add(new Date(to), 'timestamptz')}`;

const bin = (column: string, { step }: Span, params: SqlParams) =>
  `date_bin(make_interval(secs => ${params.add(step, 'int')}), m.${column}, timestamptz 'epoch')`;

const isQuantile = (stat: Stat): stat is keyof typeof QUANTILES => Object.hasOwn(QUANTILES, stat);

const rawStat = (stat: Stat) =>
  isQuantile(stat) ? `percentile_cont(${QUANTILES[stat]}) within group (order by m.value)` : `${stat}(m.value)`;

/** Points (`at, value, samples`) of all resources together, exact: from the samples themselves, or from whole hours. */
export function seriesSql(
  asked: { whose: readonly Whose[]; metric: string; span: Span; stat: Stat },
  params: SqlParams,
) {
  const { whose, metric, span, stat } = asked;
  const [table, column] = isRaw(span) ? ['metric_sample', 'at'] : ['metric_hour', 'hour'];
  const from = rowsOf(table, whose, params);
  const where = `m.metric = ${params.add(metric, 'text')} and ${within(column, span, params)}`;
  const at = bin(column, span, params);
  if (isRaw(span))
    return `select ${at} as at, ${rawStat(stat)} as value, count(*)::int as samples from ${from} where ${where} group by 1 order by 1`;
  const hours = `select ${at} as at, m.* from ${from} where ${where}`;
  return `select at, ${stat} as value, samples from (${mergedHours(hours, ['at'], { quantiles: isQuantile(stat) })}) p`;
}

/** Every metric of each resource in all of a time: `resource_id, metric, samples, avg, min, max, p50, p95, p99`. */
export function utilisationSql(whose: readonly Whose[], span: Pick<Span, 'from' | 'to'>, params: SqlParams): string {
  const hours = `select m.* from ${rowsOf('metric_hour', whose, params)} where ${within('hour', span, params)}`;
  return mergedHours(hours, ['resource_id', 'metric']);
}

/** Points of each of these metrics of each resource: `resource_id, metric, at, value, samples`. */
export function pointsSql(
  asked: { whose: readonly Whose[]; metrics: readonly string[]; span: Span; stat: Stat },
  params: SqlParams,
): string {
  const { whose, metrics, span, stat } = asked;
  const from = rowsOf('metric_hour', whose, params);
  const where = `m.metric = any(${params.add(metrics, 'text[]')}) and ${within('hour', span, params)}`;
  const hours = `select ${bin('hour', span, params)} as at, m.* from ${from} where ${where}`;
  const merged = mergedHours(hours, ['resource_id', 'metric', 'at'], { quantiles: isQuantile(stat) });
  return `select resource_id, metric, at, ${stat} as value, samples from (${merged}) p`;
}
