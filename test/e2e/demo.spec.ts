import { Clouds } from '#clouds';
import { dayOf, SystemClock } from '#common';
import { Database } from '#data';
import { focusFile } from '../support/focus-file.js';
import { startApp, type TestApp } from '../support/app.js';
import { done, listed } from '../support/sandbox.js';

const demoSettings = () => ({ connector: 'sandbox', estate: 'demo', createdOn: dayOf(new SystemClock().now()) });

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ env: { CLOUDGOV_DEMO: 'on' } });
});
afterAll(() => test.close());

async function until(isSo: () => Promise<boolean>) {
  for (let tries = 0; tries < 1200 && !(await isSo()); tries++) await new Promise((done) => setTimeout(done, 100));
}

const count = async (sql: string) => Number((await test.app.get(Database).query<{ n: string }>(sql))[0]!.n);

/** Nothing is left of the demo, seen or unseen. */
async function removeWholly() {
  expect((await test.rest('DELETE', '/demo')).status).toBe(204);
  expect(await count('select count(*) as n from sandbox_change')).toBe(0);
  for (const table of ['cost_import', 'statement', 'cloud_account', 'budget'])
    expect([table, await count(`select count(*) as n from ${table} where is_demo`)]).toEqual([table, 0]);
  const orphans = (table: string, place: string) =>
    `select count(*) as n from ${table} c where not exists (select from ${place})`;
  for (const table of ['charge', 'charge_resource_daily', 'spend_daily', 'account_daily']) {
    expect([table, await count(orphans(table, 'cloud_account a where a.id = c.account_id'))]).toEqual([table, 0]);
    expect([table, await count(orphans(table, 'statement s where s.id = c.statement_id'))]).toEqual([table, 0]);
  }
  expect(await count(orphans('resource', 'cloud_account a where a.id = c.account_id'))).toBe(0);
}

it("an empty database gets an estate, its newest months first; a bill of one's own overtakes it, and it goes without a trace", async () => {
  const imports = async () => (await test.rest('GET', '/cost/imports?source=demo&state=done&sort=createdAt')).body;
  await until(async () => (await imports()).total >= 2);
  const { items } = await imports();
  const months = items.slice(0, 2).map(({ names }: { names: string[] }) => names[0]!.slice(-11, -4));
  expect(months).toEqual([...months].sort().reverse());
  const { currencies } = (await test.rest('GET', '/cost/summary?groupBy=provider')).body;
  expect(currencies.map(({ currency }: { currency: string }) => currency)).toEqual(['EUR', 'USD']);
  const inventory = async () => (await test.rest('GET', '/inventory?limit=1')).body;
  await until(async () => (await inventory()).total > 2000);
  const body = await inventory();
  expect(body.total).toBeGreaterThan(2000);
  expect(body.items[0].isDemo).toBe(true);
  expect((await test.rest('GET', '/budgets')).body.items.every(({ isDemo }: { isDemo: boolean }) => isDemo)).toBe(true);

  const { items: accounts } = (await test.rest('GET', '/inventory/accounts?limit=100')).body;
  const connected = accounts.filter(({ settings }: { settings: object | null }) => settings);
  expect(connected).toHaveLength(12);
  for (const { settings } of connected) expect(settings).toEqual(demoSettings());
  // The others are those who pay.
  expect(accounts.every(({ isDemo }: { isDemo: boolean }) => isDemo)).toBe(true);
  const { items: runs } = (await test.rest('GET', '/jobs/runs?job=demo.bills')).body;
  expect(runs).toHaveLength(1);

  const own = focusFile('1.2', { rows: 50 }).csv();
  const imported = await test.rest('POST', '/cost/imports?filename=own.csv&wait=60', own, {
    'content-type': 'text/csv',
  });
  expect(imported.body).toMatchObject({ state: 'done', isDemo: false });
  expect((await test.rest('GET', '/cost/imports?source=demo&state=queued')).body.total).toBe(0);
  expect((await test.rest('GET', '/budgets')).body.total).toBe(0);
  await until(async () => (await test.rest('GET', '/inventory?limit=1')).body.items[0]?.isDemo === false);
  const after = (await test.rest('GET', '/cost/summary?from=2020-01-01&to=2030-01-01&groupBy=account')).body;
  expect(JSON.stringify(after)).not.toContain('storefront');

  await removeWholly();
}, 180_000);

it('shows in bills and listings alike what was done to one of its machines, until it goes', async () => {
  const account = { provider: 'aws', externalId: '210394857611', settings: demoSettings() };
  expect((await test.rest('POST', '/demo')).status).toBe(202);
  const { items } = (await test.rest('GET', '/inventory/accounts?q=210394857611')).body;
  expect(items[0].settings).toEqual(account.settings);
  const cloud = await test.app.get(Clouds).connect(account);
  const type = 'AWS::EC2::Instance';
  const running = async () => (await listed(cloud, type)).filter(({ state }) => state === 'running');
  const [target, ...others] = await running();
  await done(cloud, { action: 'instance.stop', target: target! });
  expect(await running()).toEqual(others);
  await removeWholly();
  expect((await running()).length).toBe(others.length + 1);
}, 180_000);

it('goes without a trace while its months are still coming in', async () => {
  expect((await test.rest('POST', '/demo')).status).toBe(202);
  await until(async () => (await test.rest('GET', '/cost/imports?source=demo&state=running')).body.total > 0);
  await until(async () => (await count('select count(*) as n from charge_resource_daily')) > 1000);
  await removeWholly();
  const { body } = await test.rest('GET', '/jobs/runs?job=cost.import');
  expect(body.items.filter(({ state }: { state: string }) => ['queued', 'running'].includes(state))).toEqual([]);
}, 180_000);
