import { Injectable } from '@nestjs/common';
import { Clock, newId, type Decimal } from '#common';
import { Database } from '#data';
import { CHANGES_SQL, returnsSql, upsertSql } from './upsert-sql.js';

/** A SELECT of an upper lib, with its values. */
export interface Selection {
  sql: string;
  params?: unknown[];
}

/** What upper libs know of a resource and its list sorts by; what is undefined stays as it is. */
export interface Annotation {
  id: string;
  /** Null, with a null currency, where nothing was billed in the last 30 complete days. */
  monthlyCost?: Decimal | string | null;
  currency?: string | null;
  openFindings?: number;
  openRecommendations?: number;
}

/** An account as the demo estate names it. */
export interface PlantedAccount {
  provider: string;
  externalId: string;
  name: string;
  settings: Record<string, unknown>;
}

const ANNOTATED = [
  ['monthly_cost', 'monthlyCost', 'numeric'],
  ['currency', 'currency', 'text'],
  ['open_findings', 'openFindings', 'int'],
  ['open_recommendations', 'openRecommendations', 'int'],
] as const;

const kept = ([column, name, type]: (typeof ANNOTATED)[number]) =>
  `${column} = case when g.said ? '${name}' then (g.said ->> '${name}')::${type} else r.${column} end`;

/** What other libs write into the inventory: set by set, in their own transaction. */
@Injectable()
export class InventoryWriter {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Resources as a bill tells them, one row each: `id` (that of `resource_ref`), `account_id, native_id, region, service,
   * category, type, name, tags (jsonb), first_seen_at, last_seen_at`. The newest bill has the last word; where it says
   * otherwise than the one before, the history keeps both. With `costs` a row also has `monthly_cost` and `currency`, as
   * for `setMonthlyCosts`. Answers how many resources it wrote.
   */
  async upsert({ sql, params = [] }: Selection, { costs = false } = {}): Promise<number> {
    const returned = returnsSql(`$${params.length + 1}::timestamptz`);
    const statement = `with given as materialized (${sql}), changed as (${CHANGES_SQL}), returned as (${returned}),
        put as (${upsertSql(costs)})
      select count(*)::int as written from put`;
    const [row] = await this.db.query<{ written: number }>(statement, [...params, this.clock.now()]);
    return row?.written ?? 0;
  }

  /**
   * Takes resources out of the lists that no bill names any more; the selection answers their `id`s. Their history stays,
   * and says when that was; a bill that names one again brings it back.
   */
  withdraw({ sql, params = [] }: Selection): Promise<number> {
    const at = `$${params.length + 1}::timestamptz`;
    return this.db.execute(
      `with gone as (
         update resource set state = 'withdrawn', retired_at = coalesce(retired_at, ${at}), monthly_cost = null, currency = null
         where state = 'billed' and id in (${sql}) returning account_id, id)
       insert into resource_change (account_id, resource_id, at, field, before, after, source)
       select account_id, id, ${at}, 'state', '"billed"', '"withdrawn"', 'bill' from gone on conflict do nothing`,
      [...params, this.clock.now()],
    );
  }

  /** Makes accounts known which an import has interned; a real one sends the demo estate away. */
  async activate(accountIds: string[]): Promise<void> {
    await this.db.query(
      `update cloud_account set activated_at = $2, updated_at = $2 where id = any($1::uuid[]) and activated_at is null`,
      [accountIds, this.clock.now()],
    );
    const real = 'select 1 from cloud_account where id = any($1::uuid[]) and not is_demo limit 1';
    if ((await this.db.query(real, [accountIds])).length) await this.retireDemo();
  }

  /** Demo accounts leave all lists and totals as soon as there is something real. */
  async retireDemo(): Promise<void> {
    const retired = await this.db.query<{ id: string }>(
      `with demo as (update cloud_account set retired_at = $1, updated_at = $1, version = version + 1
         where is_demo and retired_at is null returning id)
       select id from demo`,
      [this.clock.now()],
    );
    if (retired.length) await this.followAccounts(retired.map(({ id }) => id));
  }

  /** Accounts of the demo estate, known before their first bill; those that were retired come back. */
  async plantDemo(accounts: readonly PlantedAccount[]): Promise<void> {
    const now = this.clock.now();
    const rows = accounts.map((account) => ({ ...account, id: newId(now) }));
    const planted = await this.db.query<{ id: string }>(
      `insert into cloud_account (id, provider, external_id, name, settings, origin, is_demo, activated_at, created_at, updated_at)
       select id, provider, "externalId", name, settings, 'demo', true, $2, $2, $2
       from jsonb_to_recordset($1::jsonb) as a (id uuid, provider text, "externalId" text, name text, settings jsonb)
       on conflict (provider, external_id) do update
         set settings = excluded.settings, retired_at = null, updated_at = $2,
           activated_at = coalesce(cloud_account.activated_at, $2), version = cloud_account.version + 1
         where cloud_account.is_demo
       returning id`,
      [JSON.stringify(rows), now],
    );
    await this.followAccounts(planted.map(({ id }) => id));
  }

  /** Takes away what only the demo had: its accounts, and with them their resources and history. */
  async removeDemo(): Promise<void> {
    const accounts = 'select id from cloud_account where is_demo';
    const resources = `select id from resource_ref where account_id in (${accounts})`;
    // A sync at work holds its listing before it writes: it ends its batch, and then finds nothing that is its own.
    await this.db.query(`delete from inventory_listing where account_id in (${accounts})`);
    await this.db.query('select from cloud_account where is_demo order by id for update');
    await this.db.query(`delete from resource_change where resource_id in (${resources})`);
    for (const table of ['resource_relation', 'resource', 'resource_tag_set'])
      await this.db.query(`delete from ${table} where account_id in (${accounts})`);
    await this.db.query(`delete from resource_ref where account_id in (${accounts})`);
    await this.db.query('delete from cloud_account where is_demo');
  }

  /** Resources are retired with their account, and come back with it. */
  async followAccounts(accountIds: string[]): Promise<void> {
    await this.db.query(
      `update resource r set retired_at = a.retired_at from cloud_account a
       where a.id = r.account_id and a.id = any($1::uuid[]) and r.retired_at is distinct from a.retired_at
         and r.state not in ('withdrawn', 'deleted')`,
      [accountIds],
    );
  }

  async annotate(rows: Annotation[]): Promise<void> {
    if (!rows.length) return;
    await this.db.query(
      `update resource r set ${ANNOTATED.map(kept).join(', ')}
       from jsonb_array_elements($1::jsonb) g (said) where r.id = (g.said ->> 'id')::uuid`,
      [JSON.stringify(rows)],
    );
  }

  /**
   * Effective cost of the last 30 complete days: `id, monthly_cost, currency`, one row for each resource that has any.
   * Resources (of these accounts, where some are named) which the selection leaves out have none from now on.
   */
  setMonthlyCosts({ sql, params = [] }: Selection, accountIds?: string[]): Promise<number> {
    const within = accountIds ? `where r.account_id = any($${params.length + 1}::uuid[])` : '';
    return this.db.execute(
      `update resource set monthly_cost = g.monthly_cost, currency = g.currency
       from (select r.id, c.monthly_cost, c.currency from resource r left join (${sql}) c on c.id = r.id ${within}) g
       where g.id = resource.id
         and (resource.monthly_cost, resource.currency) is distinct from (g.monthly_cost, g.currency)`,
      accountIds ? [...params, accountIds] : params,
    );
  }
}
