import { Injectable } from '@nestjs/common';
import { Clock, groupBy, newId, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { Auditor, type AuditRecord } from '#platform';
import { AuditEntry } from './audit-entry.entity.js';

export interface AuditSearch {
  actor?: string;
  action?: string;
  subjectType?: string;
  subjectId?: string;
}

const SORTABLE = { at: { sql: 'e.at', type: 'timestamptz' }, actor: { sql: 'e.actor', type: 'text' } };
const FIELDS = `e.id, e.at, e.actor, e.action, e.subject_type as "subjectType", e.subject_id as "subjectId",
  e.before, e.after, e.note, e.request_id as "requestId", e.address`;

const SECRET = /secret|password|token|credential|private_?key/i;

/** Secrets are masked by the name of their field before they are written; numbers and dates become JSON. */
export function masked(value: unknown): unknown {
  if (value === undefined) return null;
  const text = JSON.stringify(value, (key: string, each: unknown) => (SECRET.test(key) && each ? '***' : each));
  return JSON.parse(text) as unknown;
}

@Injectable()
export class AuditService extends Auditor {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Joins the transaction that is open, so that a change and its record stand or fall together. */
  async record(caller: Caller, { action, subject, before, after, note }: AuditRecord): Promise<void> {
    const at = this.clock.now();
    await this.db.query(
      `insert into audit_entry (id, at, actor, action, subject_type, subject_id, before, after, note, request_id, address)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        newId(at),
        at,
        caller.actor,
        action,
        subject.type,
        subject.id,
        JSON.stringify(masked(before)),
        JSON.stringify(masked(after)),
        note ?? null,
        caller.requestId ?? null,
        caller.address ?? null,
      ],
    );
  }

  /** The newest entries of each subject, so that a page of things asks once. */
  async latestOf({ actor, scope }: Caller, type: string, ids: string[], each = 20): Promise<Map<string, AuditEntry[]>> {
    const own = scope.kind === 'all' ? null : actor;
    const rows = await this.db.query<AuditEntry>(
      `select found.* from unnest($2::text[]) s (id), lateral (select ${FIELDS} from audit_entry e
         where e.subject_type = $1 and e.subject_id = s.id and ($3::text is null or e.actor = $3)
         order by e.at desc, e.id desc limit $4) found`,
      [type, ids, own, each],
    );
    return groupBy(
      rows.map((row) => Object.assign(new AuditEntry(), row)),
      ({ subjectId }) => subjectId,
    );
  }

  /** Entries belong to no account, so a narrower scope sees only what its own actor did. */
  list({ actor, scope }: Caller, search: AuditSearch, page: PageRequest): Promise<Page<AuditEntry>> {
    const params = new SqlParams();
    const equal = (column: string, value?: string) => value !== undefined && `${column} = ${params.add(value)}`;
    const where = allOf(
      scope.kind !== 'all' && equal('e.actor', actor),
      equal('e.actor', search.actor),
      equal('e.action', search.action),
      equal('e.subject_type', search.subjectType),
      equal('e.subject_id', search.subjectId),
    );
    const listing = {
      as: AuditEntry,
      select: FIELDS,
      from: 'audit_entry e',
      where,
      params,
      sortable: SORTABLE,
      defaultSort: '-at',
      id: { sql: 'e.id', type: 'uuid' },
    };
    return pageSql(this.db, listing, page);
  }
}
