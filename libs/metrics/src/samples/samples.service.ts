import { Injectable } from '@nestjs/common';
import { as, type Caller } from '#common';
import { ResourceLookup, type LocatedResource } from '#inventory';
import { KeptTimes } from './kept-times.js';
import { MetricsWriter } from './metrics-writer.js';
import type { SampleRow } from './sample.js';
import { readSample, type SampleSaid } from './read-sample.js';
import { SampleCounter } from './sample-counter.js';
import { SampleFault, SamplesTaken } from './samples.view.js';

const MOST_ERRORS = 100;

/** Finds the resource of each sample among those that were looked up; a fault where there is not exactly one. */
type Find = (said: SampleSaid) => LocatedResource | { field: string; message: string };

/** Takes batches of samples that name their resources. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly resources: ResourceLookup,
    private readonly writer: MetricsWriter,
    private readonly times: KeptTimes,
    private readonly counter: SampleCounter,
  ) {}

  /** Writes what can be written of a batch, and tells of each other sample why not. */
  async take(caller: Caller, given: readonly unknown[]): Promise<SamplesTaken> {
    const faults: SampleFault[] = [];
    const refuse = (index: number, fault: { field: string; message: string }) =>
      void faults.push(as(SampleFault, { index, ...fault }));
    const said: SampleSaid[] = [];
    for (const [index, row] of given.entries()) {
      const read = readSample(row, index);
      if ('index' in read) said.push(read);
      else refuse(index, read);
    }
    this.counter.count('invalid', faults.length);
    const rows = this.located(said, await this.finder(caller, said), refuse);
    const { written, unchanged } = await this.writer.write(rows);
    faults.sort((one, other) => one.index - other.index);
    return as(SamplesTaken, { written, unchanged, rejected: faults.length, errors: faults.slice(0, MOST_ERRORS) });
  }

  private located(said: SampleSaid[], find: Find, refuse: (index: number, fault: never) => void): SampleRow[] {
    const [from, until] = [this.times.hoursFrom(), this.times.until()];
    let unknown = 0;
    const rows = said.flatMap((sample): SampleRow[] => {
      const { index, metric, at, value } = sample;
      const found = find(sample);
      if ('message' in found) {
        unknown += 1;
        refuse(index, found as never);
        return [];
      }
      if (at < from) refuse(index, { field: 'at', message: 'is older than what is kept' } as never);
      if (at > until) refuse(index, { field: 'at', message: 'lies in the future' } as never);
      return [{ accountId: found.accountId, resourceId: found.id, metric, at, value }];
    });
    this.counter.count('unknown_resource', unknown);
    return rows;
  }

  private async finder(caller: Caller, said: readonly SampleSaid[]): Promise<Find> {
    const ids = new Set(said.flatMap(({ resourceId }) => resourceId?.toLowerCase() ?? []));
    const natives = new Set(said.flatMap(({ nativeId }) => nativeId ?? []));
    const byId = ids.size ? await this.resources.byIds(caller, [...ids]) : new Map<string, LocatedResource>();
    const byNative = natives.size ? await this.resources.byNativeIds(caller, [...natives]) : new Map<string, never>();
    return ({ resourceId, nativeId, account }) => {
      const field = resourceId === undefined ? 'nativeId' : 'resourceId';
      const named = resourceId === undefined ? (byNative.get(nativeId!) ?? []) : [byId.get(resourceId.toLowerCase())];
      const own = named.filter((each) => each && (!account || each.accountId === account || each.account === account));
      if (own.length > 1)
        return { field: 'account', message: 'must be given, since several accounts have such a resource' };
      return own[0] ?? { field, message: 'names no resource that you may see' };
    };
  }
}
