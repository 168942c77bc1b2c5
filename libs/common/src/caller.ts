import type { Filter } from './filter.js';
import { groupBy } from './group-by.js';

/** What an operation asks for, such as `budgets:write`. */
export type Permission = `${string}:${string}`;

/** Some accounts, or whatever bears one of a tag's values. */
type Part = { kind: 'accounts'; accounts: readonly string[] } | { kind: 'tag'; key: string; values: readonly string[] };

/** Which part of the estate a caller may see; it narrows every query, never its answer afterwards. */
export type Scope = { kind: 'all' } | Part | { kind: 'any'; of: readonly Part[] };

/** What may be done in one part of the estate: a role bound to a scope. */
export interface Grant {
  permissions: 'all' | ReadonlySet<Permission>;
  scope: Scope;
  /** When it ends by itself; whatever it hands on must end no later. */
  expiresAt?: Date | null;
}

/** Who acts. */
export interface Actor {
  /** As people know them: `user:alice@example.com`, `token:deploy`, `token:bootstrap`, `job:budgets.check`, `config`. */
  actor: string;
  /** `user:ID`, `token:ID`: set where the name can pass to somebody else. Actors are compared by `idOf` alone. */
  actorId?: string;
}

/** What means one actor for ever, whatever they are called. */
export const idOf = ({ actor, actorId }: Actor): string => actorId ?? actor;

/** Who asks, what they may do, and what of the estate they may see. */
export interface Caller extends Actor {
  permissions: 'all' | ReadonlySet<Permission>;
  /** Of all grants together; `actingBy` narrows it to those of the operation's own permission. */
  scope: Scope;
  /** Set where the permissions do not all hold in the same part of the estate. */
  grants?: readonly Grant[];
  /** Set where a person asks, with the session that they have signed in to. */
  person?: { id: string; sessionId: string };
  requestId?: string;
  address?: string;
}

export const may = ({ permissions }: Caller, permission: Permission) =>
  permissions === 'all' || permissions.has(permission);

/** The application itself at work: a job, a start-up step. */
export const systemCaller = (actor: string): Caller => ({ actor, permissions: 'all', scope: { kind: 'all' } });

const sorted = (words: Iterable<string>) => [...new Set(words)].sort();

/** What any of the scopes lets be seen, said in one way whatever their order; of none, nothing. */
export function unionOf(scopes: readonly Scope[]): Scope {
  if (scopes.some(({ kind }) => kind === 'all')) return { kind: 'all' };
  const parts = scopes.flatMap((scope) => (scope.kind === 'any' ? scope.of : scope.kind === 'all' ? [] : [scope]));
  const accounts = sorted(parts.flatMap((part) => (part.kind === 'accounts' ? part.accounts : [])));
  const tags = groupBy(
    parts.filter((part) => part.kind === 'tag'),
    ({ key }) => key,
  );
  const of: Part[] = sorted(tags.keys()).map((key) => {
    const values = tags.get(key)!.map((part) => part.values);
    // No values mean any value.
    return { kind: 'tag', key, values: values.some((some) => !some.length) ? [] : sorted(values.flat()) };
  });
  if (accounts.length || !of.length) of.unshift({ kind: 'accounts', accounts });
  return of.length === 1 ? of[0]! : { kind: 'any', of };
}

/** A caller of whom each grant holds in its own part of the estate. */
export function callerOf(who: Actor, grants: readonly Grant[]): Caller {
  const isAll = grants.some(({ permissions }) => permissions === 'all');
  return {
    ...who,
    permissions: isAll ? 'all' : new Set(grants.flatMap(({ permissions }) => [...(permissions as Set<Permission>)])),
    scope: unionOf(grants.map(({ scope }) => scope)),
    grants,
  };
}

/** The caller as one operation sees it: its scope is where the operation's permission holds, and nowhere else. */
export function actingBy(caller: Caller, permission: Permission): Caller {
  if (!caller.grants) return caller;
  const held = caller.grants.filter(({ permissions }) => permissions === 'all' || permissions.has(permission));
  return { ...caller, scope: unionOf(held.map(({ scope }) => scope)) };
}

function partFilter(part: Part): Filter {
  return part.kind === 'accounts' ? { accounts: [...part.accounts] } : { scopeTags: { [part.key]: [...part.values] } };
}

/** A scope said in the words of a filter, so that one compiler serves both. */
export function scopeFilter(scope: Scope): Filter | undefined {
  if (scope.kind === 'all') return undefined;
  return scope.kind === 'any' ? { anyOf: scope.of.map(partFilter) } : partFilter(scope);
}
