import type { Scope } from '#common';
import { allOf, type SqlParams } from '#data';

type Part = Exclude<Scope, { kind: 'all' } | { kind: 'any' }>;

/** The same as `contains`, of a scope that is stored, as `ToldScope` has it. */
function within(column: string, part: Part, params: SqlParams): string {
  const list = (values: readonly string[]) => params.add(JSON.stringify(values), 'jsonb');
  if (part.kind === 'accounts') return `(${column} ? 'accounts' and ${column}->'accounts' <@ ${list(part.accounts)})`;
  const values = `${column}#>'{tag,values}'`;
  return `(${allOf(
    `${column}#>>'{tag,key}' = ${params.add(part.key, 'text')}`,
    part.values.length > 0 && `${values} <> '[]' and ${values} <@ ${list(part.values)}`,
  )})`;
}

/** Whether all that a stored scope says lies within the reader's own; never null, so that it can be denied. */
export function withinSql(column: string, own: Scope, params: SqlParams): string {
  if (own.kind === 'all') return 'true';
  const parts = own.kind === 'any' ? own.of : [own];
  return `coalesce(${parts.map((part) => within(column, part, params)).join(' or ') || 'false'}, false)`;
}
