import { Injectable } from '@nestjs/common';
import { Database, KeptRows } from '#data';

/**
 * Counts and sums over the whole inventory, which cost far more to work out than to keep. Each is kept under the version
 * of the inventory, which is read before the question is asked: an answer may be newer than its version, never older.
 */
@Injectable()
export class InventoryRows {
  constructor(
    private readonly db: Database,
    private readonly kept: KeptRows,
  ) {}

  /** Of questions about resources and accounts alone. */
  async query<T>(sql: string, values: readonly unknown[]): Promise<readonly T[]> {
    const [written] = await this.db.query<{ version: string }>(
      'select coalesce(sum(n), 0)::text as version from inventory_write',
    );
    return this.kept.of<T>(sql, values, `inventory ${written!.version}`);
  }
}
