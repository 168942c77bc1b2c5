/** Tags that an action has set, and those that it has taken away. */
export type TagPatch = Readonly<Record<string, string | true | null>>;

/** A JSON merge patch (RFC 7386): null takes a key away, an array stands for the whole. */
export type Patch = { readonly [key: string]: unknown };

/** What was made by an action, such as a snapshot: a resource of a kind that can be billed like any other. */
export interface Made {
  /** Id of its account. */
  account: string;
  /** Name of the kind in the cloud's price list. */
  kind: string;
  name: string;
  region: string;
  /** From which its id comes. */
  seed: number;
}

/**
 * What one action did to one resource. Nothing is ever overwritten: what a resource was at an instant follows from all
 * changes until then, so that the bill of the past stays as it was.
 */
export interface Change {
  /** In the form of `nativeIdOf`. */
  nativeId: string;
  at: Date;
  /** `off`: stopped by hand; `on`: started outside of its hours. */
  power?: 'on' | 'off' | 'auto';
  /** Another size, as the name of a kind in the cloud's price list. */
  kind?: string;
  tags?: TagPatch;
  /** What the configuration says from then on. */
  configuration?: Patch;
  isDeleted?: true;
  made?: Made;
}

/** What a resource's bill and metrics depend on, at one instant. */
export interface Facts {
  power: 'on' | 'off' | 'auto';
  kind?: string;
  tags?: TagPatch;
  isDeleted: boolean;
}

export const UNCHANGED: Facts = { power: 'auto', isDeleted: false };

export const factsAfter = (facts: Facts, { power, kind, tags, isDeleted, made }: Change): Facts => ({
  power: power ?? facts.power,
  kind: kind ?? facts.kind,
  tags: tags ? { ...facts.tags, ...tags } : facts.tags,
  isDeleted: made ? false : (isDeleted ?? facts.isDeleted),
});

/** Before its first change, what an action made is not there yet. */
const factsBefore = (changes: readonly Change[]): Facts =>
  changes[0]?.made ? { ...UNCHANGED, isDeleted: true } : UNCHANGED;

/** Changes are in the order of time. */
export const factsAt = (changes: readonly Change[], at: Date): Facts =>
  changes.filter((change) => change.at <= at).reduce(factsAfter, factsBefore(changes));

const HOUR = 3_600_000;

/** Bills are by the hour: the hour in which something is changed is billed as it began. */
const hourAfter = ({ at }: Change) => Math.ceil(at.getTime() / HOUR);

/** Hours of one day, `[from, to)` between 0 and 24, in which nothing changed. */
export interface Span {
  from: number;
  to: number;
  facts: Facts;
}

/** The spans of the day that begins at midnight `start`; one of 24 hours where nothing changed. */
export function spansOf(changes: readonly Change[], start: Date): Span[] {
  const first = start.getTime() / HOUR;
  const spans: Span[] = [];
  let open: Span = { from: 0, to: 24, facts: factsBefore(changes) };
  for (const change of changes) {
    const hour = hourAfter(change) - first;
    if (hour >= 24) break;
    const facts = factsAfter(open.facts, change);
    if (hour > open.from) spans.push({ ...open, to: hour });
    open = { from: Math.max(open.from, hour), to: 24, facts };
  }
  return [...spans, open];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `value` after a merge patch. */
export function patched(value: Record<string, unknown>, patch: Patch): Record<string, unknown> {
  const result = { ...value };
  for (const [key, wanted] of Object.entries(patch)) {
    const known = result[key];
    if (wanted === null) delete result[key];
    else result[key] = isObject(wanted) ? patched(isObject(known) ? known : {}, wanted) : wanted;
  }
  return result;
}

export function withTags<V>(tags: Readonly<Record<string, V>>, patch: Readonly<Record<string, V | null>> = {}) {
  const merged: Record<string, V> = { ...tags };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}

/** All changes of an account by the resource, each in the order of time. */
export function byResource(changes: readonly Change[]): ReadonlyMap<string, readonly Change[]> {
  const found = new Map<string, Change[]>();
  for (const change of changes) found.set(change.nativeId, [...(found.get(change.nativeId) ?? []), change]);
  for (const each of found.values()) each.sort((one, other) => +one.at - +other.at);
  return found;
}
