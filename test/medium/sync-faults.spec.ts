import { CloudError, type CloudResource, type Listing } from '#clouds';
import { Database } from '#data';
import { startApp, type TestApp } from '../support/app.js';
import { StubCloud, stubEstate } from '../support/stub-cloud.mjs';
import { addStub, listed, listingsOf, one, ownAccount, sync } from '../support/synced.js';
import { until } from '../support/test-jobs.js';

let test: TestApp;
let stub: StubCloud;

beforeAll(async () => {
  test = await startApp();
  stub = addStub(test);
});
afterAll(() => test.close());

const account = (estate: readonly CloudResource[]) => ownAccount(test, stub, estate);
const list = (id: string, more?: string) => listed(test, id, more);
const listings = (id: string) => listingsOf(test, id);

const second =
  (kind: string, at = 1) =>
  (listing: Listing, page: number) => {
    if (listing.region === 'region-1' && page === at)
      throw new CloudError(kind as 'denied', 'stub:List', `${kind} on purpose`, 1);
  };

it.each(['denied', 'broken', 'throttled', 'unreachable'])(
  'keeps what there is, stale, where a page is %s',
  async (kind) => {
    const id = await account(stubEstate({ resources: 400, regions: 2, types: 1 }));
    await sync(test, { accountIds: [id] });
    const before = await list(id);
    stub.estate = stub.estate.slice(0, 10);
    stub.onPage = second(kind, 0);
    const told = await sync(test, { accountIds: [id] });
    expect(told).toMatchObject({
      state: 'done',
      listingsTotal: 2,
      listingsDone: 2,
      listingsStale: 1,
      resourcesDeleted: 195,
    });
    const kept = before.filter(({ region }) => region === 'region-1').length;
    expect((await list(id)).length).toBe(kept + 5);
    const found = await listings(id);
    expect(found.map(({ region, state, reason }) => [region, state, reason])).toEqual(
      expect.arrayContaining([
        ['region-0', 'fresh', null],
        ['region-1', 'stale', `stub:List: ${kind} on purpose`],
      ]),
    );
    const [stale] = found.filter(({ state }) => state === 'stale');
    expect(new Date(stale.triedAt).getTime()).toBeGreaterThan(new Date(stale.completedAt).getTime());
  },
);

it('asks again where that helps, more slowly', async () => {
  const id = await account(stubEstate({ resources: 300, regions: 6, types: 1 }));
  let refused = 0;
  stub.onPage = () => {
    if (refused++ < 4) throw new CloudError('throttled', 'stub:List', 'too fast', 5);
  };
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ listingsStale: 0, resourcesSeen: 300 });
  expect(refused).toBeGreaterThan(4);
});

it('says of a region that cannot be asked that it is so, as long as it is', async () => {
  const id = await account(stubEstate({ resources: 40, regions: 2, types: 1 }));
  stub.unreachable = [{ region: 'region-9', reason: 'the region is not enabled' }];
  await sync(test, { accountIds: [id] });
  expect(await listings(id)).toMatchObject([
    { region: 'region-9', type: '*', state: 'never', reason: 'the region is not enabled' },
    { region: 'region-0' },
    { region: 'region-1' },
  ]);
  stub.unreachable = [{ region: 'region-1', reason: 'a policy of the organisation forbids it' }];
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ listingsStale: 1, resourcesDeleted: 0 });
  expect(await listings(id)).toMatchObject([
    { region: 'region-1', type: '*', state: 'never' },
    { region: 'region-0', state: 'fresh' },
    { region: 'region-1', state: 'stale', reason: 'a policy of the organisation forbids it' },
  ]);
  expect(await list(id)).toHaveLength(40);
  stub.unreachable = [];
  await sync(test, { accountIds: [id] });
  expect((await listings(id)).map(({ state }) => state)).toEqual(['fresh', 'fresh']);
});

it('keeps all of an account that lets nobody in, and says nothing of a bug but that it is one', async () => {
  const id = await account(stubEstate({ resources: 40, regions: 2, types: 1 }));
  stub.onListings = () => {
    throw new CloudError('denied', 'stub:SignIn', 'the role may not be taken on');
  };
  await sync(test, { accountIds: [id] });
  expect(await listings(id)).toMatchObject([
    { region: '*', type: '*', state: 'never', reason: 'stub:SignIn: the role may not be taken on' },
  ]);
  stub.onListings = undefined;
  await sync(test, { accountIds: [id] });
  stub.onListings = () => {
    throw new TypeError('the password is hunter2');
  };
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ state: 'done', listingsStale: 2 });
  expect(await list(id)).toHaveLength(40);
  const told = JSON.stringify(await listings(id));
  expect(told).toContain('The connector has failed; the log says how.');
  expect(told).not.toContain('hunter2');
});

it('goes on with the listings that had not ended where it is begun again', async () => {
  const id = await account(stubEstate({ resources: 600, regions: 6, types: 2 }));
  let pages = 0;
  stub.latencyMs = 20;
  // The seventh page breaks off the whole run, as the end of a process would.
  stub.onPage = async () => {
    if (++pages !== 7) return;
    await test.app
      .get(Database)
      .query(`update job_run set fence = fence + 1 where job = 'inventory.sync' and state = 'running'`);
  };
  const { body } = await test.rest('POST', '/inventory/sync', { accountIds: [id] });
  await until(
    async () => (await test.rest('GET', `/inventory/syncs/${body.id}`)).body.state !== 'running' || pages > 7,
  );
  await until(async () => (await test.rest('GET', `/inventory/syncs/${body.id}`)).body.state === 'done', 60_000);
  const done = (await test.rest('GET', `/inventory/syncs/${body.id}`)).body;
  expect(done).toMatchObject({ listingsTotal: 12, listingsDone: 12, resourcesSeen: 600, resourcesAdded: 600 });
  expect(await list(id)).toHaveLength(500);
}, 90_000);

it('ends where it is cancelled, and keeps what it has', async () => {
  const id = await account(stubEstate({ resources: 200, regions: 40, types: 1 }));
  stub.latencyMs = 200;
  const { body, status, headers } = await test.rest('POST', '/inventory/sync', { accountIds: [id] });
  expect([status, headers.get('location')]).toEqual([202, `/inventory/syncs/${body.id}`]);
  await until(async () => (await test.rest('GET', `/inventory/syncs/${body.id}`)).body.listingsDone > 0);
  expect((await test.rest('POST', `/jobs/runs/${body.id}/cancel`)).status).toBe(200);
  await until(async () => (await test.rest('GET', `/inventory/syncs/${body.id}`)).body.state === 'cancelled');
  const told = (await test.rest('GET', `/inventory/syncs/${body.id}`)).body;
  expect(told.listingsDone).toBeLessThan(40);
  expect((await list(id)).length).toBe(told.resourcesSeen);
  expect(stub.open).toBe(0);
});

it('leaves to a newer sync what that one has begun', async () => {
  const id = await account([one(1, { name: 'old' })]);
  let letGo = () => {};
  const held = new Promise<void>((go) => (letGo = go));
  stub.onPage = async () => {
    stub.onPage = undefined;
    await held;
  };
  const { body: slow } = await test.rest('POST', '/inventory/sync', { accountIds: [id] });
  await until(() => stub.onPage === undefined);
  const old = stub.estate;
  stub.estate = [one(1, { name: 'new' }), one(2)];
  await sync(test, { accountIds: [id] });
  stub.estate = old;
  letGo();
  await until(async () => (await test.rest('GET', `/inventory/syncs/${slow.id}`)).body.state === 'done');
  expect((await list(id)).map(({ name }) => name)).toEqual(['machine-2', 'new']);
});
