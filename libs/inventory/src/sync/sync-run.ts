import { setMaxListeners } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Gate } from '#common';
import { Auditor, type JobContext } from '#platform';
import { AccountConnections } from '../accounts/connections.js';
import { AccountSync, allOf } from './account-sync.js';
import { SyncProgress } from './sync-progress.js';
import { callerOf, SyncRecords, type SyncKind, type SyncOrder } from './sync-records.js';

const ACCOUNTS_AT_ONCE = 8;

@Injectable()
export class SyncParts {
  constructor(
    readonly records: SyncRecords,
    readonly connections: AccountConnections,
    readonly auditor: Auditor,
  ) {}
}

/** One sync from its order to its record; begun again, it goes on with the listings that had not ended. */
@Injectable()
export class SyncRun {
  private readonly accounts = new Gate(ACCOUNTS_AT_ONCE, Infinity);

  constructor(
    private readonly parts: SyncParts,
    private readonly account: AccountSync,
  ) {}

  async run(work: JobContext, kind: SyncKind): Promise<object> {
    const order = await this.order(work, kind);
    // One that fails for a reason of ours ends the others.
    const ending = new AbortController();
    const signal = AbortSignal.any([work.signal, ending.signal]);
    // Every question that waits for its turn hears it.
    setMaxListeners(0, signal);
    const progress = new SyncProgress(work.progress);
    const accounts = await this.parts.connections.connected(order.accountIds);
    await allOf(
      accounts.map((account) =>
        this.accounts
          .pass(() => this.account.run({ order, account, signal, progress }))
          .catch((error: unknown) => {
            ending.abort(error);
            throw error;
          }),
      ),
    );
    return work.commit(() => this.end(order, accounts.length));
  }

  /** A sync has the id of its run; one that nobody asked for by itself has no row yet. */
  private async order({ run }: JobContext, kind: SyncKind): Promise<SyncOrder> {
    const { id, requestedBy: createdBy, requestedById: createdById } = run;
    await this.parts.records.add({ id, kind, accountIds: null, regions: null, types: null, createdBy, createdById });
    return this.parts.records.begin(id);
  }

  private async end(order: SyncOrder, accounts: number) {
    const { id, kind, accountIds, regions, types } = order;
    const { records, auditor } = this.parts;
    await records.end(id);
    const counts = await records.counts(id);
    const after = { kind, accounts, accountIds, regions, types, ...counts };
    const subject = { type: 'inventory_sync', id };
    await auditor.record(callerOf(order), { action: 'inventory.sync', subject, after });
    return { accounts, ...counts };
  }
}
