import { invalid } from '#common';
import type { SqlParams } from '#data';
import { partsOf } from '../sync/changes-of.js';

/** Paths into what a cloud says of a resource, each with the values of which one must stand there; `*` is any. */
export type ConfigSearch = Record<string, string[]>;

const MOST_PATHS = 20;
const MOST_VALUES = 50;
const MOST_TEXT = 1_000;

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)$/;

/** A value as a text, and as the number or the truth value that it may be meant as. */
const literals = (value: string) => [JSON.stringify(value), ...(LITERAL.test(value) ? [value] : [])];

/** The path in PostgreSQL's own words, in which a list stands for any of its elements. */
export function jsonPath(path: string, values: readonly string[]): string {
  const at = ['$', ...partsOf(path).map((part) => JSON.stringify(part))].join('.');
  if (values.includes('*')) return at;
  const wanted = values.flatMap(literals).map((literal) => `@ == ${literal}`);
  return `${at} ? (${wanted.join(' || ')})`;
}

/** `config.State.Name=running`: the words of a query string that are paths, and the rest of it. */
export function configFromQuery<T extends Record<string, string | string[] | undefined>>(raw: T) {
  const isPath = (key: string) => key.startsWith('config.');
  const paths = Object.keys(raw).filter(isPath);
  const config = Object.fromEntries(paths.map((key) => [key.slice('config.'.length), [raw[key] ?? []].flat()]));
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => !isPath(key)));
  return { config: paths.length ? config : undefined, rest };
}

const isShort = (text: unknown) => typeof text === 'string' && text.length <= MOST_TEXT && !text.includes('\0');

/** Throws `INVALID` for what no path can be. */
export function checkConfig(config: ConfigSearch): void {
  const entries = Object.entries(config);
  if (entries.length > MOST_PATHS) throw invalid('config', `must have at most ${MOST_PATHS} paths`);
  for (const [path, values] of entries) {
    const isRight = isShort(path) && partsOf(path).length > 0 && values.length > 0 && values.length <= MOST_VALUES;
    if (!isRight || !values.every(isShort))
      throw invalid(`config.${path.slice(0, 100)}`, 'must be a path with a value');
  }
}

/** All paths must hold. */
export function configSql(config: ConfigSearch, params: SqlParams): string {
  checkConfig(config);
  const all = Object.entries(config).map(
    ([path, values]) => `c.configuration @? ${params.add(jsonPath(path, values), 'jsonpath')}`,
  );
  return `r.id in (select c.resource_id from resource_configuration c where ${all.join(' and ') || 'true'})`;
}
