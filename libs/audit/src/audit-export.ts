import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { csvLine, disarmed, type Caller } from '#common';
import { Database, SqlParams } from '#data';
import { Auditor, begun } from '#platform';
import type { AuditEntry } from './audit-entry.entity.js';
import type { AuditExportQuery } from './audit.query.js';
import { entriesWhere, ENTRY_FIELDS } from './audit-search.js';

const PAGE = 2_000;
const COLUMNS = [
  'id',
  'at',
  'actor',
  'actorId',
  'action',
  'subjectType',
  'subjectId',
  'before',
  'after',
  'note',
].concat('requestId', 'address') as (keyof AuditEntry)[];

/** Texts may pose as a formula of a spreadsheet. */
function cell(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  return disarmed(typeof value === 'string' ? value : JSON.stringify(value));
}

const asCsv = (entry: AuditEntry) => csvLine(COLUMNS.map((column) => cell(entry[column])));
const asJson = (entry: AuditEntry) => `${JSON.stringify(entry)}\n`;

/** Entries as a file, the oldest first, read through a cursor in constant memory. */
@Injectable()
export class AuditExport {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
  ) {}

  async export(caller: Caller, { format = 'ndjson', ...search }: AuditExportQuery): Promise<Readable> {
    const subject = { type: 'audit', id: format };
    await this.auditor.record(caller, { action: 'audit.export', subject, after: { search } });
    return begun(this.lines(caller, { format, ...search }));
  }

  private async *lines(caller: Caller, { format, ...search }: AuditExportQuery): AsyncGenerator<string> {
    const params = new SqlParams();
    const where = entriesWhere(caller, search, params);
    const sql = `select ${ENTRY_FIELDS} from audit_entry e where ${where} order by e.at, e.id`;
    const line = format === 'csv' ? asCsv : asJson;
    let head = format === 'csv' ? csvLine(COLUMNS) : '';
    for await (const entries of this.db.pages<AuditEntry>(sql, params.values, PAGE)) {
      yield head + entries.map(line).join('');
      head = '';
    }
    if (head) yield head;
  }
}
