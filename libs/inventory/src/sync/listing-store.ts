import { Injectable } from '@nestjs/common';
import { Clock, newId } from '#common';
import type { Listing } from '#clouds';
import { Database } from '#data';

/** Which part of an account cannot be asked at all. */
const WHOLE = '*';

/** A listing that is being told. */
export interface OpenListing {
  id: string;
  /** When it was begun: what it tells is how it was then, or later. */
  at: Date;
  /** Whoever begins it anew takes it over. */
  token: string;
}

export interface KnownListing extends Listing {
  id: string;
  /** The sync that has ended it last. */
  syncId: string | null;
  /** Refused for good: asked again once a day. */
  isRefused: boolean;
}

const KNOWN = `
  select id, region, type, sync_id as "syncId", is_refused as "isRefused" from inventory_listing
  where account_id = $1`;

const ADD = `
  insert into inventory_listing (id, account_id, region, type)
  select w.id, $1, w.region, w.type from unnest($2::uuid[], $3::text[], $4::text[]) w (id, region, type)
  on conflict (account_id, region, type) do nothing`;

/** Never listed is never; a listing that has been complete once is stale. */
const FAILED = `state = case when completed_at is null then 'never' else 'stale' end`;

/** Takes listings from whoever was telling them: what they still bring would be older. */
const MARK = `
  update inventory_listing set ${FAILED}, reason = $2, tried_at = $3, sync_id = $4, begun_by = null, is_refused = $5
  where id = any($1::uuid[])`;

/** How far each listing of an account is known. */
@Injectable()
export class ListingStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Those that are known already, with those of `listings` that are new. */
  async know(accountId: string, listings: readonly Listing[]): Promise<KnownListing[]> {
    const ids = listings.map(() => newId(this.clock.now()));
    const params = [accountId, ids, listings.map(({ region }) => region), listings.map(({ type }) => type)];
    if (listings.length) await this.db.query(ADD, params);
    return this.db.query<KnownListing>(KNOWN, [accountId]);
  }

  async begin(id: string, syncId: string): Promise<OpenListing> {
    const at = this.clock.now();
    const token = `${syncId} ${newId(at)}`;
    await this.db.query('update inventory_listing set begun_by = $2, tried_at = $3 where id = $1', [id, token, at]);
    return { id, at, token };
  }

  /**
   * Whether it is still ours, which it then stays until the end of the transaction. The account is held before any of its
   * resources, as by whoever retires both, so that neither waits for the other.
   */
  async isOurs({ id, token }: OpenListing): Promise<boolean> {
    const sql = `
      select from inventory_listing l join cloud_account a on a.id = l.account_id
      where l.id = $1 and l.begun_by = $2 for no key update of l for share of a`;
    return (await this.db.query(sql, [id, token])).length > 0;
  }

  complete({ id, at }: OpenListing, syncId: string, resources: number): Promise<number> {
    return this.db.execute(
      `update inventory_listing set state = 'fresh', reason = null, completed_at = $2, sync_id = $3, resources = $4,
         begun_by = null, is_refused = false where id = $1`,
      [id, at, syncId, resources],
    );
  }

  /** Of those that are known; nothing that they have told is touched. */
  fail(ids: readonly string[], reason: string, { syncId, isRefused = false }: { syncId: string; isRefused?: boolean }) {
    return this.db.execute(MARK, [ids, reason, this.clock.now(), syncId, isRefused]);
  }

  /** A region, or a whole account, that could not even be asked what there is; named only while that is so. */
  async unreachable(accountId: string, regions: ReadonlyMap<string, string>, syncId: string): Promise<void> {
    await this.db.query(
      'delete from inventory_listing where account_id = $1 and type = $2 and not (region = any($3::text[]))',
      [accountId, WHOLE, [...regions.keys()]],
    );
    const places = [...regions.keys()].map((region) => ({ region, type: WHOLE }));
    if (!places.length) return;
    for (const { id, region, type } of await this.know(accountId, places))
      if (type === WHOLE) await this.fail([id], regions.get(region)!, { syncId });
  }
}

/** Whether a row stands for what could not be asked, rather than for a listing. */
export const isWhole = ({ type }: Listing) => type === WHOLE;
export const EVERYWHERE = WHOLE;
