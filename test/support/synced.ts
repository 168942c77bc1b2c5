import { Clouds, type CloudResource } from '#clouds';
import { Database } from '#data';
import type { TestApp } from './app.js';
import { StubCloud } from './stub-cloud.mjs';

/** The stub, which answers whoever names it as connector. */
export function addStub({ app }: TestApp, estate: readonly CloudResource[] = [], id = 'stub'): StubCloud {
  const stub = new StubCloud(estate, id);
  app.get(Clouds).add(stub);
  return stub;
}

/** An account that the stub reads. */
export async function stubAccount(test: TestApp, externalId: string, more: object = {}, connector = 'stub') {
  const body = { provider: 'aws', externalId, name: `Account ${externalId}`, settings: { connector }, ...more };
  const made = await test.rest('POST', '/inventory/accounts', body);
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return made.body.id as string;
}

let accounts = 0;

/** An account of its own for each test, with this estate. */
export function ownAccount(test: TestApp, stub: StubCloud, estate: readonly CloudResource[]) {
  Object.assign(stub, { estate, extra: [], unreachable: [], onPage: undefined, onListings: undefined, latencyMs: 0 });
  return stubAccount(test, `sync-${++accounts}`);
}

export const listed = async (test: TestApp, account: string, more = '') =>
  (await test.rest('GET', `/inventory?account=${account}&limit=500${more}`)).body.items as any[];

export const listingsOf = async (test: TestApp, account: string) =>
  (await test.rest('GET', `/inventory/listings?account=${account}&limit=500&sort=type`)).body.items as any[];

/** A sync once it has ended. */
export async function sync(test: TestApp, body: object = {}, headers: Record<string, string> = {}) {
  const { status, body: told } = await test.rest('POST', '/inventory/sync?wait=60', body, headers);
  if (status !== 200) throw new Error(`The sync was answered ${status}: ${JSON.stringify(told)}`);
  return told;
}

/** Every row of the tables that a sync writes resources to, with the transaction that wrote it and its place. */
export async function rowsOf(test: TestApp): Promise<string[]> {
  const rows: string[] = [];
  for (const table of ['resource', 'resource_configuration', 'resource_change', 'resource_relation', 'resource_ref'])
    for (const { row } of await test.app
      .get(Database)
      .query<{ row: string }>(`select concat_ws(' ', xmin, ctid, t::text) as row from ${table} t`))
      rows.push(`${table} ${row}`);
  return rows.sort();
}

export const one = (n: number, more: Partial<CloudResource> = {}): CloudResource => ({
  nativeId: `stub:${n}`,
  type: 'Stub::Machine',
  name: `machine-${n}`,
  region: 'north',
  service: 'Stub Compute',
  category: 'Compute',
  state: 'running',
  tags: { team: 'a' },
  configuration: { Size: 'small', State: { Name: 'running' } },
  relations: [],
  ...more,
});
