import { invalid, type Filter } from '#common';

const WORDS: Record<string, Exclude<keyof Filter, 'tags' | 'scopeTags' | 'not' | 'anyOf'>> = {
  provider: 'providers',
  account: 'accounts',
  region: 'regions',
  service: 'services',
  type: 'types',
  category: 'categories',
  resource: 'resources',
};

type Query = Record<string, string | string[] | undefined>;

/** Codes have no commas in them; names of services and resources may, and are repeated instead. */
const SPLIT = ['provider', 'account', 'region'];

function listOf(word: string, value: string | string[] | undefined) {
  const texts = [value ?? []].flat();
  return (SPLIT.includes(word) ? texts.flatMap((text) => text.split(',')) : texts).filter((text) => text !== '');
}

function tagsOf(query: Query): Record<string, string[]> | undefined {
  const keys = Object.keys(query).filter((key) => key.startsWith('tag.'));
  if (!keys.length) return undefined;
  return Object.fromEntries(
    keys.map((key) => [key.slice(4), [query[key] ?? []].flat().filter((text) => text !== '*')]),
  );
}

/**
 * The filter of a query string: `?provider=aws,azure&service=A&service=B&tag.team=payments`: repeated values
 * are alternatives (codes also by comma), `tag.KEY=*` is any value, and `not.` before a word excludes it.
 */
export function filterFromQuery(query: Query): Filter {
  const filter: Filter = {};
  for (const [name, word] of Object.entries(WORDS))
    if (query[name] !== undefined) filter[word] = listOf(name, query[name]);
  const tags = tagsOf(query);
  if (tags) filter.tags = tags;
  const excluded = Object.entries(query).filter(([key]) => key.startsWith('not.'));
  if (excluded.length)
    filter.not = filterFromQuery(Object.fromEntries(excluded.map(([key, value]) => [key.slice(4), value])));
  return filter;
}

/** Names every word of a query string that nothing reads, because a misspelt filter must not answer with everything. */
export function refuseUnknown(query: Query, ...known: string[]) {
  const isKnown = (key: string): boolean => {
    const bare = key.replace(/^not\./, '');
    return bare.startsWith('tag.') || Object.hasOwn(WORDS, bare) || known.includes(key);
  };
  const unknown = Object.keys(query).find((key) => !isKnown(key));
  if (unknown !== undefined) throw invalid(unknown, 'is not known here');
}
