import type { Database } from '#data';
import type { QuarantinedRow } from '../reading/index.js';

/** Rows of one import that are kept with their text; the others are counted. */
const MOST_KEPT = 10_000;

/** PostgreSQL stores no NUL in a text. */
const storable = (text: string) => text.replaceAll('\0', '␀');

/** Keeps the rows that could not be read, with where and why. */
export class Quarantine {
  count = 0;

  constructor(
    private readonly db: Database,
    private readonly importId: string,
  ) {}

  async add(file: string, rows: QuarantinedRow[]): Promise<void> {
    const first = this.count + 1;
    this.count += rows.length;
    const kept = rows.slice(0, Math.max(0, MOST_KEPT + 1 - first));
    if (!kept.length) return;
    await this.db.query(
      `insert into quarantined_row (import_id, file, number, line, field, reason, raw)
       select $1, $2, * from unnest($3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[])`,
      [
        this.importId,
        storable(file),
        kept.map((_, index) => first + index),
        kept.map(({ line }) => line),
        kept.map(({ column }) => column),
        kept.map(({ reason }) => storable(reason)),
        kept.map(({ raw }) => storable(raw)),
      ],
    );
  }
}
