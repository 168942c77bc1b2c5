import { Readable } from 'node:stream';
import fc from 'fast-check';
import { systemCaller } from '#common';
import { ImportsService, ImportStarter, waitForImport } from '#cost';
import { startApp, type TestApp } from '../support/app.js';
import { CHARGE, csvOf } from '../support/bills.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const caller = systemCaller('token:test');

/** One delivery: what it says of each month, in whole units, or rows that cannot be read. */
interface Delivery {
  source: string;
  months: readonly { month: string; costs: readonly number[] }[];
  isBroken: boolean;
}

async function deliver(text: string, source: string) {
  const files = (async function* () {
    yield await Promise.resolve({ name: 'bill.csv', stream: Readable.from([Buffer.from(text)]) });
  })();
  const id = await test.app.get(ImportStarter).upload(caller, files, { source });
  return waitForImport(test.app.get(ImportsService), caller, id, 60);
}

function textOf({ months, isBroken }: Delivery, account: string): string {
  const rows = months.flatMap(({ month, costs }) =>
    costs.map((cost) => ({
      ...CHARGE,
      BilledCost: String(cost),
      BillingAccountId: account,
      SubAccountId: account,
      BillingPeriodStart: `${month}-01T00:00:00Z`,
      BillingPeriodEnd: `${month}-28T00:00:00Z`,
      ChargePeriodStart: `${month}-02T00:00:00Z`,
      ChargePeriodEnd: `${month}-03T00:00:00Z`,
    })),
  );
  return csvOf(isBroken ? [...rows, { ...rows[0]!, BilledCost: 'much' }] : rows);
}

async function totalsOf(account: string): Promise<Record<string, number>> {
  const query = `from=2026-01-01&to=2027-01-01&metric=billed&granularity=monthly&groupBy=account&account=${account}`;
  const { body } = await test.rest('GET', `/cost/summary?${query}`);
  const points = body.currencies.flatMap(({ groups }: any) => groups.flatMap((group: any) => group.points));
  return Object.fromEntries(
    points
      .filter(({ amount }: any) => Number(amount) !== 0)
      .map(({ date, amount }: any) => [date.slice(0, 7), Number(amount)]),
  );
}

const delivery = fc.record({
  source: fc.constantFrom('one', 'two'),
  months: fc
    .uniqueArray(fc.constantFrom('2026-03', '2026-04', '2026-05'), { minLength: 1, maxLength: 3 })
    .chain((months) =>
      fc.tuple(
        ...months.map((month) =>
          fc.record({
            month: fc.constant(month),
            costs: fc.array(fc.integer({ min: -50, max: 1000 }), { minLength: 1, maxLength: 4 }),
          }),
        ),
      ),
    ),
  isBroken: fc.constant(false),
});
const broken = delivery.map((each) => ({ ...each, isBroken: true }));
const step = fc.oneof(
  { weight: 5, arbitrary: delivery },
  { weight: 1, arbitrary: broken },
  { weight: 3, arbitrary: fc.nat(9) },
);

it('ends in the sums of the last delivery of each scope, whatever was delivered and delivered again', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), async (steps) => {
      const account = `property-${++run}`;
      const expected = new Map<string, number>();
      const done: Delivery[] = [];
      for (const each of steps) {
        const next = typeof each === 'number' ? done[each % Math.max(1, done.length)] : (each as Delivery);
        if (!next) continue;
        done.push(next);
        const { state } = await deliver(textOf(next, account), `${account}-${next.source}`);
        expect(state).toBe(next.isBroken ? 'held' : 'done');
        if (next.isBroken) continue;
        for (const { month, costs } of next.months)
          expected.set(
            `${next.source} ${month}`,
            costs.reduce((sum, cost) => sum + cost, 0),
          );
      }
      const sums: Record<string, number> = {};
      for (const [key, sum] of expected) sums[key.slice(4)] = (sums[key.slice(4)] ?? 0) + sum;
      expect(await totalsOf(account)).toEqual(Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0)));
    }),
    { numRuns: 12 },
  );
}, 120_000);

it('never shows half of a delivery to those who read while it comes', async () => {
  const rows = 3000;
  const bill = (cost: number) =>
    csvOf(
      Array.from({ length: rows }, (_, at) => ({
        ...CHARGE,
        BilledCost: String(cost),
        BillingAccountId: 'readers',
        SubAccountId: 'readers',
        ResourceId: `machine-${at % 50}`,
      })),
    );
  let isOver = false;
  const seen = new Set<number>();
  const reading = (async () => {
    while (!isOver) {
      const totals = await totalsOf('readers');
      seen.add(totals['2026-05'] ?? 0);
    }
  })();
  for (const cost of [1, 2, 3, 4]) expect((await deliver(bill(cost), 'readers')).state).toBe('done');
  isOver = true;
  await reading;
  expect([...seen].filter((total) => ![0, 1, 2, 3, 4].map((cost) => cost * rows).includes(total))).toEqual([]);
  expect(await totalsOf('readers')).toEqual({ '2026-05': 4 * rows });
}, 60_000);
