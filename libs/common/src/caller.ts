import type { Filter } from './filter.js';

/** What an operation asks for, such as `budgets:write`. */
export type Permission = `${string}:${string}`;

/** Which part of the estate a caller may see; it narrows every query, never its answer afterwards. */
export type Scope =
  | { kind: 'all' }
  | { kind: 'accounts'; accounts: readonly string[] }
  | { kind: 'tag'; key: string; values: readonly string[] };

/** Who asks, what they may do, and what of the estate they may see. */
export interface Caller {
  /** `token:bootstrap`, `job:budgets.check`, `cli`, later a person. */
  actor: string;
  permissions: 'all' | ReadonlySet<Permission>;
  scope: Scope;
  requestId?: string;
  address?: string;
}

export const may = ({ permissions }: Caller, permission: Permission) =>
  permissions === 'all' || permissions.has(permission);

/** The application itself at work: a job, a start-up step. */
export const systemCaller = (actor: string): Caller => ({ actor, permissions: 'all', scope: { kind: 'all' } });

/** A scope said in the words of a filter, so that one compiler serves both. */
export function scopeFilter(scope: Scope): Filter | undefined {
  if (scope.kind === 'all') return undefined;
  if (scope.kind === 'accounts') return { accounts: [...scope.accounts] };
  return { tags: { [scope.key]: [...scope.values] } };
}
