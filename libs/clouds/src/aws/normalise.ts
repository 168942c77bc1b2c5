import { CloudError } from '../cloud-error.js';
import type { CloudResource } from '../cloud.js';
import { withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import type { Found, Kind } from './kind.js';
import { arnOf, type Place } from './place.js';

type Fields = Record<string, unknown>;

/** The answer as plain JSON: moments as ISO 8601, bytes as base64. */
const plain = (value: Fields): Fields =>
  JSON.parse(
    JSON.stringify(value, function (this: Fields, key, each: unknown) {
      const raw = key ? this[key] : each;
      if (raw instanceof Uint8Array) return Buffer.from(raw).toString('base64');
      return key === '$metadata' ? undefined : each;
    }),
  ) as Fields;

const firstText = (tag: Fields, names: readonly string[]) =>
  names.map((name) => tag[name]).find((each): each is string => typeof each === 'string');

/** AWS writes tags as lists of pairs or as maps, under four names. */
export function tagsOf(item: Fields): Record<string, string | true> {
  const raw = item.Tags ?? item.tags ?? item.TagList ?? item.TagSet;
  const pairs = Array.isArray(raw)
    ? (raw as Fields[]).map((tag) => [
        firstText(tag, ['Key', 'key', 'TagKey']),
        firstText(tag, ['Value', 'value', 'TagValue']),
      ])
    : Object.entries((raw ?? {}) as Record<string, string>);
  const tags: Record<string, string | true> = {};
  for (const [key, value] of pairs) if (key) tags[key] = value || true;
  return tags;
}

/** The SDK's dates, seconds since 1970, or a text. */
function momentOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof Date)) return undefined;
  const moment = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(+moment) ? undefined : moment;
}

function relationsOf(kind: Kind, item: Fields, place: Place) {
  const named = Object.entries(kind.relations?.(item) ?? {}).flatMap(([name, ids]) =>
    [ids].flat().map((id) => ({ kind: name, nativeId: id ? nativeIdOf('aws', arnOf(name, id, place)) : '' })),
  );
  const seen = new Set<string>();
  return named.filter(
    ({ kind: of, nativeId }) => nativeId && !seen.has(`${of} ${nativeId}`) && seen.add(`${of} ${nativeId}`),
  );
}

/** The last part of an ARN or id, which is a name where there is no better one. */
const lastPart = (id: string) => id.split(/[:/]/).filter(Boolean).at(-1) ?? id;

/** Throws `CloudError` `broken` for an answer without an id, which cannot be told from others. */
export function normalise(kind: Kind, { item, details, denied }: Found<unknown>, place: Place): CloudResource {
  const known = { ...(item as Fields), ...details };
  const id = kind.id(known, place);
  if (!id) throw new CloudError('broken', kind.source.actions[0]!, `an answer without an id, of ${kind.type}`);
  const tags = tagsOf(known);
  const createdAt = momentOf(kind.createdAt?.(known));
  return {
    nativeId: nativeIdOf('aws', id),
    type: kind.type,
    name: nameOf(kind, known, tags) ?? lastPart(id),
    region: regionOf(kind, known, place),
    service: kind.service,
    category: kind.category,
    state: stateOf(kind, known),
    tags,
    configuration: configurationOf(known, denied),
    relations: relationsOf(kind, known, place),
    ...(createdAt && { createdAt }),
  };
}

function nameOf(kind: Kind, item: Fields, { Name }: Record<string, string | true>): string | undefined {
  return kind.name?.(item) || (typeof Name === 'string' ? Name : undefined);
}

const stateOf = (kind: Kind, item: Fields) => kind.state?.(item)?.toLowerCase() || 'active';

const regionOf = (kind: Kind, item: Fields, { region }: Place) =>
  kind.region?.(item) ?? (kind.isGlobal ? 'global' : region);

const configurationOf = (item: Fields, denied: string[]) => ({
  ...withoutSecrets(plain(item)),
  ...(denied.length && { $denied: [...new Set(denied)].sort() }),
});
