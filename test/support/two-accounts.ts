import type { TestApp } from './app.js';
import { addStub, one, sync } from './synced.js';
import { csvOf, focusFile, type Row } from './focus-file.js';
import { rollUp } from './samples.js';

export const OWN = '111111111111';
export const FOREIGN = '999999999999';

/** Nothing of the foreign account may show in an answer to someone who sees the own one; ids are added as they are made. */
export const CANARY = /canary|999999999999/i;

type Change = (row: Row, at: number) => Row;

/** Some charges bear no tag: those without a resource make a scope by tag narrower than the account. */
const own: Change = (row, at) => ({
  SubAccountId: OWN,
  SubAccountName: 'Own account',
  Tags: at % 7 === 0 ? null : '{"team":"own","vault":"own vault"}',
  ...(row.ResourceId && { ResourceId: `own-resource-${at % 5}`, ResourceName: `own name ${at % 5}` }),
});

const foreign: Change = (row, at) => ({
  SubAccountId: FOREIGN,
  SubAccountName: 'Canary account',
  // Some say no tag, and so belong to whom their resource does.
  Tags: at % 9 === 0 ? null : '{"team":"canary team","vault":"canary vault","hidden":"canary value"}',
  ServiceName: `Canary service ${at % 3}`,
  ...(row.RegionId && { RegionId: 'canary-region-1', RegionName: 'Canary region' }),
  ...(row.ResourceId && { ResourceId: `canary-resource-${at % 50}`, ResourceName: `Canary name ${at % 50}` }),
  ...(row.SkuId && { SkuId: 'canary-sku', SkuPriceId: 'canary-sku-price' }),
});

async function deliver(test: TestApp, source: string, change: Change, months: string[]) {
  for (const month of months) {
    const { header, rows } = focusFile('1.2', { month, rows: 160, seed: source.length, providers: ['AWS'] });
    const csv = csvOf(
      header,
      rows.map((row, at) => ({ ...row, ...change(row, at) })),
    );
    const path = `/cost/imports?filename=${source}.csv&source=${source}&wait=60`;
    const { body } = await test.rest('POST', path, csv, { 'content-type': 'text/csv' });
    if (body.state !== 'done') throw new Error(`The ${source} bill was not taken: ${JSON.stringify(body)}`);
  }
}

/** Samples of each resource that bears a name like this, one a day while its bill lasts. */
async function measure(test: TestApp, name: string, days: string[]) {
  const { items } = (await test.rest('GET', `/inventory?q=${name}&limit=500`)).body;
  const samples = items.flatMap(({ id }: { id: string }, n: number) =>
    ['cpu', 'memory'].flatMap((metric) =>
      days.map((day) => ({ resourceId: id, metric, at: `${day}T08:00:00Z`, value: 10 + (n % 50) })),
    ),
  );
  const { body } = await test.rest('POST', '/metrics/samples', { samples });
  if (body.rejected) throw new Error(`The samples of ${name} were not taken: ${JSON.stringify(body)}`);
  await rollUp(test);
}

/** The days of the bills are long gone one day, and with them what utilisation is kept for unless told. */
export const KEEPING = { CLOUDGOV_METRICS_HOUR_DAYS: '36500' };

/** Two months of one account. */
export const deliverOwn = (test: TestApp) => deliver(test, 'own', own, ['2026-09-01', '2026-10-01']);

export const measureOwn = (test: TestApp) => measure(test, 'own-resource', ['2026-09-10', '2026-10-10']);
export const measureForeign = (test: TestApp) => measure(test, 'canary-resource', ['2026-10-10', '2026-11-10']);
export const measureBoth = (test: TestApp) => measureOwn(test).then(() => measureForeign(test));

/**
 * Two months of another, under the same payer and in the same currency, so that its sums could mix with the own; and
 * they end later, so that what follows from the last day billed could too.
 */
export const deliverForeign = (test: TestApp) => deliver(test, 'canary', foreign, ['2026-10-01', '2026-11-01']);

export interface Ids {
  account: string;
  resource: string;
  import: string;
  run: string;
  sync: string;
  budget: string;
  token: string;
  binding: string;
  elevation: string;
  /** People belong to no account, and are told to nobody who sees a part of the estate alone. */
  user: string;
  /** Of somebody else, who does not share it. */
  view: string;
}

