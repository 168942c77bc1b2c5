import type { MetricsClient } from '@azure/monitor-query';
import { chunks } from '../at-once.js';
import type { Measurement, Sample } from '../cloud.js';
import type { Metric } from '../metric.js';
import { persistently } from '../persistently.js';
import type { AzureClient } from './client.js';
import { kindOf } from './kinds.js';
import type { AzureKind, AzureMetric } from './kinds/kind.js';

/** So many resources of one type and region are asked about at once: the limit of Azure's batch. */
const BATCH = 50;
/** The lengths of sample that Azure Monitor keeps, in seconds, with its names of them. */
const GRAINS: readonly (readonly [number, string])[] = [
  [60, 'PT1M'],
  [300, 'PT5M'],
  [900, 'PT15M'],
  [1800, 'PT30M'],
  [3600, 'PT1H'],
  [21_600, 'PT6H'],
  [43_200, 'PT12H'],
  [86_400, 'P1D'],
];
/** Metrics that are only kept by the hour. */
const HOURLY = new Set(['UsedCapacity', 'StorageUsed', 'DataUsage']);

type Asked = readonly [Metric, AzureMetric];
type Resource = Measurement['resources'][number];
type Answer = Awaited<ReturnType<MetricsClient['queryResources']>>[number];

const grainOf = (seconds: number) => GRAINS.find(([length]) => length >= seconds) ?? GRAINS.at(-1)!;

const isHourly = ([, { names }]: Asked) => names.some((name) => HOURLY.has(name));

/** The utilisation of some resources, from Azure Monitor's batches. */
export async function* samplesOf(
  client: AzureClient,
  question: Measurement,
  signal: AbortSignal,
): AsyncIterable<Sample> {
  const { MetricsClient } = await import('@azure/monitor-query');
  const clients = new Map<string, MetricsClient>();
  const clientOf = (region: string) => {
    const url = client.access.metrics.replace('{region}', region);
    const options = { audience: audienceOf(url), retryOptions: { maxRetries: 0 } };
    const found = clients.get(url) ?? new MetricsClient(url, client.credential, options);
    clients.set(url, found);
    return found;
  };
  for (const [region, kind, resources] of groupsOf(question)) {
    for (const asked of asksOf(kind, question))
      for (const batch of chunks(BATCH, resources))
        yield* await batchOf(clientOf(region), { kind, asked, batch, question, signal });
  }
}

/** Who a token is for: the service of a whole cloud, whichever region answers. */
const audienceOf = (url: string) => new URL(url).origin.replace(/\/\/[a-z0-9]+\.metrics\./, '//metrics.');

function groupsOf({ resources }: Measurement): [string, AzureKind, Resource[]][] {
  const groups = new Map<string, [string, AzureKind, Resource[]]>();
  for (const resource of resources) {
    const kind = kindOf(resource.type);
    const key = `${resource.region} ${kind.type}`;
    const group = groups.get(key) ?? [resource.region, kind, []];
    group[2].push(resource);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What is asked of a kind, in questions that each have one length of sample. */
function asksOf({ metrics = {} }: AzureKind, { metrics: wanted }: Measurement): Asked[][] {
  const asked = (Object.entries(metrics) as [Metric, AzureMetric][]).filter(([metric]) => wanted.includes(metric));
  return [asked.filter((each) => !isHourly(each)), asked.filter(isHourly)].filter(({ length }) => length > 0);
}

interface Batch {
  kind: AzureKind;
  asked: Asked[];
  batch: Resource[];
  question: Measurement;
  signal: AbortSignal;
}

async function batchOf(client: MetricsClient, { kind, asked, batch, question, signal }: Batch): Promise<Sample[]> {
  const [seconds, interval] = grainOf(isHourly(asked[0]!) ? 3600 : question.periodSeconds);
  const names = [...new Set(asked.flatMap(([, { names }]) => names))];
  const ids = new Map(batch.map(({ nativeId }) => [nativeId.toLowerCase(), nativeId]));
  const answers = await persistently('Microsoft.Insights/metrics/read', signal, () =>
    client.queryResources([...ids.keys()], names, kind.type, {
      startTime: question.from,
      endTime: question.to,
      interval,
      aggregation: [...new Set(asked.map(([, { aggregation }]) => aggregation))].join(','),
      abortSignal: signal,
    }),
  );
  return answers.flatMap((answer) => {
    const nativeId = ids.get((answer.resourceId ?? '').toLowerCase());
    return nativeId ? asked.flatMap((each) => valuesOf(answer, each, seconds, question, nativeId)) : [];
  });
}

// eslint-disable-next-line max-params
function valuesOf(
  answer: Answer,
  [metric, { names, aggregation, as }]: Asked,
  seconds: number,
  { from, to }: Measurement,
  nativeId: string,
): Sample[] {
  const sums = new Map<number, number>();
  for (const { name, timeseries } of answer.metrics)
    if (names.includes(name))
      for (const { timeStamp, ...point } of timeseries.flatMap(({ data }) => data ?? [])) {
        const value = aggregation === 'count' ? point.count : point[aggregation];
        if (value !== undefined && value !== null) sums.set(+timeStamp, (sums.get(+timeStamp) ?? 0) + value);
      }
  return [...sums]
    .filter(([at]) => at >= +from && at < +to)
    .map(([at, sum]) => ({ nativeId, metric, at: new Date(at), value: convertedTo(as, sum, seconds) }));
}

function convertedTo(as: AzureMetric['as'], sum: number, seconds: number): number {
  if (as === 'rate') return sum / seconds;
  return as === 'rest' ? 100 - sum : sum;
}
