import { Database } from '#data';
import { InventoryWriter } from '#inventory';
import type { TestApp } from './app.js';

const PREFIX = '00000000-0000-7000-8000-0000000';

/** Ids that a test can foresee: accounts are 1 and 2, resources count from 101. */
export const uid = (n: number) => `${PREFIX}${String(n).padStart(5, '0')}`;

export interface BilledResource {
  n: number;
  account: number;
  name?: string;
  service?: string;
  region?: string | null;
  tags?: Record<string, string>;
  first?: string;
  last?: string;
}

/** Accounts as an import leaves them: interned, then activated. */
export async function billAccounts({ app }: TestApp, ...accounts: number[]) {
  await app.get(Database).query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at)
     select id, 'aws', 'acc-' || n, 'Account ' || n, 'bill', now(), now()
     from unnest($1::uuid[]) with ordinality u (id, place), lateral (select ($2::int[])[place] as n) m`,
    [accounts.map(uid), accounts],
  );
  await app.get(InventoryWriter).activate(accounts.map(uid));
}

/** Resources as a bill tells them, through the door that an import uses. */
export async function billResources({ app }: TestApp, ...resources: BilledResource[]) {
  const rows = resources.map(({ n, account, name = `vm-${n}`, service = 'EC2', region = 'eu-central-1', ...rest }) => ({
    id: uid(n),
    account_id: uid(account),
    native_id: `arn:${n}`,
    name,
    service,
    region,
    category: 'Compute',
    type: 'Instance',
    tags: rest.tags ?? {},
    first_seen_at: rest.first ?? '2026-05-01T00:00:00Z',
    last_seen_at: rest.last ?? '2026-05-31T00:00:00Z',
  }));
  const json = [JSON.stringify(rows)];
  const record = `id uuid, account_id uuid, native_id text, name text, service text, region text, category text, type text,
    tags jsonb, first_seen_at timestamptz, last_seen_at timestamptz`;
  await app.get(Database).query(
    `insert into resource_ref (id, account_id, native_id)
     select id, account_id, native_id from jsonb_to_recordset($1) r (${record}) on conflict do nothing`,
    json,
  );
  const sql = `select * from jsonb_to_recordset($1::jsonb) r (${record})`;
  return app.get(InventoryWriter).upsert({ sql, params: json });
}
