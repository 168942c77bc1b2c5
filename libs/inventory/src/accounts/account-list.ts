import { scopeFilter, type Caller, type Scope } from '#common';
import { allOf, filterSql, type SortColumns, type SqlParams } from '#data';
import { accountIsShown, resourceIsShown } from './shown-account.js';

export interface AccountSearch {
  provider?: string[];
  /** Part of the name or of the provider's id. */
  q?: string;
  /** Retired accounts instead of those in use. */
  retired?: boolean;
}

export const ACCOUNT_FIELDS = `a.id, a.provider, a.external_id as "externalId", a.name, a.origin, a.is_demo as "isDemo",
  a.declared_in as "declaredIn", a.activated_at as "activatedAt", a.retired_at as "retiredAt", a.settings,
  a.has_credential as "hasCredential", a.credential_env as "credentialEnv",
  a.created_at as "createdAt", a.updated_at as "updatedAt", a.version`;

const text = (sql: string) => ({ sql, type: 'text', filled: true });

export const ACCOUNT_SORTS: SortColumns = {
  name: text('a.name'),
  provider: text('a.provider'),
  externalId: text('a.external_id'),
  origin: text('a.origin'),
  createdAt: { sql: 'a.created_at', type: 'timestamptz', filled: true },
  updatedAt: { sql: 'a.updated_at', type: 'timestamptz', filled: true },
};

/** A tag is a resource's, so a tag scope sees the accounts that have a resource which it may see. */
function inScope(scope: Scope, params: SqlParams): string | false {
  if (scope.kind === 'all') return false;
  if (scope.kind === 'any') return `(${scope.of.map((part) => inScope(part, params)).join(' or ')})`;
  if (scope.kind === 'accounts') return filterSql(scopeFilter(scope), { account: 'a.id' }, params);
  const tagged = filterSql(scopeFilter(scope), { tags: 'r.tags' }, params);
  return `a.id in (select r.account_id from resource r where ${resourceIsShown('r')} and ${tagged})`;
}

/** Accounts that the caller may see at all, retired ones among them. */
export const accountsOf = ({ scope }: Caller, params: SqlParams) =>
  allOf('a.activated_at is not null', inScope(scope, params));

const like = (part: string) => `%${part.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

export function accountsWhere(caller: Caller, search: AccountSearch, params: SqlParams): string {
  const pattern = search.q !== undefined && params.add(like(search.q));
  return allOf(
    accountsOf(caller, params),
    search.retired ? 'a.retired_at is not null' : accountIsShown('a'),
    search.provider && `a.provider = any(${params.add(search.provider, 'text[]')})`,
    pattern && `(lower(a.name) like ${pattern} or lower(a.external_id) like ${pattern})`,
  );
}
