import { unionOf, type Caller, type Grant, type Permission, type Scope } from '#common';

export type Part = Exclude<Scope, { kind: 'all' } | { kind: 'any' }>;

export const partsOf = (scope: Exclude<Scope, { kind: 'all' }>): readonly Part[] =>
  scope.kind === 'any' ? scope.of : [scope];

function containsPart(held: readonly Part[], wanted: Part): boolean {
  if (wanted.kind === 'accounts') {
    const accounts = new Set(held.flatMap((part) => (part.kind === 'accounts' ? part.accounts : [])));
    return wanted.accounts.every((account) => accounts.has(account));
  }
  const holds = (part: Part) =>
    part.kind === 'tag' &&
    part.key === wanted.key &&
    (!part.values.length || (wanted.values.length > 0 && wanted.values.every((value) => part.values.includes(value))));
  return held.some(holds);
}

/** Whether whatever is in one scope is in the other too, by what the scopes say; what happens to be in them is not asked. */
export function contains(held: Scope, wanted: Scope): boolean {
  if (held.kind === 'all') return true;
  if (wanted.kind === 'all') return false;
  return partsOf(wanted).every((part) => containsPart(partsOf(held), part));
}

const allows = (held: Grant['permissions'], permission: Permission) => held === 'all' || held.has(permission);

/** Whether each of the permissions is held in all of the scope; `all`, which also means those of later versions, by `all` alone. */
export function covers(grants: readonly Grant[], permissions: Grant['permissions'], scope: Scope): boolean {
  const holdsIn = (isMeant: (held: Grant['permissions']) => boolean) => {
    const held = grants.filter((grant) => isMeant(grant.permissions)).map((grant) => grant.scope);
    return held.length > 0 && contains(unionOf(held), scope);
  };
  if (permissions === 'all') return holdsIn((held) => held === 'all');
  return [...permissions].every((permission) => holdsIn((held) => allows(held, permission)));
}

/** The grants of a caller that last until then, or for ever: what lasts for a time hands nothing on that lasts longer. */
export function heldUntil({ grants, permissions, scope }: Caller, until: Date | null): readonly Grant[] {
  const all = grants ?? [{ permissions, scope }];
  return all.filter(({ expiresAt }) => !expiresAt || (until !== null && expiresAt >= until));
}
