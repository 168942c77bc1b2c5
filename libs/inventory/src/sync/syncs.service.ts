import { Injectable } from '@nestjs/common';
import { DomainError, idOf, invalid, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, filterSql, pageSql, SqlParams } from '#data';
import { Jobs } from '#platform';
import { accountsOf } from '../accounts/account-list.js';
import { AccountConnections } from '../accounts/connections.js';
import type { CloudAccount } from '../accounts/cloud-account.entity.js';
import { wholeAccounts } from '../accounts/whole-accounts.js';
import { InventoryListing, InventorySync } from './inventory-sync.view.js';
import { COUNTS, SyncRecords } from './sync-records.js';
import { SYNC_JOB } from './sync.job.js';
import type { ListingSearch, StartSyncInput, SyncSearch } from './sync.query.js';

/** A run that was cancelled or whose last attempt died could not say so in the row of its sync. */
const STATE = `case when s.ended_at is not null then s.state when r.state in ('failed', 'cancelled') then r.state
  when r.id is null then 'failed' else s.state end`;

const FIELDS = `s.id, s.kind, ${STATE} as state, s.account_ids as "accountIds", s.regions, s.types, ${COUNTS},
  s.created_by as "createdBy", s.created_at as "createdAt", s.started_at as "startedAt",
  coalesce(s.ended_at, r.ended_at) as "endedAt", case when s.ended_at is null then r.error end as error`;

const FROM = 'inventory_sync s left join job_run r on r.id = s.id';

const SORTS = {
  createdAt: { sql: 's.created_at', type: 'timestamptz', filled: true },
  startedAt: { sql: 's.started_at', type: 'timestamptz' },
};

const LISTING_FIELDS = `l.id, l.account_id as "accountId", l.region, l.type, l.state, l.reason,
  l.completed_at as "completedAt", l.tried_at as "triedAt", l.resources`;

const text = (sql: string) => ({ sql, type: 'text', filled: true });
const LISTING_SORTS = {
  region: text('l.region'),
  type: text('l.type'),
  state: text('l.state'),
  completedAt: { sql: 'l.completed_at', type: 'timestamptz' },
  resources: { sql: 'l.resources', type: 'int', filled: true },
};

/** A sync goes over accounts of which a narrower caller sees a part, so that one sees its own alone. */
const visible = (caller: Caller, params: SqlParams) =>
  caller.scope.kind !== 'all' && `s.created_by_id = ${params.add(idOf(caller))}`;

@Injectable()
export class SyncsService {
  constructor(
    private readonly db: Database,
    private readonly jobs: Jobs,
    private readonly records: SyncRecords,
    private readonly connections: AccountConnections,
  ) {}

  list(caller: Caller, { state }: SyncSearch, page: PageRequest): Promise<Page<InventorySync>> {
    const params = new SqlParams();
    const where = allOf(visible(caller, params), state !== undefined && `${STATE} = ${params.add(state)}`);
    const listing = { as: InventorySync, select: FIELDS, from: FROM, where, params, sortable: SORTS };
    return pageSql(this.db, { ...listing, defaultSort: '-createdAt', id: { sql: 's.id', type: 'uuid' } }, page);
  }

  /** Throws `NOT_FOUND`. */
  async get(caller: Caller, id: string): Promise<InventorySync> {
    const params = new SqlParams();
    const where = allOf(`s.id::text = ${params.add(id)}`, visible(caller, params));
    const [row] = await this.db.query<object>(`select ${FIELDS} from ${FROM} where ${where}`, params.values);
    if (!row) throw notFound('sync', id);
    return Object.assign(new InventorySync(), row);
  }

  /** Queues a sync of what the caller may see whole. Throws `NOT_FOUND`, `CONFLICT` for an account that is not connected. */
  start(caller: Caller, { accountIds, regions = null, types = null }: StartSyncInput): Promise<InventorySync> {
    return this.db.transaction(async () => {
      const ids = await this.accounts(caller, accountIds ?? null);
      const run = await this.jobs.enqueue(SYNC_JOB, {}, { caller });
      const maker = { createdBy: caller.actor, createdById: idOf(caller) };
      await this.records.add({ id: run.id, kind: 'manual', accountIds: ids, regions, types, ...maker });
      return this.get(caller, run.id);
    });
  }

  /** The sync once it has ended, or as it is after so many seconds. */
  async waitFor(caller: Caller, id: string, seconds: number): Promise<InventorySync> {
    if (seconds) await this.jobs.waitFor(caller, id, seconds);
    return this.get(caller, id);
  }

  listings(caller: Caller, { account, state }: ListingSearch, page: PageRequest): Promise<Page<InventoryListing>> {
    const params = new SqlParams();
    const where = allOf(
      `l.account_id in (select a.id from cloud_account a where ${accountsOf({ ...caller, scope: wholeAccounts(caller.scope) }, params)})`,
      account !== undefined && filterSql({ accounts: [account] }, { account: 'l.account_id' }, params),
      state !== undefined && `l.state = ${params.add(state)}`,
    );
    const listing = { as: InventoryListing, select: LISTING_FIELDS, from: 'inventory_listing l', where, params };
    const id = { sql: 'l.id', type: 'uuid' };
    return pageSql(this.db, { ...listing, sortable: LISTING_SORTS, defaultSort: 'region', id }, page);
  }

  /** Null where all are meant and the caller may see them all. */
  private async accounts(caller: Caller, wanted: string[] | null): Promise<string[] | null> {
    const scope = wholeAccounts(caller.scope);
    if (!wanted && scope.kind === 'all') return null;
    const params = new SqlParams();
    const named = wanted ? params.add(wanted, 'text[]') : undefined;
    const rows = await this.db.query<{ id: string; externalId: string }>(
      `select a.id, a.external_id as "externalId" from cloud_account a
       where ${allOf(accountsOf({ ...caller, scope }, params), named && `(a.id::text = any(${named}) or a.external_id = any(${named}))`)}`,
      params.values,
    );
    const lost = wanted?.find((each) => !rows.some(({ id, externalId }) => each === id || each === externalId));
    if (lost !== undefined) throw notFound('account', lost);
    const connected = await this.connections.connected(rows.map(({ id }) => id));
    if (wanted) refuseUnconnected(rows, connected);
    else if (!connected.length) throw invalid('accountIds', 'none of your accounts is connected to its cloud');
    return connected.map(({ id }) => id);
  }
}

function refuseUnconnected(rows: readonly { id: string; externalId: string }[], connected: readonly CloudAccount[]) {
  const other = rows.find(({ id }) => !connected.some((each) => each.id === id));
  if (!other) return;
  const how = 'it is known by its bills alone. Give it settings ({} for what the server itself may do) or a credential';
  throw new DomainError('CONFLICT', `The account ${other.externalId} is not connected: ${how}.`, { id: other.id });
}
