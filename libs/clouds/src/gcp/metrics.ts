import { chunks } from '../at-once.js';
import type { Measurement, Sample } from '../cloud.js';
import { at, listAt, textAt } from '../json.js';
import type { Metric } from '../metric.js';
import type { GcpClient } from './client.js';
import { KINDS } from './kinds.js';
import type { GcpKind, GcpMetric } from './kinds/kind.js';
import { ONE_PAGE } from './listing.js';

/** So many resources are named in one filter. */
const NAMED = 100;
const OPERATION = 'monitoring.timeSeries.list';
/** The shortest that Cloud Monitoring aligns to, in seconds. */
const SHORTEST = 60;

type Resource = Measurement['resources'][number];

/** One question: the series of one metric of some resources. */
interface Ask {
  kind: GcpKind;
  metric: Metric;
  from: GcpMetric;
  named: Map<string, string>;
  label: string;
}

/** The utilisation of some resources, from Cloud Monitoring's time series. */
export async function* samplesOf(client: GcpClient, question: Measurement, signal: AbortSignal): AsyncIterable<Sample> {
  for (const kind of KINDS) {
    const { series, metrics = {} } = kind;
    const resources = question.resources.filter(({ type }) => type === kind.type);
    if (!series || !resources.length) continue;
    for (const [metric, from] of Object.entries(metrics) as [Metric, GcpMetric][])
      if (question.metrics.includes(metric))
        for (const some of chunks(NAMED, resources))
          yield* seriesOf(
            client,
            { kind, metric, from, label: series.label, named: namesOf(client, series.value, some) },
            { question, signal },
          );
  }
}

/** Resources by what the label of their series holds. */
const namesOf = ({ access }: GcpClient, value: string, resources: readonly Resource[]) =>
  new Map(
    resources.map(({ nativeId }) => {
      const last = nativeId.split('/').at(-1)!;
      return [value === 'project:name' ? `${access.project}:${last}` : last, nativeId];
    }),
  );

const quoted = (text: string) => JSON.stringify(text);
const secondsOf = (moment: Date) => ({ seconds: Math.floor(+moment / 1000) });

function requestOf(client: GcpClient, ask: Ask, { from, to }: Measurement, seconds: number) {
  const { label, named } = ask;
  const filter = [
    `metric.type = ${quoted(ask.from.type)}`,
    `resource.labels.${label} = one_of(${[...named.keys()].map(quoted).join(',')})`,
    ...(ask.from.where ? [ask.from.where] : []),
  ].join(' AND ');
  return {
    name: `projects/${client.access.project}`,
    filter,
    interval: { startTime: secondsOf(from), endTime: secondsOf(to) },
    aggregation: {
      alignmentPeriod: { seconds },
      perSeriesAligner: ask.from.as === 'rate' ? ('ALIGN_RATE' as const) : ('ALIGN_MEAN' as const),
      // Shares of a whole are not added up over what a resource consists of.
      crossSeriesReducer: ask.from.times === undefined ? ('REDUCE_SUM' as const) : ('REDUCE_MEAN' as const),
      groupByFields: [`resource.labels.${label}`],
    },
    view: 'FULL' as const,
    pageSize: 10_000,
  };
}

async function* seriesOf(
  client: GcpClient,
  ask: Ask,
  { question, signal }: { question: Measurement; signal: AbortSignal },
): AsyncIterable<Sample> {
  const metrics = await client.metrics();
  const seconds = Math.max(SHORTEST, Math.ceil(question.periodSeconds / SHORTEST) * SHORTEST);
  const request = requestOf(client, ask, question, seconds);
  let pageToken: string | null | undefined;
  do {
    const [found, , answer] = await client.call(OPERATION, signal, () =>
      metrics.listTimeSeries({ ...request, ...(pageToken && { pageToken }) }, ONE_PAGE),
    );
    for (const series of found) yield* pointsOf(series, ask, seconds, question);
    pageToken = answer?.nextPageToken;
  } while (pageToken);
}

function* pointsOf(series: unknown, ask: Ask, seconds: number, { from, to }: Measurement): Iterable<Sample> {
  const nativeId = ask.named.get(textAt(series, `resource.labels.${ask.label}`) ?? '');
  if (!nativeId) return;
  for (const point of listAt(series, 'points')) {
    const [begin, value] = [beginOf(point, seconds), numberOf(point)];
    if (begin >= from && begin < to && Number.isFinite(value))
      yield { nativeId, metric: ask.metric, at: begin, value: value * (ask.from.times ?? 1) };
  }
}

/** A point is told at its end. */
const beginOf = (point: unknown, seconds: number) =>
  new Date((Number(at(point, 'interval.endTime.seconds')) - seconds) * 1000);

const numberOf = (point: unknown) => Number(at(point, 'value.doubleValue') ?? at(point, 'value.int64Value') ?? NaN);
