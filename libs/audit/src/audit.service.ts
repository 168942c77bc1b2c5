import { Injectable } from '@nestjs/common';
import { Clock, groupBy, idOf, newId, type Caller, type Page, type PageRequest } from '#common';
import { countOf, Database, rowsOfPage, SqlParams } from '#data';
import { Auditor, type AuditRecord } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';
import type { AuditNoteInput } from './audit-note.input.js';
import { entriesListing, entriesWhere, ENTRY_FIELDS, type AuditSearch } from './audit-search.js';

const SECRET = /secret|password|token|credential|private_?key/i;

const INSERT = `
  insert into audit_entry (id, at, actor, actor_id, action, subject_type, subject_id, before, after, note, request_id, address)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

/** Secrets are masked by the name of their field before they are written; numbers and dates become JSON. */
export function masked(value: unknown): unknown {
  if (value === undefined) return null;
  const text = JSON.stringify(value, (key: string, each: unknown) => (SECRET.test(key) && each ? '***' : each));
  return JSON.parse(text) as unknown;
}

const entryOf = (row: object) => Object.assign(new AuditEntry(), row);

@Injectable()
export class AuditService extends Auditor {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Joins the transaction that is open, so that a change and its record stand or fall together. */
  async record(caller: Caller, entry: AuditRecord): Promise<void> {
    await this.write(caller, entry);
  }

  /** Documents a step that was done by hand. */
  async note(caller: Caller, { subject: { type = 'note', id }, note }: AuditNoteInput): Promise<AuditEntry> {
    return this.write(caller, { action: 'audit.note', subject: { type, id }, note });
  }

  /** The newest entries of each subject, so that a page of things asks once. */
  async latestOf(caller: Caller, type: string, ids: string[], each = 20): Promise<Map<string, AuditEntry[]>> {
    const own = caller.scope.kind === 'all' ? null : idOf(caller);
    const rows = await this.db.query<AuditEntry>(
      `select found.* from unnest($2::text[]) s (id), lateral (select ${ENTRY_FIELDS} from audit_entry e
         where e.subject_type = $1 and e.subject_id = s.id and ($3::text is null or e.actor_id = $3)
         order by e.at desc, e.id desc limit $4) found`,
      [type, ids, own, each],
    );
    return groupBy(rows.map(entryOf), ({ subjectId }) => subjectId);
  }

  async list(caller: Caller, search: AuditSearch, page: PageRequest): Promise<Page<AuditEntry>> {
    const params = new SqlParams();
    const listing = entriesListing(entriesWhere(caller, search, params), params);
    const total = listing.where === 'true' ? await this.countAll() : await countOf(listing, this.db);
    return { ...(await rowsOfPage(this.db, listing, page)), total };
  }

  /** Counted by the chain: an entry is either sealed, at a position of its own, or waits for that. */
  private async countAll(): Promise<number> {
    const [row] = await this.db.query<{ total: number }>(
      `select (coalesce((select max(position) from audit_seal), 0)
         - coalesce((select max(last_position) from audit_segment), 0)
         + (select count(*) from audit_pending))::int as total`,
    );
    return row!.total;
  }

  private async write(caller: Caller, entry: AuditRecord): Promise<AuditEntry> {
    const { action, subject, note = null } = entry;
    const [requestId, address] = [caller.requestId ?? null, caller.address ?? null];
    const [at, before, after] = [this.clock.now(), masked(entry.before), masked(entry.after)];
    const [id, actor, actorId] = [newId(at), caller.actor, idOf(caller)];
    const documents = [before, after].map((each) => JSON.stringify(each));
    await this.db.query(INSERT, [
      ...[id, at, actor, actorId, action, subject.type, subject.id],
      ...documents,
      ...[note, requestId, address],
    ]);
    const { type: subjectType, id: subjectId } = subject;
    const told = { subjectType, subjectId, before, after, note, requestId, address };
    return entryOf({ id, at, actor, actorId, action, ...told });
  }
}
