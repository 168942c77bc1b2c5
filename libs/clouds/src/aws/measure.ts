import { CloudError } from '../cloud-error.js';
import type { Measurement, Sample } from '../cloud.js';
import type { Metric } from '../metric.js';
import type { Ask } from './ask.js';
import { chunks } from '../at-once.js';
import { metricOf, type CloudWatchMetric } from './metrics.js';

/** As many as one question to CloudWatch may have. */
const MOST_QUERIES = 500;

interface Query {
  nativeId: string;
  region: string;
  metric: Metric;
  at: CloudWatchMetric;
  period: number;
}

/** Whole minutes, or a metric's own longer period. */
const periodOf = (asked: number, own = 60) => Math.max(60, own, Math.ceil(asked / 60) * 60);

function queriesOf({ resources, metrics, periodSeconds }: Measurement): Query[] {
  return resources.flatMap(({ nativeId, type, region }) =>
    metrics.flatMap((metric) => {
      const at = metricOf(type, nativeId, metric);
      return at ? [{ nativeId, region, metric, at, period: periodOf(periodSeconds, at.period) }] : [];
    }),
  );
}

const asked = ({ at, period }: Query, place: number) => ({
  Id: `q${place}`,
  MetricStat: {
    Metric: {
      Namespace: at.namespace,
      MetricName: at.name,
      Dimensions: Object.entries(at.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: period,
    Stat: at.stat,
  },
});

/** CloudWatch answers sums over a period, where the port wants what happened each second. */
const valueOf = ({ at, period }: Query, value: number) => (value * at.factor) / (at.stat === 'Sum' ? period : 1);

interface Result {
  Id?: string;
  StatusCode?: string;
  Timestamps?: Date[];
  Values?: number[];
}

function* samplesOf(queries: Query[], results: Result[], { from, to }: Measurement): Generator<Sample> {
  for (const { Id = '', StatusCode, Timestamps = [], Values = [] } of results) {
    const query = queries[Number(Id.slice(1))];
    if (!query) continue;
    refuse(StatusCode, query);
    for (const [place, at] of Timestamps.entries())
      if (at >= from && at < to && Values[place] !== undefined)
        yield { nativeId: query.nativeId, metric: query.metric, at, value: valueOf(query, Values[place]) };
  }
}

function refuse(status: string | undefined, { at }: Query) {
  if (status === 'Forbidden')
    throw new CloudError('denied', 'cloudwatch:GetMetricData', `${at.namespace} is forbidden`);
  if (status === 'InternalError')
    throw new CloudError('broken', 'cloudwatch:GetMetricData', `${at.namespace} ${at.name} could not be answered`);
}

function byRegion(queries: Query[], home: string) {
  const groups = new Map<string, Query[]>();
  for (const query of queries) {
    const region = query.region === 'global' ? home : query.region;
    groups.set(region, [...(groups.get(region) ?? []), query]);
  }
  return groups;
}

export async function* measure(ask: Ask, question: Measurement): AsyncGenerator<Sample> {
  const window = { StartTime: question.from, EndTime: question.to, ScanBy: 'TimestampAscending' as const };
  for (const [region, queries] of byRegion(queriesOf(question), ask.place.region)) {
    for (const some of chunks(MOST_QUERIES, queries)) {
      const pages = ask
        .at(region)
        .pages('cloudwatch', 'GetMetricData', { ...window, MetricDataQueries: some.map(asked) });
      for await (const { MetricDataResults = [] } of pages) yield* samplesOf(some, MetricDataResults, question);
    }
  }
}
