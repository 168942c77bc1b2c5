import { Injectable } from '@nestjs/common';
import { Database, Kept, Shared } from '#data';

/**
 * Counts, sums and other answers that cost far more to work out of the inventory than to keep. Each is kept under the
 * version of the inventory, which is read before the question is asked: an answer may be newer than its version, never
 * older.
 */
@Injectable()
export class InventoryAnswers {
  private readonly versions: Shared<string>;

  constructor(
    private readonly db: Database,
    private readonly kept: Kept,
  ) {
    this.versions = new Shared(db, async () => {
      const [written] = await db.query<{ n: string }>('select coalesce(sum(n), 0)::text as n from inventory_write');
      return written!.n;
    });
  }

  /** Another after every change of a resource or an account. */
  version(): Promise<string> {
    return this.versions.now();
  }

  /** `key` is all that the answer depends on beside the inventory, the scope of who asks among it. */
  async of<T extends object>(key: unknown, make: () => Promise<T>, sizeOf: (made: T) => number): Promise<T> {
    return this.kept.of(['inventory', await this.version(), key], make, sizeOf);
  }

  /** Rows of a question about resources and accounts alone. */
  query<T>(sql: string, values: readonly unknown[]): Promise<readonly T[]> {
    const make = (): Promise<readonly T[]> => this.db.query<T>(sql, [...values]);
    return this.of([sql, values], make, ({ length }) => length);
  }
}
