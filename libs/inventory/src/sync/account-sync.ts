import { Injectable, Logger } from '@nestjs/common';
import type { CloudConnection, Listing, Unreachable } from '#clouds';
import { groupBy } from '#common';
import { Database } from '#data';
import { AccountConnections } from '../accounts/connections.js';
import type { CloudAccount } from '../accounts/cloud-account.entity.js';
import { asked, CloudFault, insistently } from './attempts.js';
import { Lane } from './lane.js';
import { EVERYWHERE, isWhole, ListingStore, type KnownListing } from './listing-store.js';
import { ListingSync, type AccountWork } from './listing-sync.js';
import { isBug, reasonOf } from './reason.js';
import { callerOf, SyncRecords, type SyncOrder } from './sync-records.js';

type AccountOrder = Pick<AccountWork, 'order' | 'account' | 'signal' | 'progress'>;

const GONE = 'The cloud no longer offers it, or the account no longer uses the region.';

const placeOf = ({ region, type }: Listing) => `${region}\n${type}`;

const isWanted = ({ regions, types }: SyncOrder, { region, type }: Listing) =>
  (!regions || regions.includes(region)) && (!types || types.includes(type));

@Injectable()
export class AccountParts {
  constructor(
    readonly db: Database,
    readonly connections: AccountConnections,
    readonly listings: ListingStore,
    readonly records: SyncRecords,
  ) {}
}

/** One account: finds out what there is to list, and has it listed. */
@Injectable()
export class AccountSync {
  private readonly log = new Logger('Sync');

  constructor(
    private readonly parts: AccountParts,
    private readonly listing: ListingSync,
  ) {}

  async run(work: AccountOrder): Promise<void> {
    let connection: CloudConnection | undefined;
    try {
      const lane = new Lane();
      connection = await asked(() => this.connect(work.account, work.order));
      await this.listAll({ ...work, connection, lane });
    } catch (error) {
      work.signal.throwIfAborted();
      if (!(error instanceof CloudFault)) throw error;
      await this.failWhole(work, error.cause);
    } finally {
      connection?.close();
    }
  }

  private connect(account: CloudAccount, order: SyncOrder) {
    return this.parts.connections.connect(callerOf(order), account, 'inventory sync');
  }

  private async listAll(work: AccountWork) {
    const { connection, lane, signal, order, account } = work;
    const found = await insistently(lane, signal, () => asked(() => connection.listings(signal)));
    const { todo, lost } = await this.plan(work, found);
    await this.expect(work, todo.length + lost.length);
    await this.lose(work, lost, found.unreachable);
    await this.parts.listings.unreachable(account.id, reasons(found.unreachable), order.id);
    await allOf(todo.map((listing) => this.listing.run(listing, work)));
  }

  /** What this sync has ended before it was begun again is not asked twice. */
  private async plan({ order, account }: AccountOrder, { listings }: { listings: Listing[] }) {
    const offered = new Set(listings.map(placeOf));
    const known = (await this.parts.listings.know(account.id, listings)).filter(
      (each) => !isWhole(each) && each.syncId !== order.id && isWanted(order, each),
    );
    return {
      todo: known.filter((each) => offered.has(placeOf(each)) && !(order.kind === 'hourly' && each.isRefused)),
      lost: known.filter((each) => !offered.has(placeOf(each))),
    };
  }

  private async expect({ order, progress }: AccountOrder, listings: number) {
    await this.parts.records.expect(order.id, listings);
    progress.expect(listings);
  }

  private async lose(work: AccountOrder, lost: readonly KnownListing[], unreachable: readonly Unreachable[]) {
    const why = reasons(unreachable);
    for (const [region, listings] of groupBy(lost, (each) => each.region))
      await this.fail(work, listings, why.get(region) ?? why.get(EVERYWHERE) ?? GONE);
  }

  /** Nothing of the account can be asked: all that was known of it stays, and is stale. */
  private async failWhole(work: AccountOrder, error: unknown) {
    const { order, account } = work;
    const why = reasonOf(error);
    if (isBug(error)) this.log.error(`${account.externalId}: ${(error as Error | undefined)?.stack ?? String(error)}`);
    const known = await this.parts.listings.know(account.id, []);
    const hit = known.filter((each) => !isWhole(each) && each.syncId !== order.id && isWanted(order, each));
    await this.expect(work, Math.max(hit.length, 1));
    await this.parts.listings.unreachable(account.id, new Map([[EVERYWHERE, why]]), order.id);
    await this.fail(work, hit, why, Math.max(hit.length, 1));
  }

  private async fail(work: AccountOrder, listings: readonly KnownListing[], why: string, count = listings.length) {
    const { db, listings: store, records } = this.parts;
    const ids = listings.map(({ id }) => id);
    await db.transaction(async () => {
      await store.fail(ids, why, { syncId: work.order.id });
      await records.listed(work.order.id, { isStale: true }, count);
    });
    work.progress.listed(count);
  }
}

const reasons = (unreachable: readonly Unreachable[]) =>
  new Map(unreachable.map(({ region, reason }) => [region, reason.slice(0, 1_000)]));

/** Waits for all, so that nothing goes on behind the back of whoever hears that one has failed. */
export async function allOf(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
