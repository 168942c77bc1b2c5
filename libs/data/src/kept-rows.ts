import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** Rows that are kept in all, at some 300 bytes each; an answer beyond the second figure is not kept. */
const MOST_ROWS = 100_000;
const MOST_ROWS_OF_ONE = 5_000;

interface Kept {
  rows: Promise<readonly unknown[]>;
  size: number;
}

/**
 * Answers of costly questions, kept as long as they are true. The text and the values of a query, and the version of what
 * it reads, are the whole key: whoever asks has to name among them everything that the answer depends on. Of the roll-ups
 * that is the statements, which say the same for ever once they are active. Rows are shared; nobody may change them.
 */
@Injectable()
export class KeptRows {
  /** The longest unused first. */
  private readonly kept = new Map<string, Kept>();
  private size = 0;

  constructor(private readonly db: Database) {}

  of<T>(sql: string, values: readonly unknown[], version = ''): Promise<readonly T[]> {
    // A transaction may fail for reasons of its own, which are no one else's.
    if (this.db.isInTransaction) return this.db.query<T>(sql, [...values]);
    const key = createHash('sha256')
      .update(sql)
      .update(JSON.stringify([version, values]))
      .digest('base64');
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known.rows as Promise<readonly T[]>;
    }
    const rows = this.db.query<T>(sql, [...values]);
    this.keep(key, rows);
    return rows;
  }

  /** From the moment it is asked, so that many who ask at once cause one query. */
  private keep(key: string, rows: Promise<readonly unknown[]>) {
    const kept: Kept = { rows, size: 1 };
    this.kept.set(key, kept);
    this.size += kept.size;
    rows.then(
      ({ length }) => this.weigh(key, kept, length),
      () => this.forget(key, kept),
    );
  }

  private weigh(key: string, kept: Kept, rows: number) {
    if (rows > MOST_ROWS_OF_ONE) return this.forget(key, kept);
    if (this.kept.get(key) !== kept) return;
    this.size += rows;
    kept.size += rows;
    for (const [oldest, other] of this.kept) {
      if (this.size <= MOST_ROWS) return;
      this.forget(oldest, other);
    }
  }

  private forget(key: string, kept: Kept) {
    if (this.kept.get(key) !== kept) return;
    this.kept.delete(key);
    this.size -= kept.size;
  }
}
