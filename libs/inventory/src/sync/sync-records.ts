import { Injectable } from '@nestjs/common';
import { Clock, systemCaller, type Caller } from '#common';
import { Database } from '#data';
import type { Written } from './resource-store.js';

export const SYNC_KINDS = ['hourly', 'full', 'manual'] as const;
export type SyncKind = (typeof SYNC_KINDS)[number];

/** What one sync is asked to do. */
export interface SyncOrder {
  id: string;
  kind: SyncKind;
  /** Null: every account that is connected. */
  accountIds: string[] | null;
  /** Null: all of them. */
  regions: string[] | null;
  types: string[] | null;
  createdBy: string;
  createdById: string;
}

/** Whoever asked for it, as whom it is recorded. */
export const callerOf = ({ createdBy, createdById }: SyncOrder): Caller => ({
  ...systemCaller(createdBy),
  actorId: createdById,
});

export interface SyncCounts {
  listingsTotal: number;
  listingsDone: number;
  listingsStale: number;
  resourcesSeen: number;
  resourcesAdded: number;
  resourcesChanged: number;
  resourcesDeleted: number;
}

export interface Ended {
  isStale: boolean;
  seen?: number;
  deleted?: number;
}

const ORDER = `id, kind, account_ids as "accountIds", regions, types, created_by as "createdBy",
  created_by_id as "createdById"`;

export const COUNTS = `listings_total as "listingsTotal", listings_done as "listingsDone",
  listings_stale as "listingsStale", resources_seen as "resourcesSeen", resources_added as "resourcesAdded",
  resources_changed as "resourcesChanged", resources_deleted as "resourcesDeleted"`;

/** The row of each sync. Its counts grow in the transactions that they count, so that a kill loses none. */
@Injectable()
export class SyncRecords {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Once, whoever asks first. */
  async add({ id, kind, accountIds, regions, types, ...maker }: SyncOrder): Promise<void> {
    await this.db.query(
      `insert into inventory_sync (id, kind, state, account_ids, regions, types, created_by, created_by_id, created_at)
       values ($1, $2, 'queued', $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      [id, kind, accountIds, regions, types, maker.createdBy, maker.createdById, this.clock.now()],
    );
  }

  /** What an attempt before this one had expected and not ended is counted again. */
  async begin(id: string): Promise<SyncOrder> {
    const [order] = await this.db.query<SyncOrder>(
      `update inventory_sync set state = 'running', started_at = coalesce(started_at, $2), listings_total = listings_done
       where id = $1 returning ${ORDER}`,
      [id, this.clock.now()],
    );
    if (!order) throw new Error(`The sync ${id} has no row.`);
    return order;
  }

  async expect(id: string, listings: number): Promise<void> {
    await this.db.query('update inventory_sync set listings_total = listings_total + $2 where id = $1', [id, listings]);
  }

  async written(id: string, { added, changed }: Written): Promise<void> {
    if (!added && !changed) return;
    await this.db.query(
      `update inventory_sync set resources_added = resources_added + $2, resources_changed = resources_changed + $3
       where id = $1`,
      [id, added, changed],
    );
  }

  async listed(id: string, { isStale, seen = 0, deleted = 0 }: Ended, listings = 1): Promise<void> {
    await this.db.query(
      `update inventory_sync set listings_done = listings_done + $2, listings_stale = listings_stale + $3,
         resources_seen = resources_seen + $4, resources_deleted = resources_deleted + $5 where id = $1`,
      [id, listings, isStale ? listings : 0, seen, deleted],
    );
  }

  async counts(id: string): Promise<SyncCounts> {
    const [row] = await this.db.query<SyncCounts>(`select ${COUNTS} from inventory_sync where id = $1`, [id]);
    return row!;
  }

  async end(id: string): Promise<void> {
    await this.db.query(`update inventory_sync set state = 'done', ended_at = $2 where id = $1`, [
      id,
      this.clock.now(),
    ]);
  }
}
