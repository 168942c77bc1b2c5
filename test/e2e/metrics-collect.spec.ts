import { CloudError, Clouds, type CloudPlugin, type Measurement, type Sample } from '#clouds';
import { Database } from '#data';
import type { TestApp } from '../support/app.js';
import { bearer } from '../support/contract.js';
import { uid } from '../support/inventory.js';
import { hoursAgo, iso, measuredEstate } from '../support/samples.js';

let test: TestApp;

beforeAll(async () => void (test = await measuredEstate()));
afterAll(() => test.close());

const get = (path: string, token?: string) =>
  test.rest('GET', path, undefined, token === undefined ? {} : bearer(token));

const asked: Measurement[] = [];
let trouble: CloudError | undefined;

/** Answers each resource's processor every period, always the same of the same moment. */
async function* measure(question: Measurement): AsyncGenerator<Sample> {
  await Promise.resolve(asked.push(question));
  for (const { nativeId } of question.resources)
    for (let at = +question.from; at < +question.to; at += question.periodSeconds * 1000)
      yield { nativeId, metric: 'cpu', at: new Date(at), value: 50 };
  if (trouble) throw trouble;
}

const plugin = {
  id: 'measured',
  faults: () => [],
  connect: () => Promise.resolve({ measure, close: () => undefined }),
} as unknown as CloudPlugin;

const collect = async () => (await test.rest('POST', '/jobs/metrics.collect/run?wait=60')).body.result;

beforeAll(async () => {
  test.app.get(Clouds).add(plugin);
  await test.app
    .get(Database)
    .query(`update cloud_account set settings = '{"connector": "measured"}' where id = $1`, [uid(2)]);
});

it('reaches back a month, and then goes on where it ended', async () => {
  expect(await collect()).toMatchObject({ accounts: 1, stale: 0 });
  expect(asked.map(({ periodSeconds }) => periodSeconds)).toEqual([3_600, 300]);
  expect(asked[0]!.resources.map(({ nativeId }) => nativeId).sort()).toEqual(['arn:103', 'arn:104']);
  const { body } = await get(`/metrics/series?resourceId=${uid(104)}&from=${iso(hoursAgo(24 * 30))}&step=86400`);
  expect(body.points.length).toBeGreaterThanOrEqual(30);
  const again = await collect();
  expect(asked).toHaveLength(3);
  expect(asked[2]!.from >= asked[1]!.from).toBe(true);
  expect(again.written).toBeLessThanOrEqual(2);
  expect(again.unchanged).toBeGreaterThan(20);
});

it('keeps what an account told before it failed, and says why it is behind', async () => {
  const [before] = (await get('/metrics/collections')).body.items;
  expect(before).toMatchObject({ accountId: uid(2), error: null });
  trouble = new CloudError('denied', 'cloudwatch:GetMetricData', 'not allowed');
  expect(await collect()).toMatchObject({ accounts: 1, stale: 1 });
  const [{ error, collectedThrough }] = (await get('/metrics/collections')).body.items;
  expect([error, collectedThrough]).toEqual(['cloudwatch:GetMetricData: not allowed', before.collectedThrough]);
  const other = test.scoped({ kind: 'accounts', accounts: ['acc-1'] });
  expect((await get('/metrics/collections', other)).body).toEqual({ items: [], total: 0, nextCursor: null });
  trouble = undefined;
  await collect();
  expect((await get('/metrics/collections')).body.items[0].error).toBeNull();
});
