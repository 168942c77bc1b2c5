import { Database } from '#data';
import type { JobContext } from '#platform';
import { BillInventory } from '../../libs/cost/src/imports/bill-inventory.js';
import { startApp, type TestApp } from '../support/app.js';
import { CHARGE, csvOf } from '../support/bills.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const APRIL = {
  BillingPeriodStart: '2026-04-01T00:00:00Z',
  BillingPeriodEnd: '2026-05-01T00:00:00Z',
  ChargePeriodStart: '2026-04-02T00:00:00Z',
  ChargePeriodEnd: '2026-04-03T00:00:00Z',
};

/** One bill of the account, as the newest delivery has it. */
async function deliver(account: string, resources: string[], change: Record<string, string> = {}) {
  const charge = { ...CHARGE, ...change, BillingAccountId: account, ServiceName: 'Compute' };
  const bill = csvOf(resources.map((ResourceId) => ({ ...charge, ResourceId })));
  const { body } = await test.rest('POST', '/cost/imports?filename=bill.csv&wait=60', bill, {
    'content-type': 'text/csv',
  });
  expect([body.state, body.error]).toEqual(['done', null]);
  return body.id as string;
}

async function accountId(account: string) {
  const { body } = await test.rest('GET', '/inventory/accounts?limit=100');
  return body.items.find(({ externalId }: any) => externalId === account).id as string;
}

async function listed(account: string, query = '') {
  const { body } = await test.rest('GET', `/inventory?account=${await accountId(account)}&limit=500&sort=name${query}`);
  expect(body.items.length).toBe(Math.min(body.total, 500));
  return body;
}
const names = ({ items }: any) => items.map(({ nativeId }: any) => nativeId);

it('takes out of the inventory what a correction takes out of the bill, and keeps what it was', async () => {
  await deliver('100', ['kept', 'wrong']);
  const wrong = (await listed('100')).items[1];
  await deliver('100', ['kept']);
  expect(names(await listed('100'))).toEqual(['kept']);
  expect(names(await listed('100', '&state=withdrawn'))).toEqual(['wrong']);
  const { body } = await test.rest('GET', `/inventory/${wrong.id}`);
  expect(body).toMatchObject({ state: 'withdrawn', monthlyCost: null, currency: null, name: wrong.name });
  const { body: history } = await test.rest('GET', `/inventory/${wrong.id}/history`);
  expect(history.items).toEqual([
    { at: expect.any(String), field: 'state', before: 'billed', after: 'withdrawn', source: 'bill' },
    { at: wrong.firstSeenAt, field: 'firstSeen', before: null, after: null, source: 'bill' },
  ]);
});

it('lists it again when a bill names it again', async () => {
  await deliver('200', ['kept', 'back']);
  await deliver('200', ['kept']);
  await deliver('200', ['kept', 'back']);
  const { items } = await listed('200');
  expect(items.map(({ nativeId, state }: any) => [nativeId, state])).toEqual([
    ['back', 'billed'],
    ['kept', 'billed'],
  ]);
  const { body: history } = await test.rest('GET', `/inventory/${items[0].id}/history?sort=at`);
  expect(history.items.slice(1).map(({ before, after }: any) => [before, after])).toEqual([
    ['billed', 'withdrawn'],
    ['withdrawn', 'billed'],
  ]);
});

it('keeps what the bill of another month still names', async () => {
  await deliver('300', ['old', 'both'], APRIL);
  await deliver('300', ['both', 'new']);
  await deliver('300', ['new']);
  expect(names(await listed('300'))).toEqual(['both', 'new', 'old']);
});

it('is not undone by an account that is retired and comes back', async () => {
  await deliver('400', ['kept', 'wrong']);
  await deliver('400', ['kept']);
  const path = `/inventory/accounts/${await accountId('400')}`;
  for (const retired of [true, false]) expect((await test.rest('PATCH', path, { retired })).status).toBe(200);
  expect(names(await listed('400'))).toEqual(['kept']);
});

it('does the same for a bill of many resources, whose inventory follows it', async () => {
  const many = Array.from({ length: 5_100 }, (_, n) => `resource-${n}`);
  const inventoryOf = async (id: string) => {
    for (;;) {
      const { body } = await test.rest('GET', `/jobs/runs?job=cost.inventory&limit=100`);
      const run = body.items.find(({ subjectId }: any) => subjectId === id);
      if (run?.endedAt) return run;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  expect(await inventoryOf(await deliver('500', many))).toMatchObject({ state: 'done', result: { resources: 5_100 } });
  expect((await listed('500')).total).toBe(5_100);
  expect(await inventoryOf(await deliver('500', many.slice(0, 10)))).toMatchObject({ state: 'done' });
  expect((await listed('500')).total).toBe(10);
  expect((await listed('500', '&state=withdrawn')).total).toBe(5_090);
});

it('is not overwritten by the inventory of the bill that it corrects, still being written', async () => {
  const importId = await deliver('600', ['kept', 'wrong']);
  let steps = 0;
  const work = {
    payload: { importId },
    signal: new AbortController().signal,
    progress: () => undefined,
    step: async <T>(write: () => Promise<T>) => {
      if (steps++ === 0) await deliver('600', ['kept']);
      return test.app.get(Database).transaction(write);
    },
  };
  await test.app.get(BillInventory).takeInSlices(work as unknown as JobContext<{ importId: string }>);
  expect(steps).toBeGreaterThan(2);
  expect(names(await listed('600'))).toEqual(['kept']);
});
