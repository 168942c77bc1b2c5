import { invalid } from '#common';
import type { SqlParams } from '#data';
import { columnOf, FOCUS_COLUMNS, focusColumn, type FocusType } from '../focus/columns.js';
import { nearest } from '../reading/nearest.js';

/** What a word means over the charges `c` with their tags `t`. */
export interface Term {
  sql: string;
  /** A key inside a JSON column is text until it is counted with. */
  type: FocusType;
}

/** Between 1.3 and 1.4 the provider's column changed its name; each gets whichever the bill had. */
const EITHER: Record<string, string> = {
  ProviderName: 'coalesce(c.provider_name, c.service_provider_name)',
  PublisherName: 'coalesce(c.publisher_name, c.service_provider_name)',
  ServiceProviderName: 'coalesce(c.service_provider_name, c.provider_name)',
};

/** The SQL of a column that FOCUS has; the name comes from the vocabulary, never from a caller. */
export const focusSql = (name: string) => EITHER[name] ?? `c.${columnOf(name)}`;

const NAMES = FOCUS_COLUMNS.map(({ name }) => name);
const PATH = /^(\w+)\.(.+)$/s;

function unknown(field: string, word: string) {
  const like = nearest(word, NAMES);
  const hint = like ? `; did you mean ${like}?` : '';
  return invalid(field, `${word.slice(0, 100)} is no column of FOCUS${hint}`);
}

/** A key inside a JSON column: `SkuPriceDetails.CoreCount`, `x.x_Project`, and `Tags.team`, which reads the tags as compared. */
function path(field: string, word: string, params: SqlParams): Term {
  const [, name = '', key = ''] = PATH.exec(word) ?? [];
  const text = (sql: string): Term => ({ sql: `${sql} ->> ${params.add(key, 'text')}`, type: 'text' });
  if (name === 'Tags') return text('t.tags');
  if (name === 'x') return text('c.x');
  if (focusColumn.get(name)?.type !== 'json') throw unknown(field, word);
  return text(focusSql(name));
}

/** Any word that names a value of a charge: a FOCUS column, `tag:KEY`, or a key of a JSON column. */
export function termOf(field: string, word: string, params: SqlParams): Term {
  if (word.startsWith('tag:')) return { sql: `t.tags ->> ${params.add(word.slice(4), 'text')}`, type: 'text' };
  const column = focusColumn.get(word);
  if (column) return { sql: focusSql(word), type: column.type };
  return path(field, word, params);
}

const UTC = (sql: string) => `(${sql} at time zone 'UTC')`;
const START = UTC('c.charge_period_start');

/** Days and months as the first day they have, so that they sort as text. */
const TIMES: Record<string, string> = {
  day: `${START}::date::text`,
  month: `date_trunc('month', ${START})::date::text`,
  billingMonth: `date_trunc('month', c.billing_period)::date::text`,
};
export const isTime = (word: string) => Object.hasOwn(TIMES, word);

/** What a word groups by, as text: columns, paths, tags, and `day`, `month`, `billingMonth`. */
export function keySql(word: string, params: SqlParams): string {
  if (isTime(word)) return TIMES[word]!;
  const { sql, type } = termOf('groupBy', word, params);
  if (type === 'text') return sql;
  return type === 'instant' ? `to_char(${UTC(sql)}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')` : `(${sql})::text`;
}

/** A number, or null where the text is none. */
export function numberSql(field: string, word: string, params: SqlParams): string {
  const { sql, type } = termOf(field, word, params);
  if (type === 'decimal') return sql;
  if (focusColumn.has(word)) throw invalid(field, `${word} is no number`);
  return `case when ${sql} ~ '^[-+]?[0-9]{1,100}([.][0-9]{1,100})?$' then (${sql})::numeric end`;
}
