import { CloudError, type CloudResource, type Listing } from '#clouds';
import { systemCaller } from '#common';
import { AuditService } from '#audit';
import { Database } from '#data';
import { startApp, type TestApp } from '../support/app.js';
import { StubCloud, stubEstate } from '../support/stub-cloud.mjs';
import { addStub, listed, listingsOf, one, ownAccount, rowsOf, sync } from '../support/synced.js';

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
const history = async (id: string) =>
  (await test.rest('GET', `/inventory/${id}/history?limit=500`)).body.items as any[];

it('lists what there is, and writes nothing where nothing has changed', async () => {
  const id = await account(stubEstate({ resources: 1_200, regions: 2, types: 3 }));
  const first = await sync(test, { accountIds: [id] });
  expect(first).toMatchObject({
    state: 'done',
    kind: 'manual',
    listingsTotal: 6,
    listingsDone: 6,
    listingsStale: 0,
    resourcesSeen: 1_200,
    resourcesAdded: 1_200,
    resourcesChanged: 0,
    resourcesDeleted: 0,
  });
  const before = await rowsOf(test);
  // An API may answer its keys in another order.
  stub.estate = stub.estate.map((each: any) => ({
    ...each,
    configuration: Object.fromEntries(Object.entries(each.configuration).reverse()),
  }));
  const second = await sync(test, { accountIds: [id] });
  expect(second).toMatchObject({ resourcesSeen: 1_200, resourcesAdded: 0, resourcesChanged: 0, resourcesDeleted: 0 });
  expect(await rowsOf(test)).toEqual(before);
  expect(await listings(id)).toHaveLength(6);
  expect(new Set((await listings(id)).map(({ state, reason }) => `${state} ${reason}`))).toEqual(
    new Set(['fresh null']),
  );
});

it('tells each resource as its cloud does, with its ties', async () => {
  const disk = one(2, {
    nativeId: 'vol-02',
    type: 'Stub::Disk',
    name: 'disk',
  });
  const machine = one(1, {
    tags: { team: 'a', bare: true },
    configuration: { Size: 'small', Odd: 'a\0b\ud800' },
    relations: [
      { kind: 'volume', nativeId: 'arn:aws:ec2:north:1:volume/vol-02' },
      { kind: 'role', nativeId: 'nobody-knows' },
    ],
  });
  const id = await account([machine, disk]);
  await sync(test, { accountIds: [id] });
  const [found] = await list(id, '&type=Stub::Machine');
  expect(found).toMatchObject({ name: 'machine-1', state: 'running', provider: 'aws', category: 'Compute' });
  const detail = (await test.rest('GET', `/inventory/${found.id}`)).body;
  expect(detail).toMatchObject({
    configuration: { Size: 'small', Odd: 'a\ufffdb\ufffd' },
    tags: { team: 'a', bare: true },
    cloudTags: { team: 'a', bare: true },
    billTags: {},
    createdAt: null,
  });
  const ties = (await test.rest('GET', `/inventory/${found.id}/relations`)).body.items;
  const [volume] = await list(id, '&type=Stub::Disk');
  expect(ties).toEqual([
    { direction: 'out', kind: 'role', nativeId: 'nobody-knows', resourceId: null, name: null, type: null, state: null },
    {
      direction: 'out',
      kind: 'volume',
      nativeId: 'vol-02',
      resourceId: volume.id,
      name: 'disk',
      type: 'Stub::Disk',
      state: 'running',
    },
  ]);
});

it('tells ties from the other end too', async () => {
  const disk = one(2, { nativeId: 'vol-03', type: 'Stub::Disk', createdAt: new Date('2026-01-02T03:04:05Z') });
  const machine = one(1, {
    relations: [
      { kind: 'role', nativeId: 'nobody' },
      { kind: 'volume', nativeId: 'vol-03' },
    ],
  });
  const id = await account([machine, disk]);
  await sync(test, { accountIds: [id] });
  const [volume] = await list(id, '&type=Stub::Disk');
  const { data } = await test.graphql(
    `query ($id: ID!) { resource(id: $id) { createdAt relations { direction kind nativeId resource { name relations { kind } } } } }`,
    { id: volume.id },
  );
  expect(data.resource).toEqual({
    createdAt: '2026-01-02T03:04:05.000Z',
    relations: [
      {
        direction: 'in',
        kind: 'volume',
        nativeId: 'stub:1',
        resource: { name: 'machine-1', relations: [{ kind: 'role' }, { kind: 'volume' }] },
      },
    ],
  });
});

it('keeps each change with before and after, and forgets ties that are no more', async () => {
  const id = await account([one(1, { relations: [{ kind: 'volume', nativeId: 'x' }] }), one(2)]);
  await sync(test, { accountIds: [id] });
  stub.estate = [
    one(1, { name: 'renamed', tags: { team: 'b' }, configuration: { Size: 'large', State: { Name: 'running' } } }),
    one(2),
  ];
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ resourcesChanged: 1, resourcesAdded: 0 });
  const [found] = await list(id, '&sort=-name');
  const changes = (await history(found.id)).filter(({ field }) => field !== 'firstSeen');
  expect(changes.map(({ field, before, after, source }) => [field, before, after, source]).sort()).toEqual([
    ['config.Size', 'small', 'large', 'cloud'],
    ['name', 'machine-1', 'renamed', 'cloud'],
    ['tags', { team: 'a' }, { team: 'b' }, 'cloud'],
  ]);
  expect((await test.rest('GET', `/inventory/${found.id}/relations`)).body.total).toBe(0);
});

