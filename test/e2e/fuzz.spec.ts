import { startApp, type TestApp } from '../support/app.js';
import { fuzz } from '../support/fuzz/fuzzer.js';
import { deliverOwn, idsOf, KEEPING, measureOwn, OWN } from '../support/two-accounts.js';

const { FUZZ_REQUESTS: count = '500', FUZZ_SEED: seed = '1', FUZZ_FROM: from = '0' } = process.env;

let test: TestApp;
const unheard: unknown[] = [];
const hear = (error: unknown) => void unheard.push(error);

beforeAll(async () => {
  process.on('unhandledRejection', hear);
  test = await startApp({ env: KEEPING });
  await deliverOwn(test);
  await measureOwn(test);
}, 120_000);

afterAll(async () => {
  process.off('unhandledRejection', hear);
  await test.close();
});

it(`answers ${count} odd requests to its routes and fields without a fault of its own (npm run fuzz)`, async () => {
  const jobs = (await test.rest('GET', '/jobs')).body.items.map(({ name }: { name: string }) => name);
  const { nextCursor } = (await test.rest('GET', '/inventory?limit=1')).body;
  const ids = Object.values(await idsOf(test, OWN, 'own'));
  const known = { ids, jobs, cursors: [nextCursor] };
  const { faults, statuses } = await fuzz(test, known, {
    seed: Number(seed),
    from: Number(from),
    count: Number(count),
  });
  if (process.env.FUZZ_REQUESTS) console.log(JSON.stringify(statuses));
  expect(faults.slice(0, 50)).toEqual([]);
  expect(unheard).toEqual([]);
  expect((await test.rest('GET', '/health')).status).toBe(200);
}, 3_600_000);
