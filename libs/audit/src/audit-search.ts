import { idOf, type Caller } from '#common';
import { allOf, type Listing, type SqlParams } from '#data';
import { AuditEntry } from './audit-entry.entity.js';

export interface AuditSearch {
  /** A name, which may have been several people's, or an id. */
  actor?: string;
  action?: string;
  subjectType?: string;
  subjectId?: string;
  requestId?: string;
  /** From this moment, until before that one. */
  from?: Date;
  to?: Date;
}

const SORTABLE = {
  at: { sql: 'e.at', type: 'timestamptz', filled: true },
  actor: { sql: 'e.actor', type: 'text', filled: true },
};

export const ENTRY_FIELDS = `e.id, e.at, e.actor, e.actor_id as "actorId", e.action, e.subject_type as "subjectType", e.subject_id as "subjectId",
  e.before, e.after, e.note, e.request_id as "requestId", e.address`;

/** PostgreSQL knows no instant of some that JavaScript knows, long before any entry. */
const since1970 = (moment?: Date) => moment && new Date(Math.max(moment.getTime(), 0));

/** No name of a token looks like an id, and no address. */
const IS_ID = /^(user|token):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Entries belong to no account, so a narrower scope sees only what its own actor did. */
export function entriesWhere(caller: Caller, search: AuditSearch, params: SqlParams): string {
  const compare = (column: string, value?: string | Date, sign = '=') =>
    value !== undefined && `e.${column} ${sign} ${params.add(value)}`;
  return allOf(
    caller.scope.kind !== 'all' && compare('actor_id', idOf(caller)),
    compare(IS_ID.test(search.actor ?? '') ? 'actor_id' : 'actor', search.actor),
    compare('action', search.action),
    compare('subject_type', search.subjectType),
    compare('subject_id', search.subjectId),
    compare('request_id', search.requestId),
    compare('at', since1970(search.from), '>='),
    compare('at', since1970(search.to), '<'),
  );
}

export const entriesListing = (where: string, params: SqlParams): Listing<AuditEntry> => ({
  as: AuditEntry,
  select: ENTRY_FIELDS,
  from: 'audit_entry e',
  where,
  params,
  sortable: SORTABLE,
  defaultSort: '-at',
  id: { sql: 'e.id', type: 'uuid' },
});
