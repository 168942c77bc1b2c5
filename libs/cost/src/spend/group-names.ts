import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import type { Dimension } from './spend-tables.js';
import type { GroupKey } from './spend.views.js';

const SOURCES: Partial<Record<Dimension, string>> = {
  account: 'select external_id as key, name from cloud_account where external_id = any($1::text[])',
  resource: 'select id::text as key, name from resource where id = any($1::uuid[])',
};

/** Names for people of the groups whose value is an id. Keys come from a scoped answer, so nothing else is named. */
@Injectable()
export class GroupNames {
  constructor(private readonly db: Database) {}

  async of(groupBy: readonly Dimension[], keys: readonly GroupKey[]): Promise<(key: GroupKey) => GroupKey> {
    const found = new Map<string, Map<string, string>>();
    for (const dimension of groupBy) {
      const sql = SOURCES[dimension];
      if (sql)
        found.set(
          dimension,
          await this.named(
            sql,
            keys.flatMap((key) => key[dimension] ?? []),
          ),
        );
    }
    return (key) =>
      Object.fromEntries([...found].map(([dimension, names]) => [dimension, names.get(key[dimension] ?? '') ?? null]));
  }

  private async named(sql: string, keys: string[]) {
    const rows = await this.db.query<{ key: string; name: string }>(sql, [[...new Set(keys)]]);
    return new Map(rows.map(({ key, name }) => [key, name]));
  }
}
