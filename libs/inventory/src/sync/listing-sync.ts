import { Injectable, Logger } from '@nestjs/common';
import type { CloudConnection } from '#clouds';
import { Gate } from '#common';
import { Database } from '#data';
import type { CloudAccount } from '../accounts/cloud-account.entity.js';
import { CloudFault, insistently } from './attempts.js';
import type { Lane } from './lane.js';
import { ListingStore, type KnownListing, type OpenListing } from './listing-store.js';
import { isBug, isRefusal, reasonOf } from './reason.js';
import { ResourceStore } from './resource-store.js';
import type { SyncProgress } from './sync-progress.js';
import { SyncRecords, type SyncOrder } from './sync-records.js';
import { told, type Told } from './told.js';

/** One batch is one transaction. */
const MOST_RESOURCES = 500;
const MOST_BYTES = 4_000_000;
const LISTING_MS = 30 * 60_000;

/** Listings that are told at once over all accounts of a process, and transactions that write them. */
const LISTINGS_AT_ONCE = 24;
const WRITES_AT_ONCE = 3;

/** An account that is being synced. */
export interface AccountWork {
  order: SyncOrder;
  account: CloudAccount;
  connection: CloudConnection;
  lane: Lane;
  signal: AbortSignal;
  progress: SyncProgress;
}

@Injectable()
export class ListingParts {
  constructor(
    readonly db: Database,
    readonly listings: ListingStore,
    readonly resources: ResourceStore,
    readonly records: SyncRecords,
  ) {}
}

async function* toldBy({ connection, account }: AccountWork, { region, type }: KnownListing, signal: AbortSignal) {
  try {
    for await (const resource of connection.list({ region, type }, signal))
      yield told(resource, account.id, account.provider);
  } catch (error) {
    throw new CloudFault(error);
  }
}

/** One type of resource in one region: told page by page, written batch by batch, and complete only at its end. */
@Injectable()
export class ListingSync {
  private readonly log = new Logger('Sync');
  private readonly told = new Gate(LISTINGS_AT_ONCE, Infinity);
  private readonly writes = new Gate(WRITES_AT_ONCE, Infinity);

  constructor(private readonly parts: ListingParts) {}

  /** Throws only what is not the cloud's fault. */
  async run(listing: KnownListing, work: AccountWork): Promise<void> {
    const { lane, signal, order } = work;
    let open: OpenListing | undefined;
    try {
      await insistently(lane, signal, () =>
        this.told.pass(async () => {
          open = await this.parts.listings.begin(listing.id, order.id);
          await this.tell(listing, open, work);
        }),
      );
    } catch (error) {
      if (!(error instanceof CloudFault) || !open) throw error;
      await this.fail(listing, open, { error: error.cause, work });
    }
    work.progress.listed();
  }

  private async tell(listing: KnownListing, open: OpenListing, work: AccountWork) {
    const signal = AbortSignal.any([work.signal, AbortSignal.timeout(LISTING_MS)]);
    const ids = new Set<string>();
    let batch: Told[] = [];
    let bytes = 0;
    for await (const resource of toldBy(work, listing, signal)) {
      if (ids.has(resource.id)) continue;
      ids.add(resource.id);
      batch.push(resource);
      bytes += resource.bytes;
      if (batch.length < MOST_RESOURCES && bytes < MOST_BYTES) continue;
      if (!(await this.put(batch, open, work))) return;
      [batch, bytes] = [[], 0];
    }
    if (!batch.length || (await this.put(batch, open, work))) await this.complete(open, ids, work);
  }

  /** False where another sync has taken the listing over: what that one tells is newer. */
  private put(batch: readonly Told[], open: OpenListing, { order, account }: AccountWork): Promise<boolean> {
    const { resources, records } = this.parts;
    return this.ours(open, async () => {
      const telling = { accountId: account.id, listingId: open.id, at: open.at };
      await records.written(order.id, await resources.put(batch, telling));
    });
  }

  private complete(open: OpenListing, ids: ReadonlySet<string>, { order, account }: AccountWork): Promise<boolean> {
    const { resources, records, listings } = this.parts;
    return this.ours(open, async () => {
      const telling = { accountId: account.id, listingId: open.id, at: open.at };
      const deleted = await resources.deleteOthers([...ids], telling);
      if (order.kind === 'full') await resources.seen(telling);
      await listings.complete(open, order.id, ids.size);
      await records.listed(order.id, { isStale: false, seen: ids.size, deleted });
    });
  }

  private async fail(
    { region, type }: KnownListing,
    open: OpenListing,
    { error, work }: { error: unknown; work: AccountWork },
  ) {
    const { order, account } = work;
    if (isBug(error))
      this.log.error(`${account.externalId} ${region} ${type}: ${(error as Error)?.stack ?? String(error)}`);
    await this.ours(open, async () => {
      await this.parts.listings.fail([open.id], reasonOf(error), { syncId: order.id, isRefused: isRefusal(error) });
      await this.parts.records.listed(order.id, { isStale: true });
    });
  }

  private ours(open: OpenListing, work: () => Promise<void>): Promise<boolean> {
    const { db, listings } = this.parts;
    return this.writes.pass(() =>
      db.transaction(async () => {
        if (!(await listings.isOurs(open))) return false;
        await work();
        return true;
      }),
    );
  }
}
