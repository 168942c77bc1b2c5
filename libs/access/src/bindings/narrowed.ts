import { unionOf, type Grant, type Permission, type Scope } from '#common';
import { partsOf, type Part } from './covers.js';

function common(one: Part, other: Part): Part[] {
  if (one.kind === 'accounts' && other.kind === 'accounts') {
    const accounts = one.accounts.filter((account) => other.accounts.includes(account));
    return accounts.length ? [{ kind: 'accounts', accounts }] : [];
  }
  if (one.kind !== 'tag' || other.kind !== 'tag' || one.key !== other.key) return [];
  // No values mean any value.
  if (!one.values.length) return [other];
  if (!other.values.length) return [one];
  const values = one.values.filter((value) => other.values.includes(value));
  return values.length ? [{ ...one, values }] : [];
}

/** What of a scope lies in another too, by what the two say: an account and a tag have nothing in common, whatever is there. */
export function narrowedScope(scope: Scope, to: Scope): Scope {
  if (to.kind === 'all') return scope;
  if (scope.kind === 'all') return to;
  return unionOf(partsOf(scope).flatMap((one) => partsOf(to).flatMap((other) => common(one, other))));
}

type Permissions = Grant['permissions'];

function both(one: Permissions, other: Permissions): Permissions {
  if (one === 'all') return other;
  return other === 'all' ? one : new Set<Permission>([...one].filter((each) => other.has(each)));
}

const earlier = (one?: Date | null, other?: Date | null) =>
  one && other ? (one < other ? one : other) : (one ?? other);

const isNowhere = (scope: Scope) => scope.kind === 'accounts' && !scope.accounts.length;

function shared(grant: Grant, to: Grant): Grant[] {
  const permissions = both(grant.permissions, to.permissions);
  const scope = narrowedScope(grant.scope, to.scope);
  // One's own things lie nowhere in the estate, in either.
  const isLost = isNowhere(scope) && !(isNowhere(grant.scope) && isNowhere(to.scope));
  if (isLost || (permissions !== 'all' && !permissions.size)) return [];
  return [{ permissions, scope, expiresAt: earlier(grant.expiresAt, to.expiresAt) ?? null }];
}

/** What of the grants somebody else holds too: each permission where both hold it, for as long as both do. */
export const narrowedTo = (grants: readonly Grant[], held: readonly Grant[]): Grant[] =>
  grants.flatMap((grant) => held.flatMap((to) => shared(grant, to)));
