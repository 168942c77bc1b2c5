import { filterFromQuery, refuseUnknown, validation } from '#platform';
import { configFromQuery } from './config-search.js';
import { ResourcesQuery } from './resources.query.js';
import type { ResourceSearch } from './resource-list.js';

export type RawQuery = Record<string, string | string[] | undefined>;

const WORDS = ['limit', 'cursor', 'sort', 'state', 'q', 'untagged', 'seenAfter', 'owner', 'format'] as const;

/** A query string, checked: the fixed words by their class, the rest as a filter, and nothing that neither knows. */
export async function searchOf(raw: RawQuery): Promise<{ query: ResourcesQuery; search: ResourceSearch }> {
  const { config, notConfig, rest } = configFromQuery(raw);
  refuseUnknown(rest, ...WORDS);
  const given = WORDS.filter((word) => raw[word] !== undefined).map((word) => [word, raw[word]]);
  const metadata = { type: 'query', metatype: ResourcesQuery } as const;
  const query = (await validation.transform(Object.fromEntries(given), metadata)) as ResourcesQuery;
  const { state, q, untagged, seenAfter, owner } = query;
  return { query, search: { filter: filterFromQuery(rest), state, q, untagged, seenAfter, owner, config, notConfig } };
}
