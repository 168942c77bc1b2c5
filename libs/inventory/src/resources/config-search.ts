import { invalid } from '#common';
import type { SqlParams } from '#data';
import { partsOf } from '../sync/changes-of.js';

/**
 * Paths into what a cloud says of a resource, each with the values of which one must stand there: `*` is any but null,
 * `<VALUE`, `<=VALUE`, `>VALUE` and `>=VALUE` compare numbers as numbers and anything else, such as instants, as texts.
 */
export type ConfigSearch = Record<string, string[]>;

const MOST_PATHS = 20;
const MOST_VALUES = 50;
const MOST_TEXT = 1_000;

const LITERAL = /^(?:true|false|null|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?)$/;

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;
const COMPARED = /^([<>]=?)(.+)$/s;

/** Equal as a text, or as the number or the truth value that it may be meant as; or less or more than it. */
function conditions(value: string): string[] {
  const [, operator, than] = COMPARED.exec(value) ?? [];
  if (operator && than) return [`@ ${operator} ${NUMBER.test(than) ? than : JSON.stringify(than)}`];
  return [JSON.stringify(value), ...(LITERAL.test(value) ? [value] : [])].map((literal) => `@ == ${literal}`);
}

/** The path in PostgreSQL's own words, in which a list stands for any of its elements. */
export function jsonPath(path: string, values: readonly string[]): string {
  const at = ['$', ...partsOf(path).map((part) => JSON.stringify(part))].join('.');
  if (values.includes('*')) return `${at}[*] ? (@ != null)`;
  return `${at} ? (${values.flatMap(conditions).join(' || ')})`;
}

/** `config.State.Name=running`, `not.config.Attachments=*`: the words of a query string that are paths, and the rest. */
export function configFromQuery<T extends Record<string, string | string[] | undefined>>(raw: T) {
  const pathsAfter = (begin: string): ConfigSearch | undefined => {
    const paths = Object.keys(raw).filter((key) => key.startsWith(begin));
    return paths.length
      ? Object.fromEntries(paths.map((key) => [key.slice(begin.length), [raw[key] ?? []].flat()]))
      : undefined;
  };
  const rest = Object.fromEntries(Object.entries(raw).filter(([key]) => !/^(?:not\.)?config\./.test(key)));
  return { config: pathsAfter('config.'), notConfig: pathsAfter('not.config.'), rest };
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

const held = (config: ConfigSearch, params: SqlParams) => {
  checkConfig(config);
  return Object.entries(config).map(
    ([path, values]) => `c.configuration @? ${params.add(jsonPath(path, values), 'jsonpath')}`,
  );
};

/** All paths of the one must hold, and none of the other; of what no cloud has told, neither is known. */
export function configSql(config: ConfigSearch = {}, notConfig: ConfigSearch = {}, params: SqlParams): string {
  const conditions = [...held(config, params), ...held(notConfig, params).map((condition) => `not ${condition}`)];
  const where = conditions.join(' and ') || 'true';
  return `r.id in (select c.resource_id from resource_configuration c where ${where})`;
}
