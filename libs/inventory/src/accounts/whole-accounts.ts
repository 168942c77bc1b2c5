import { unionOf, type Scope } from '#common';

/** An account is more than what a tag shows of it: the part of a scope in which whole accounts are seen. */
export function wholeAccounts(scope: Scope): Scope {
  if (scope.kind === 'all') return scope;
  const parts = scope.kind === 'any' ? scope.of : [scope];
  return unionOf(parts.filter(({ kind }) => kind === 'accounts'));
}
