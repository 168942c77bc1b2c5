import { Injectable } from '@nestjs/common';
import { isUuid, type Caller } from '#common';
import { ResourceLookup, type LocatedResource } from '#inventory';
import { Settings, type LabelRule } from '#platform';
import type { RemoteSeries } from './remote-request.js';

export type Match = LocatedResource | 'unknown' | 'ambiguous';

/** `instance` is mostly an address with the port of an exporter. */
const withoutPort = (value: string) => value.replace(/:\d{1,5}$/, '');

/** The resources that each name stands for: one, unless they share it. */
export type Found = ReadonlyMap<string, readonly LocatedResource[]>;

const namesOf = (value: string) => new Set([value, withoutPort(value)]);

/** What a label's value stands for; as it is, before it is tried without a port. */
export function match(value: string, found: Found): Match {
  for (const name of namesOf(value)) {
    const [first, second] = found.get(name) ?? [];
    if (second) return 'ambiguous';
    if (first) return first;
  }
  return 'unknown';
}

/** Finds the resource of each series by its labels, as `CLOUDGOV_METRICS_LABELS` says. */
@Injectable()
export class LabelResources {
  constructor(
    private readonly resources: ResourceLookup,
    private readonly settings: Settings,
  ) {}

  /** The first rule that finds a resource decides; later ones are asked for what is left alone. */
  async of(caller: Caller, all: readonly RemoteSeries[]): Promise<Match[]> {
    const matches = all.map((): Match => 'unknown');
    for (const rule of this.settings.metricsLabels) {
      const values = all.map(({ labels }, at) => (matches[at] === 'unknown' && labels.get(rule.label)) || undefined);
      const names = new Set(values.flatMap((value) => (value === undefined ? [] : [...namesOf(value)])));
      const found = names.size ? await this.named(caller, rule, [...names]) : new Map<string, never>();
      for (const [at, value] of values.entries()) if (value !== undefined) matches[at] = match(value, found);
    }
    return matches;
  }

  private async named(caller: Caller, { tag: key }: LabelRule, names: string[]): Promise<Found> {
    if (key !== undefined) {
      const pairs = names.map((value) => ({ key, value }));
      const tagged = await this.resources.byTags(caller, pairs);
      return new Map(names.map((name, at) => [name, tagged[at]!]));
    }
    const ids = names.filter((name) => isUuid(name));
    const byId = ids.length ? await this.resources.byIds(caller, ids) : new Map<string, LocatedResource>();
    const own = new Map(names.flatMap((name) => byId.get(name.toLowerCase()) ?? []).map((each) => [each.id, [each]]));
    const others = names.filter((name) => !own.has(name.toLowerCase()));
    const natives = others.length ? await this.resources.byNativeIds(caller, others) : new Map<string, never>();
    return new Map(names.map((name) => [name, own.get(name.toLowerCase()) ?? natives.get(name) ?? []]));
  }
}
