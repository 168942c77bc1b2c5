import { createHash } from 'node:crypto';

/** One row of `audit_entry`, every column as text or null. */
export interface SealedColumns {
  id: string;
  at: string;
  actor: string;
  actorId: string;
  action: string;
  subjectType: string;
  subjectId: string;
  before: string | null;
  after: string | null;
  note: string | null;
  requestId: string | null;
  address: string | null;
}

/** The columns of `audit_entry e` as `canonicalText` reads them. */
export const SEALED_COLUMNS = `e.id::text as id, (extract(epoch from e.at) * 1000000)::bigint::text as at, e.actor,
  e.actor_id as "actorId", e.action,
  e.subject_type as "subjectType", e.subject_id as "subjectId", e.before::text as before, e.after::text as after,
  e.note, e.request_id as "requestId", e.address`;

/** What stands before the first entry: 32 zero bytes. */
export const GENESIS = Buffer.alloc(32);

const part = (text: string | null) => (text === null ? '-' : `${Buffer.byteLength(text)}:${text},`);

/**
 * The canonical form of an entry, in UTF-8. Its columns stand in the order id, at, actor, actor_id, action, subject_type,
 * subject_id, before, after, note, request_id, address; each as a netstring, which is the number of its bytes in
 * decimal digits, `:`, the bytes, `,`; and NULL as `-`. The id is the text of a uuid (lower case, with hyphens), `at`
 * the whole microseconds since 1970-01-01T00:00:00Z in decimal digits, `before` and `after` the text that PostgreSQL
 * gives of a jsonb (`before::text`), all others are themselves.
 */
export const canonicalText = (row: SealedColumns) =>
  part(row.id) +
  part(row.at) +
  part(row.actor) +
  part(row.actorId) +
  part(row.action) +
  part(row.subjectType) +
  part(row.subjectId) +
  part(row.before) +
  part(row.after) +
  part(row.note) +
  part(row.requestId) +
  part(row.address);

/** The seal of an entry: SHA-256 of the seal before it (of the first: `GENESIS`) and then of the entry's canonical form. */
export const sealOf = (previous: Buffer, row: SealedColumns): Buffer =>
  createHash('sha256').update(previous).update(canonicalText(row), 'utf8').digest();
