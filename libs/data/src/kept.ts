import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from './database.js';
import { viewerNow } from './viewer.js';

/** Of rows, groups and points, at some 300 bytes each: how many are kept in all, and how large one answer may be. */
const MOST = 200_000;
const MOST_OF_ONE = 20_000;

interface Entry {
  made: Promise<unknown>;
  size: number;
}

const answers = new WeakSet();

/** Whether exactly this object answers again and again, so that what is made of it is worth keeping too. */
export const isKept = (answer: unknown) => typeof answer === 'object' && answer !== null && answers.has(answer);

/**
 * Answers of costly questions, kept as long as they are true. The key is all that an answer depends on: the question, the
 * scope of who asks, and the version of what it reads. Answers are shared, among those alone to whom the database shows
 * the same; nobody may change them.
 */
@Injectable()
export class Kept {
  /** The longest unused first. */
  private readonly entries = new Map<string, Entry>();
  private size = 0;

  constructor(private readonly db: Database) {}

  /** `sizeOf` counts the rows, groups and points of what was made. */
  of<T extends object>(key: unknown, make: () => Promise<T>, sizeOf: (made: T) => number): Promise<T> {
    // A transaction may fail for reasons of its own, which are no one else's.
    if (this.db.isInTransaction) return make();
    const digest = createHash('sha256')
      .update(JSON.stringify([viewerNow()?.key, key]))
      .digest('base64');
    const known = this.entries.get(digest);
    if (!known) return this.keep(digest, make(), sizeOf);
    this.entries.delete(digest);
    this.entries.set(digest, known);
    return known.made as Promise<T>;
  }

  /** From the moment it is asked, so that many who ask at once cause one query. */
  private keep<T extends object>(key: string, made: Promise<T>, sizeOf: (made: T) => number): Promise<T> {
    const entry = { made, size: 1 };
    this.entries.set(key, entry);
    this.size += entry.size;
    made.then(
      (answer) => {
        answers.add(answer);
        this.weigh(key, entry, sizeOf(answer));
      },
      () => this.forget(key, entry),
    );
    return made;
  }

  private weigh(key: string, entry: Entry, size: number) {
    if (size > MOST_OF_ONE) return this.forget(key, entry);
    if (this.entries.get(key) !== entry) return;
    this.size += size;
    entry.size += size;
    for (const [oldest, other] of this.entries) {
      if (this.size <= MOST) return;
      this.forget(oldest, other);
    }
  }

  private forget(key: string, entry: Entry) {
    if (this.entries.get(key) !== entry) return;
    this.entries.delete(key);
    this.size -= entry.size;
  }
}
