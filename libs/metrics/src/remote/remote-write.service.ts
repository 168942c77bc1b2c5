import { Injectable } from '@nestjs/common';
import { as, type Caller } from '#common';
import { Settings } from '#platform';
import { MetricsWriter } from '../samples/metrics-writer.js';
import { isMetricName, isSampleValue, type SampleRow } from '../samples/sample.js';
import { SampleCounter } from '../samples/sample-counter.js';
import { RemoteWriteTaken } from '../samples/samples.view.js';
import { LabelResources, type Match } from './label-resources.js';
import type { RemoteSeries } from './remote-request.js';
import { unpack } from './unpack.js';

const nameOf = ({ labels }: RemoteSeries) => labels.get('__name__');

/** Samples by what becomes of them. */
export interface Sorted {
  rows: SampleRow[];
  unknownResource: number;
  ambiguous: number;
  invalid: number;
  notANumber: number;
}

const keyOf = (series: RemoteSeries, match: Match) =>
  typeof match === 'string' ? undefined : `${match.id} ${nameOf(series)}`;

/** Two series of one resource and metric, which other labels tell apart, cannot both be its utilisation. */
function shared(all: readonly RemoteSeries[], matches: readonly Match[]): Set<string> {
  const [once, twice] = [new Set<string>(), new Set<string>()];
  for (const [at, series] of all.entries()) {
    const key = keyOf(series, matches[at]!);
    if (key !== undefined) (once.has(key) ? twice : once).add(key);
  }
  return twice;
}

function rowsOf({ ats, values }: RemoteSeries, { id, accountId }: Exclude<Match, string>, metric: string): SampleRow[] {
  return ats.map((at, place) => ({ accountId, resourceId: id, metric, at, value: values[place]! }));
}

/** Which samples can be written, and how many cannot, for which reason. */
export function sorted(all: readonly RemoteSeries[], matches: readonly Match[]): Sorted {
  const told: Sorted = { rows: [], unknownResource: 0, ambiguous: 0, invalid: 0, notANumber: 0 };
  const twice = shared(all, matches);
  for (const [at, series] of all.entries()) {
    const [match, metric] = [matches[at]!, nameOf(series)];
    const samples = series.ats.length;
    if (match === 'unknown') told.unknownResource += samples;
    else if (match === 'ambiguous' || twice.has(keyOf(series, match)!)) told.ambiguous += samples;
    else if (!isMetricName(metric)) told.invalid += samples;
    else told.rows.push(...rowsOf(series, match, metric));
  }
  const numbers = told.rows.filter(({ value }) => !Number.isNaN(value));
  told.notANumber = told.rows.length - numbers.length;
  told.rows = numbers.filter(({ value }) => isSampleValue(value));
  told.invalid += numbers.length - told.rows.length;
  return told;
}

/**
 * Takes what Prometheus writes. A sender repeats what is refused with a status of 500 or more, for ever; so what cannot be
 * used is counted and told in the answer, and only bytes that are no remote write are refused.
 */
@Injectable()
export class RemoteWriteService {
  constructor(
    private readonly resources: LabelResources,
    private readonly writer: MetricsWriter,
    private readonly counter: SampleCounter,
    private readonly settings: Settings,
  ) {}

  async write(caller: Caller, body: unknown): Promise<RemoteWriteTaken> {
    const all = unpack(body, this.settings.metricsWriteLimit);
    const { rows, ...left } = sorted(all, await this.resources.of(caller, all));
    const written = await this.writer.write(rows);
    this.counter.count('unknown_resource', left.unknownResource);
    this.counter.count('ambiguous', left.ambiguous);
    this.counter.count('invalid', left.invalid);
    this.counter.count('not_a_number', left.notANumber);
    return as(RemoteWriteTaken, { ...written, ...left });
  }
}
