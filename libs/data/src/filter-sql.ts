import { invalid, isUuid, nativeIdsOf, type Filter } from '#common';
import { allOf, type SqlParams } from './sql.js';
import { seesEverything } from './viewer.js';

/** Which expressions of a query stand for the words of a filter; a word that is missing cannot be asked there. */
export interface FilterColumns {
  provider?: string;
  /** A uuid that refers to `cloud_account`. */
  account?: string;
  region?: string;
  service?: string;
  type?: string;
  category?: string;
  /** A uuid that refers to `resource_ref`. */
  resource?: string;
  /** An `int` that refers to `tag_set`, or a jsonb of tags. */
  tagSet?: string;
  tags?: string;
}

type Word = keyof Omit<Filter, 'tags' | 'scopeTags' | 'not' | 'anyOf'>;
const TEXT_WORDS = [
  ['providers', 'provider'],
  ['regions', 'region'],
  ['services', 'service'],
  ['types', 'type'],
  ['categories', 'category'],
] as const;

function needed(columns: FilterColumns, column: keyof FilterColumns, word: string): string {
  const expression = columns[column];
  if (!expression) throw invalid(`filter.${word}`, 'cannot be used here');
  return expression;
}

const oneOf = (expression: string, values: string[], params: SqlParams) =>
  `${expression} = any(${params.add(values, 'text[]')})`;

/** Up to so many accounts are compared one by one, which costs a row less than a join that is planned by guess. */
const FEW_ACCOUNTS = 50;

/** Ids and native ids are both accepted, because people know the latter. */
function accounts(values: string[], columns: FilterColumns, params: SqlParams) {
  const column = needed(columns, 'account', 'accounts');
  const given = params.add(values, 'text[]');
  const ids = `select id from cloud_account where id::text = any(${given}) or external_id = any(${given})`;
  return values.length > FEW_ACCOUNTS ? `${column} in (${ids})` : `${column} = any(array(${ids}))`;
}

/** Split here, so that both halves use their index on a table of a hundred thousand. */
function resources(values: string[], columns: FilterColumns, params: SqlParams) {
  const ids = params.add(
    values.filter((value) => isUuid(value)),
    'uuid[]',
  );
  const natives = params.add(values.flatMap(nativeIdsOf), 'text[]');
  const column = needed(columns, 'resource', 'resources');
  return `(${column} = any(${ids}) or ${column} in (select id from resource_ref where native_id = any(${natives})))`;
}

function tagCondition(tags: string, [key, values]: [string, string[]], params: SqlParams) {
  if (!values.length) return `${tags} ? ${params.add(key, 'text')}`;
  const alternatives = values.map((value) => `${tags} @> ${params.add(JSON.stringify({ [key]: value }), 'jsonb')}`);
  return `(${alternatives.join(' or ')})`;
}

function tags(wanted: Record<string, string[]>, columns: FilterColumns, params: SqlParams) {
  if (!Object.keys(wanted).length) return undefined;
  const conditions = (target: string) =>
    allOf(...Object.entries(wanted).map((entry) => tagCondition(target, entry, params)));
  if (columns.tags) return conditions(columns.tags);
  return `${needed(columns, 'tagSet', 'tags')} in (select id from tag_set where ${conditions('tag_set.tags')})`;
}

/**
 * Sets that say the tag, and such as do not say its key of resources that bear it now. Policies keep these questions from
 * the indexes on tags; where they hold, what they let be seen by tag is at hand, and in it is all that a scope can name.
 */
function scopeTag(columns: FilterColumns, entry: [string, string[]], params: SqlParams) {
  const set = needed(columns, 'tagSet', 'tags');
  const [sets, pairs] = seesEverything()
    ? ['tag_set t', 'resource_tag_set b']
    : ['scope_tag_sets() s (id) join tag_set t using (id)', 'scope_fallbacks() b'];
  const own = `${set} in (select t.id from ${sets} where ${tagCondition('t.tags', entry, params)})`;
  const theirs = `select b.resource_id, b.tag_set_id from resource r join ${pairs} on b.resource_id = r.id
    where ${tagCondition('r.tags', entry, params)}
      and not exists (select from tag_set t where t.id = b.tag_set_id and t.tags ? ${params.add(entry[0], 'text')})`;
  return `(${own} or (${needed(columns, 'resource', 'tags')}, ${set}) in (${theirs}))`;
}

function scopeTags(wanted: Record<string, string[]>, columns: FilterColumns, params: SqlParams) {
  if (columns.tags) return tags(wanted, columns, params);
  return allOf(...Object.entries(wanted).map((entry) => scopeTag(columns, entry, params)));
}

const anyOf = (filters: Filter[], sqlOf: (filter: Filter) => string) =>
  `(${filters.map(sqlOf).join(' or ') || 'false'})`;

/** Beyond this a filter is a mistake, and a statement that PostgreSQL could not read. */
const MOST_NOTS = 10;

/** The SQL condition of a filter; its values are added to `params`. Null values never match, also under `not`. */
export function filterSql(filter: Filter | undefined, columns: FilterColumns, params: SqlParams, depth = 0): string {
  if (!filter) return 'true';
  if (depth > MOST_NOTS) throw invalid('filter.not', `must not stand in more than ${MOST_NOTS} others`);
  const text = TEXT_WORDS.map(([word, column]: readonly [Word, keyof FilterColumns]) => {
    const values = filter[word];
    return values && oneOf(needed(columns, column, word), values, params);
  });
  return allOf(
    ...text,
    filter.accounts && accounts(filter.accounts, columns, params),
    filter.resources && resources(filter.resources, columns, params),
    filter.tags && tags(filter.tags, columns, params),
    filter.scopeTags && scopeTags(filter.scopeTags, columns, params),
    filter.not && `not coalesce((${filterSql(filter.not, columns, params, depth + 1)}), false)`,
    filter.anyOf && anyOf(filter.anyOf, (each) => filterSql(each, columns, params, depth)),
  );
}

/** The words that a filter uses, also inside others: they tell which table can answer it. */
export function filterWords(filter: Filter | undefined): Set<Exclude<keyof Filter, 'not' | 'anyOf'>> {
  if (!filter) return new Set();
  const { not, anyOf = [], ...own } = filter;
  const words = (Object.keys(own) as (keyof typeof own)[]).filter((word) => own[word] !== undefined);
  return new Set([...words, ...[not, ...anyOf].flatMap((each) => [...filterWords(each)])]);
}
