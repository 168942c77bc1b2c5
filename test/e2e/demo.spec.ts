import { Database } from '#data';
import { focusFile } from '../support/focus-file.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ env: { CLOUDGOV_DEMO: 'on' } });
});
afterAll(() => test.close());

async function until(isSo: () => Promise<boolean>) {
  for (let tries = 0; tries < 1200 && !(await isSo()); tries++) await new Promise((done) => setTimeout(done, 100));
}

const count = async (sql: string) => Number((await test.app.get(Database).query<{ n: string }>(sql))[0]!.n);

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

  expect((await test.rest('DELETE', '/demo')).status).toBe(204);
  for (const table of ['statement', 'cloud_account', 'budget'])
    expect([table, await count(`select count(*) as n from ${table} where is_demo`)]).toEqual([table, 0]);
  const orphans =
    'select count(*) as n from charge c where not exists (select from cloud_account a where a.id = c.account_id)';
  expect(await count(orphans)).toBe(0);
}, 180_000);
