import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import { Database } from '#data';
import type { Place } from './deliveries.js';

/** A row of `cost_import`, as far as a run needs it. */
export interface ImportRecord {
  id: string;
  source: string;
  state: string;
  place: Place;
  isDemo: boolean;
  createdBy: string;
}

/** What has been counted so far. */
export interface Counts {
  rowsRead: number;
  rowsAccepted: number;
  rowsQuarantined: number;
  bytesRead: number;
}

/** What is known once the files have been read. */
export interface Reading extends Counts {
  focusVersion: string | null;
  conformance: object | null;
  accounts: { id: string; name: string }[];
}

/** The only writer of `cost_import`. */
@Injectable()
export class ImportRecords {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async insert(record: ImportRecord & { names: string[]; digest: string | null }, runId: string | null) {
    await this.db.query(
      `insert into cost_import (id, source, names, digest, state, place, is_demo, created_by, created_at, run_id)
       values ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9)`,
      [
        record.id,
        record.source,
        record.names,
        record.digest,
        JSON.stringify(record.place),
        record.isDemo,
        record.createdBy,
        this.clock.now(),
        runId,
      ],
    );
  }

  /** Takes an import up; undefined where it has come to an end already, which a repeated run finds. */
  async begin(id: string): Promise<ImportRecord | undefined> {
    const [record] = await this.db.query<ImportRecord>(
      `with begun as (
         update cost_import set state = 'running', started_at = coalesce(started_at, $2), error = null
         where id = $1 and state in ('queued', 'running') returning *)
       select id, source, state, place, is_demo as "isDemo", created_by as "createdBy" from begun`,
      [id, this.clock.now()],
    );
    if (record) await this.db.query('delete from quarantined_row where import_id = $1', [id]);
    return record;
  }

  async describe(id: string, { names, digest, bytesTotal }: { names: string[]; digest: string; bytesTotal: number }) {
    await this.db.query('update cost_import set names = $2, digest = $3, bytes_total = $4 where id = $1', [
      id,
      names,
      digest,
      bytesTotal,
    ]);
  }

  async count(id: string, { rowsRead, rowsAccepted, rowsQuarantined, bytesRead }: Counts) {
    await this.db.query(
      `update cost_import set rows_read = $2, rows_accepted = $3, rows_quarantined = $4, bytes_read = $5 where id = $1`,
      [id, rowsRead, rowsAccepted, rowsQuarantined, bytesRead],
    );
  }

  async read(id: string, reading: Reading) {
    await this.count(id, reading);
    await this.db.query('update cost_import set focus_version = $2, conformance = $3, accounts = $4 where id = $1', [
      id,
      reading.focusVersion,
      JSON.stringify(reading.conformance),
      JSON.stringify(reading.accounts),
    ]);
  }

  async hold(id: string, attempt: number, error: string) {
    const values = [id, attempt, error, this.clock.now()];
    await this.db.query(
      `update cost_import set state = 'held', attempt = $2, error = $3, ended_at = $4 where id = $1`,
      values,
    );
  }

  async end(id: string, state: 'refused' | 'failed', error: string) {
    await this.db.query(`update cost_import set state = $2, error = $3, ended_at = $4 where id = $1`, [
      id,
      state,
      error.slice(0, 4000),
      this.clock.now(),
    ]);
  }

  /**
   * The import that says the same and is what counts for every bill it covers; a delivery that another one has
   * replaced since, even in part, is news again.
   */
  async sameAs({ id, source, isDemo }: ImportRecord, digest: string): Promise<string | undefined> {
    const [same] = await this.db.query<{ id: string }>(
      `select i.id from cost_import i
       where i.digest = $1 and i.source = $2 and i.is_demo = $3 and i.id <> $4 and i.state = 'done' and i.attempt is not null
         and exists (select from statement s where s.import_id = i.id and s.attempt = i.attempt)
         and not exists (select from statement s where s.import_id = i.id and s.attempt = i.attempt and not s.is_active)
       order by i.id desc limit 1`,
      [digest, source, isDemo, id],
    );
    return same?.id;
  }

  /** Ends an import as a repetition of another, with what that one found. */
  async repeat(id: string, sameAs: string) {
    await this.db.query(
      `update cost_import i set state = 'done', is_unchanged = true, same_as = s.id, ended_at = $3, focus_version = s.focus_version,
         rows_read = s.rows_read, rows_accepted = s.rows_accepted, rows_quarantined = s.rows_quarantined,
         bytes_read = i.bytes_total, conformance = s.conformance
       from cost_import s where i.id = $1 and s.id = $2`,
      [id, sameAs, this.clock.now()],
    );
  }
}