const FOREIGN_BUDGET = { name: 'Canary budget', limit: '5000', currency: 'USD', period: 'monthly', thresholds: [] };

/** One id of each kind, of the account with this native id and of the delivery by this name. */
export async function idsOf(test: TestApp, nativeId: string, source: string): Promise<Ids> {
  const first = async (path: string) => (await test.rest('GET', path)).body.items[0];
  const account = (await first(`/inventory/accounts?q=${nativeId}`)).id;
  const delivery = await first(`/cost/imports?source=${source}`);
  const budget = (await test.rest('POST', '/budgets', { ...FOREIGN_BUDGET, scope: { accounts: [account] } })).body;
  const resource = (await first(`/inventory?account=${account}`)).id;
  const access = await accessTo(test, account, source);
  const own = { account, resource, import: delivery.id, run: delivery.runId, budget: budget.id ?? account };
  return { ...own, sync: await syncOf(test, account, source), ...access };
}

/** What the cloud of an account tells: something tied to what its bills name. */
async function syncOf(test: TestApp, account: string, source: string): Promise<string> {
  const machine = one(1, {
    nativeId: `${source}-machine`,
    name: `${source} machine`,
    region: `${source}-region-1`,
    tags: { team: source },
    configuration: { Name: `${source} machine` },
    relations: [{ kind: `${source} neighbour`, nativeId: `${source}-resource-1` }],
  });
  const connector = `stub ${source}`;
  addStub(test, [machine], connector);
  await test.rest('PATCH', `/inventory/accounts/${account}`, { settings: { connector } });
  return (await sync(test, { accountIds: [account] })).id;
}

/** A token and a team for an account. */
async function accessTo(test: TestApp, account: string, source: string) {
  const made = async (path: string, body: object, headers = {}) => (await test.rest('POST', path, body, headers)).body;
  const scope = { accounts: [account] };
  const person = { email: `canary-${account}@example.com`, name: 'Canary person' };
  const team = { principalType: 'group', principalId: `${source} team`, role: 'viewer', scope };
  const { id: token, token: key } = await made('/tokens', { name: `${source}-token`, roles: ['viewer'], scope });
  const asked = { role: 'operator', scope, minutes: 5, reason: source };
  return {
    token: token as string,
    binding: (await made('/access/bindings', team)).id as string,
    elevation: (await made('/access/elevations', asked, { authorization: `Bearer ${key}` })).id as string,
    view: (await made('/views', { name: 'Canary view', page: 'inventory', query: { account } })).id as string,
    user: (await test.rest('POST', '/users/invitations', person)).body.userId as string,
  };
}

/** What a path or a query is about, by a word of its name; the first that fits. */
const KINDS: readonly [RegExp, keyof Ids][] = [
  [/user/i, 'user'],
  [/view/i, 'view'],
  [/budget/i, 'budget'],
  [/token/i, 'token'],
  [/elevation/i, 'elevation'],
  [/binding/i, 'binding'],
  [/import/i, 'import'],
  [/sync/i, 'sync'],
  [/job|run/i, 'run'],
  [/account/i, 'account'],
];

/** The id that a path or a query of this kind asks for. */
export const idFor = (name: string, ids: Ids): string =>
  ids[KINDS.find(([word]) => word.test(name))?.[1] ?? 'resource'];

/** What a sync would write of the foreign account, in SQL of the tables' owner. */
export const syncedCanary = ({ account, resource }: Ids) => [
  `insert into resource_relation (account_id, from_id, kind, native_id) values
    ('${account}', '${resource}', 'holds', 'own-resource-1'), ('${account}', '${resource}', 'holds', 'canary-resource-1')`,
  `insert into resource_configuration (resource_id, account_id, configuration)
    values ('${resource}', '${account}', '{"Name": "canary"}')`,
  `insert into inventory_listing (id, account_id, region, type)
    values (gen_random_uuid(), '${account}', 'canary-region-1', 'Canary::Type')`,
  `insert into inventory_sync (id, kind, state, account_ids, created_by, created_by_id, created_at)
    values (gen_random_uuid(), 'manual', 'done', '{${account}}', 'token:canary', 'token:canary', now())`,
];