it('deletes what a complete listing no longer tells, and brings it back', async () => {
  const id = await account([one(1), one(2)]);
  await sync(test, { accountIds: [id] });
  const gone = (await list(id)).find(({ name }) => name === 'machine-2');
  stub.estate = [one(1)];
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ resourcesDeleted: 1 });
  expect((await list(id)).map(({ name }) => name)).toEqual(['machine-1']);
  expect((await list(id, '&state=deleted')).map(({ name }) => name)).toEqual(['machine-2']);
  expect((await test.rest('GET', `/inventory/${gone.id}`)).body).toMatchObject({
    state: 'deleted',
    configuration: { Size: 'small' },
  });
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ resourcesDeleted: 0, resourcesChanged: 0 });
  stub.estate = [one(1), one(2)];
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ resourcesChanged: 1, resourcesAdded: 0 });
  expect((await list(id)).map(({ name, state }) => `${name} ${state}`)).toEqual([
    'machine-1 running',
    'machine-2 running',
  ]);
  const states = (await history(gone.id)).filter(({ field }) => field === 'state');
  expect(states.map(({ before, after }) => `${before} ${after}`)).toEqual(['deleted running', 'running deleted']);
});

it('finds a listing that has become empty empty', async () => {
  const id = await account([one(1)]);
  await sync(test, { accountIds: [id] });
  Object.assign(stub, { estate: [], extra: [{ region: 'north', type: 'Stub::Machine' }] });
  expect(await sync(test, { accountIds: [id] })).toMatchObject({ resourcesDeleted: 1 });
  expect(await listings(id)).toMatchObject([{ state: 'fresh', resources: 0 }]);
});

it('takes only the regions and types that are asked for', async () => {
  const id = await account(stubEstate({ resources: 60, regions: 3, types: 2 }));
  const told = await sync(test, { accountIds: [id], regions: ['region-1'], types: ['Stub::Type0'] });
  expect(told).toMatchObject({ listingsTotal: 1, resourcesSeen: 10, regions: ['region-1'], types: ['Stub::Type0'] });
});

it('leaves one entry in the record, with its counts', async () => {
  const id = await account([one(1)]);
  const told = await sync(test, { accountIds: [id] });
  const { items } = await test.app.get(AuditService).list(systemCaller('t'), { subjectId: told.id }, {});
  expect(items.filter(({ subjectType }) => subjectType === 'inventory_sync')).toMatchObject([
    { action: 'inventory.sync', actor: 'token:test', after: { resourcesAdded: 1, listingsDone: 1, accounts: 1 } },
  ]);
});

const denied = (listing: Listing) => {
  if (listing.region === 'region-1') throw new CloudError('denied', 'stub:List', 'not yours');
};

it('syncs what is connected by itself, leaving out what was refused until the next day', async () => {
  const id = await account(stubEstate({ resources: 40, regions: 2, types: 1 }));
  stub.onPage = denied;
  await sync(test, { accountIds: [id] });
  const run = async (job: string) => (await test.rest('POST', `/jobs/${job}/run?wait=60`)).body;
  const [, before] = await listings(id);
  expect((await run('inventory.sync')).state).toBe('done');
  const [other, refused] = await listings(id);
  expect(refused).toEqual(before);
  expect(other.triedAt > before.triedAt).toBe(true);
  stub.onPage = undefined;
  expect((await run('inventory.sync-full')).state).toBe('done');
  expect((await listings(id)).map(({ state }) => state)).toEqual(['fresh', 'fresh']);
});

it('notes once a day that what is still there was seen', async () => {
  const id = await account([one(1)]);
  await sync(test, { accountIds: [id] });
  const db = test.app.get(Database);
  await db.query(
    `update resource set last_seen_at = '2026-01-01', first_seen_at = '2026-01-01' where account_id = $1`,
    [id],
  );
  await sync(test, { accountIds: [id] });
  expect((await list(id))[0].lastSeenAt).toBe('2026-01-01T00:00:00.000Z');
  await test.rest('POST', '/jobs/inventory.sync-full/run?wait=60');
  expect((await list(id))[0].lastSeenAt > '2026-01-02').toBe(true);
  const before = await rowsOf(test);
  await test.rest('POST', '/jobs/inventory.sync-full/run?wait=60');
  expect(await rowsOf(test)).toEqual(before);
});

it.each([
  [{ accountIds: ['nobody'] }, 404],
  [{ regions: [] }, 422],
  [{ colour: 'blue' }, 422],
])('refuses %j', async (body, status) => {
  expect((await test.rest('POST', '/inventory/sync', body)).status).toBe(status);
});

it('refuses an account that only bills know', async () => {
  const made = await test.rest('POST', '/inventory/accounts', {
    provider: 'aws',
    externalId: 'billed',
    name: 'billed',
  });
  const answer = await test.rest('POST', '/inventory/sync', { accountIds: [made.body.id] });
  expect([answer.status, answer.body.detail]).toEqual([409, expect.stringContaining('is not connected')]);
});
