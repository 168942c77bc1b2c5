import { startApp, type TestApp } from '../support/app.js';
import { csvOf, focusFile, type Row } from '../support/focus-file.js';
import type { StubCloud } from '../support/stub-cloud.mjs';
import { addStub, one, rowsOf, stubAccount, sync } from '../support/synced.js';

/** A bill names a machine by its ARN, and its cloud by its id: they mean one resource. */
const ARN = 'arn:aws:ec2:north:1:instance/i-0abc';
const machine = (more: object = {}) =>
  one(1, { nativeId: 'i-0abc', name: 'by cloud', tags: { team: 'cloud' }, ...more });

let test: TestApp;
let stub: StubCloud;
let account: string;
let accounts = 0;

beforeAll(async () => {
  test = await startApp();
  stub = addStub(test);
});
afterAll(() => test.close());
beforeEach(async () => {
  account = `meets-${++accounts}`;
  stub.estate = [machine()];
  await stubAccount(test, account);
});

async function bill(change: (row: Row) => object, month = '2026-09-01') {
  const { header, rows } = focusFile('1.2', { month, rows: 40, providers: ['AWS'] });
  const csv = csvOf(
    header,
    rows.map((row) => ({ ...row, SubAccountId: account, ...change(row) })),
  );
  const path = `/cost/imports?filename=${account}.csv&source=${account}&wait=60`;
  const { body } = await test.rest('POST', path, csv, { 'content-type': 'text/csv' });
  expect(body.state).toBe('done');
}

const billed = (tags: object, name = 'by bill') =>
  bill((row) => (row.ResourceId ? { ResourceId: ARN, ResourceName: name, Tags: JSON.stringify(tags) } : {}));

async function resources() {
  const { items } = (await test.rest('GET', `/inventory?account=${account}`)).body;
  return Promise.all(items.map(async ({ id }: any) => (await test.rest('GET', `/inventory/${id}`)).body));
}

it('meets on one resource, the cloud’s words winning, tags kept apart and merged', async () => {
  await billed({ team: 'bill', cost: 'centre' });
  await sync(test, { accountIds: [account] });
  const [met, ...others] = await resources();
  expect(others).toEqual([]);
  expect(met).toMatchObject({
    nativeId: 'i-0abc',
    name: 'by cloud',
    state: 'running',
    type: 'Stub::Machine',
    tags: { team: 'cloud', cost: 'centre' },
    billTags: { team: 'bill', cost: 'centre' },
    cloudTags: { team: 'cloud' },
  });
  expect(met.firstSeenAt < met.lastSeenAt).toBe(true);
  const before = await rowsOf(test);
  await sync(test, { accountIds: [account] });
  expect(await rowsOf(test)).toEqual(before);
  // The filter takes the id in either form.
  expect((await test.rest('GET', `/inventory?resource=${encodeURIComponent(ARN)}`)).body.total).toBe(accounts);
});

it('takes a bill’s tags, and nothing else of it, where the cloud has told first', async () => {
  await sync(test, { accountIds: [account] });
  expect((await resources())[0]).toMatchObject({ billTags: {}, tags: { team: 'cloud' } });
  await billed({ team: 'bill', cost: 'centre' });
  const [met, ...others] = await resources();
  expect(others).toEqual([]);
  expect(met).toMatchObject({
    name: 'by cloud',
    state: 'running',
    tags: { team: 'cloud', cost: 'centre' },
    billTags: { team: 'bill', cost: 'centre' },
    cloudTags: { team: 'cloud' },
  });
  await billed({ cost: 'another' });
  expect((await resources())[0]).toMatchObject({
    tags: { team: 'cloud', cost: 'another' },
    billTags: { cost: 'another' },
  });
});

it('is not withdrawn by a correction of the bill, and keeps its row where the cloud no longer has it', async () => {
  await billed({ cost: 'centre' });
  await sync(test, { accountIds: [account] });
  const [{ id }] = await resources();
  await bill((row) => (row.ResourceId ? { ResourceId: 'another' } : {}));
  expect((await test.rest('GET', `/inventory/${id}`)).body.state).toBe('running');
  Object.assign(stub, { estate: [], extra: [{ region: 'north', type: 'Stub::Machine' }] });
  await billed({ cost: 'centre' });
  await sync(test, { accountIds: [account] });
  stub.extra = [];
  expect((await test.rest('GET', `/inventory/${id}`)).body).toMatchObject({ state: 'deleted', nativeId: 'i-0abc' });
  const { body } = await test.rest('GET', `/cost/summary?from=2026-09-01&to=2026-10-01&resource=${id}`);
  expect(Number(body.currencies[0].total)).not.toBe(0);
});
