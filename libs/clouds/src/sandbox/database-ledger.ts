import { Injectable } from '@nestjs/common';
import { Database, everything } from '#data';
import type { Change } from './changes.js';
import { DEMO, Ledger } from './ledger.js';

interface Row {
  nativeId: string;
  at: Date;
  change: Omit<Change, 'nativeId' | 'at'>;
}

/** The table `sandbox_change`. The sandbox is asked like any other cloud: who may ask was settled before. */
@Injectable()
export class DatabaseLedger extends Ledger {
  constructor(private readonly db: Database) {
    super();
  }

  override async of(accounts: readonly string[]): Promise<Change[]> {
    const rows = await everything(() =>
      this.db.query<Row>(
        `select native_id as "nativeId", changed_at as at, change from sandbox_change
         where account = any($1::text[]) order by id`,
        [accounts],
      ),
    );
    return rows.map(({ nativeId, at, change }) => ({ ...change, nativeId, at }));
  }

  override async add(account: string, { nativeId, at, ...change }: Change): Promise<void> {
    await everything(() =>
      this.db.query('insert into sandbox_change (account, native_id, changed_at, change) values ($1, $2, $3, $4)', [
        account,
        nativeId,
        at,
        JSON.stringify(change),
      ]),
    );
  }

  override async forgetDemo(): Promise<void> {
    await everything(() => this.db.query('delete from sandbox_change where starts_with(account, $1)', [DEMO]));
  }
}
