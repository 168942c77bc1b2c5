import { filterSql, type SqlParams } from '#data';
import { RESOURCE_FILTER } from '../resources/resource-list.js';
import type { TagRule } from './tag-rule.entity.js';

const pattern = (value: string) => value.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%');

/** The conditions of one rule on a resource `r`: whether it is for it, and how it stands. */
export function ruleSql({ key, isRequired, allowedValues, appliesTo }: TagRule, params: SqlParams) {
  const name = params.add(key, 'text');
  const has = `r.tags ? ${name}`;
  const patterns = allowedValues.length && params.add(allowedValues.map(pattern), 'text[]');
  const invalid = patterns ? `(${has} and not (r.tags ->> ${name}) like any(${patterns}))` : 'false';
  return {
    applies: filterSql(appliesTo ?? undefined, RESOURCE_FILTER, params),
    missing: isRequired ? `not ${has}` : 'false',
    invalid,
  };
}

/** Resources that break a rule. */
export function breaksSql(rule: TagRule, params: SqlParams): string {
  const { applies, missing, invalid } = ruleSql(rule, params);
  return `(${applies}) and (${missing} or ${invalid})`;
}
