import { systemCaller } from '#common';
import { TidyService } from '#cost';
import { Database } from '#data';
import { Jobs, type JobContext } from '#platform';
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

/** A step of the job that writes inventory, without its queue. */
const working = (importId: string, before: () => Promise<unknown>) =>
  ({
    payload: { importId },
    signal: new AbortController().signal,
    progress: () => undefined,
    step: async <T>(write: () => Promise<T>) => {
      await before();
      return test.app.get(Database).transaction(write);
    },
  }) as unknown as JobContext<{ importId: string }>;

it('is not overwritten by the inventory of the bill that it corrects, still being written', async () => {
  const importId = await deliver('600', ['kept', 'wrong']);
  let steps = 0;
  const work = working(importId, async () => steps++ === 0 && deliver('600', ['kept']));
  await test.app.get(BillInventory).takeInSlices(work);
  expect(steps).toBeGreaterThan(2);
  expect(names(await listed('600'))).toEqual(['kept']);
});

it('waits for the inventory of a correction before it forgets what was corrected', async () => {
  const db = test.app.get(Database);
  await deliver('700', ['kept', 'wrong']);
  const importId = await deliver('700', ['kept']);
  const resources = `account_id = '${await accountId('700')}' and native_id = 'wrong'`;
  const rows = async () =>
    (
      await db.query(
        `select 1 from charge_resource_daily where resource_uid in (select id from resource where ${resources})`,
      )
    ).length;
  // As it is while the correction's inventory waits in the queue.
  await db.query(`update resource set state = 'billed', retired_at = null where ${resources}`);
  const subject = { type: 'cost_import', id: importId };
  const caller = systemCaller('test');
  const run = await db.transaction(async () => {
    const queued = await test.app.get(Jobs).enqueue('cost.inventory', { importId }, { caller, subject });
    await db.query(`update job_run set due_at = 'infinity' where id = $1`, [queued.id]);
    return queued;
  });
  const tidying = test.app.get(TidyService);
  await tidying.tidy(new AbortController().signal, -1);
  expect(await rows()).toBe(1);
  await test.app.get(BillInventory).takeInSlices(working(importId, () => Promise.resolve()));
  expect(names(await listed('700'))).toEqual(['kept']);
  await test.app.get(Jobs).cancel(caller, run.id);
  await tidying.tidy(new AbortController().signal, -1);
  expect(await rows()).toBe(0);
});

it('takes the tags that most of the newest day is billed under, in however many rows', async () => {
  const charge = { ...CHARGE, BillingAccountId: '800', ServiceName: 'Compute', ResourceId: 'machine' };
  const newest = { ChargePeriodStart: '2026-05-03T00:00:00Z', ChargePeriodEnd: '2026-05-04T00:00:00Z' };
  const row = (team: string, SkuPriceId: string, EffectiveCost: string, day = {}) => ({
    ...charge,
    ...day,
    EffectiveCost,
    SkuPriceId,
    Tags: JSON.stringify({ team }),
  });
  const bill = csvOf([
    row('dearest', 'disk', '900'),
    row('most', 'disk', '1.50', newest),
    row('dear', 'machine', '2', newest),
    row('most', 'machine', '1.50', newest),
  ]);
  const headers = { 'content-type': 'text/csv' };
  expect((await test.rest('POST', '/cost/imports?filename=bill.csv&wait=60', bill, headers)).body.state).toBe('done');
  expect((await listed('800')).items.map(({ tags }: any) => tags)).toEqual([{ team: 'most' }]);
});
