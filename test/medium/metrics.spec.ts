import fc from 'fast-check';
import { Database } from '#data';
import { MetricsWriter, type SampleRow } from '#metrics';
import { RollUpService } from '../../libs/metrics/src/roll-up/roll-up.service.js';
import { ACCURACY } from '../../libs/metrics/src/roll-up/digest-sql.js';
import { startApp, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';
import { HOUR_MS, hoursAgo, hoursIn, hoursOf, iso, quantileOf, rankOf, rollUp } from '../support/samples.js';

const DAY_MS = 24 * HOUR_MS;
let test: TestApp;
let used = 0;

beforeAll(async () => {
  test = await startApp();
  await billAccounts(test, 1, 2);
  await billResources(test, { n: 101, account: 1 }, { n: 102, account: 1 }, { n: 103, account: 2 });
});
afterAll(() => test.close());

/** A series that no other test has. */
const fresh = () => ({ accountId: uid(1), resourceId: uid(101), metric: `own_${++used}` });
const write = (rows: SampleRow[]) => test.app.get(MetricsWriter).write(rows);
const query = <T>(sql: string, params: unknown[] = []) => test.app.get(Database).query<T>(sql, params);
const untold = { signal: new AbortController().signal, step: <T>(work: () => Promise<T>) => work() };

const partitions = async () =>
  (
    await query<{ name: string }>(
      `select relname as name from pg_class where relname like 'metric\\_%\\_20%' and relkind = 'r'`,
    )
  )
    .map(({ name }) => name)
    .sort();

/** Equal to any number that is no further away. */
const nearTo = (value: number, by: number) =>
  ({ asymmetricMatch: (other: number) => Math.abs(other - value) <= by }) as unknown as number;

/** Values as utilisation has them: smooth, with a spike now and then. */
const wave = (n: number) => 20 + 15 * Math.sin(n / 7) + (n % 41 === 0 ? 60 : 0);

it('writes a sample once, however often it comes, and again where its value has changed', async () => {
  const series = fresh();
  const at = hoursAgo(2);
  const rows = [1, 2, 3].map((value) => ({ ...series, at: at + value * 1000, value }));
  expect(await write(rows)).toEqual({ written: 3, unchanged: 0, tooOld: 0, ahead: 0 });
  await rollUp(test);
  expect(await write([...rows, ...rows])).toMatchObject({ written: 0 });
  expect(await query('select from metric_touch')).toEqual([]);
  expect(await write([rows[0]!, { ...rows[1]!, value: 7 }])).toMatchObject({ written: 1, unchanged: 1 });
  expect(await rollUp(test)).toBe(1);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual([
    expect.objectContaining({ samples: 3, max: 7, p50: 3 }),
  ]);
});

it('rolls each hour up to what its samples say', async () => {
  const series = fresh();
  const from = hoursAgo(50);
  const rows = Array.from({ length: 600 }, (_, n) => ({ ...series, at: from + n * 300_000, value: wave(n) }));
  await write(rows);
  expect(await rollUp(test)).toBe(50);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual(hoursOf(rows));
  expect(await rollUp(test)).toBe(0);
});

it('comes to the same whatever the order, the batches and the repetitions', async () => {
  const from = hoursAgo(4);
  const sample = fc.record({
    at: fc.integer({ min: 0, max: 40 }).map((n) => from + n * 300_000),
    value: fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.constantFrom(0, 1e-15, 1e90, -1e90)),
  });
  const batches = fc.array(fc.tuple(fc.array(sample, { minLength: 1, maxLength: 30 }), fc.boolean()), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(batches, async (given) => {
      const series = fresh();
      for (const [rows, isRolledUp] of given) {
        await write(rows.map((row) => ({ ...series, ...row })));
        if (isRolledUp) await rollUp(test);
      }
      const last = given.at(-1)![0].map((row) => ({ ...series, ...row }));
      await write(last);
      await rollUp(test);
      const wanted = hoursOf(given.flatMap(([rows]) => rows));
      const told = await hoursIn(test, series.resourceId, series.metric);
      // Sums of very large and very small numbers depend on their order in the last digits.
      const near = wanted.map((hour) => {
        const size = Math.max(Math.abs(hour.min), Math.abs(hour.max));
        return { ...hour, avg: nearTo(hour.avg, size * 1e-9) };
      });
      expect(told).toEqual(near);
    }),
    { numRuns: 40 },
  );
});

it('makes an hour anew where samples come late', async () => {
  const series = fresh();
  const from = hoursAgo(30 * 24);
  const rows = Array.from({ length: 12 }, (_, n) => ({ ...series, at: from + n * 300_000, value: wave(n) }));
  await write(rows.slice(6));
  await rollUp(test);
  await write(rows.slice(0, 6));
  expect(await rollUp(test)).toBe(1);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual(hoursOf(rows));
});

it('drops old days once they are rolled up, and then replaces no hour by one of fewer samples', async () => {
  const series = fresh();
  const from = hoursAgo(20 * 24);
  const day = `metric_sample_${iso(from).slice(0, 10).replaceAll('-', '_')}`;
  const rows = Array.from({ length: 12 }, (_, n) => ({ ...series, at: from + n * 300_000, value: wave(n) }));
  await write(rows);
  expect(await partitions()).toContain(day);
  expect(await test.app.get(RollUpService).drop(untold)).not.toContain(day);
  await rollUp(test);
  expect(await test.app.get(RollUpService).drop(untold)).toContain(day);
  expect(await partitions()).not.toContain(day);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual(hoursOf(rows));
  await write([{ ...rows[3]!, value: 99 }]);
  expect(await rollUp(test)).toBe(0);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual(hoursOf(rows));
  await write(rows.map((row) => ({ ...row, value: row.value + 1 })));
  await rollUp(test);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual(
    hoursOf(rows.map((row) => ({ ...row, value: row.value + 1 }))),
  );
});

it('keeps hours for so many days, in whole months, and takes no older samples', async () => {
  const series = fresh();
  const old = hoursAgo(401 * 24);
  expect(await write([{ ...series, at: old, value: 1 }])).toEqual({ written: 0, unchanged: 0, tooOld: 1, ahead: 0 });
  expect(await write([{ ...series, at: hoursAgo(-2), value: 1 }])).toMatchObject({ written: 0, ahead: 1 });
  await query('select add_metric_partitions($1::date[])', [['2020-01-31', '2020-02-01']]);
  const dropped = await test.app.get(RollUpService).drop(untold);
  expect(dropped).toEqual(
    expect.arrayContaining(['metric_hour_2020_01', 'metric_hour_2020_02', 'metric_sample_2020_01_31']),
  );
  expect((await partitions()).filter((name) => name.includes('2020'))).toEqual([]);
});

it('forgets what is kept of an account once that is no more', async () => {
  const gone = { accountId: uid(9), resourceId: uid(190), metric: 'cpu' };
  await write([{ ...gone, at: hoursAgo(1), value: 1 }]);
  await rollUp(test);
  expect(await test.app.get(RollUpService).forget(untold)).toBe(1);
  expect(await hoursIn(test, gone.resourceId, 'cpu')).toEqual([]);
  expect(await query('select from metric_sample where account_id = $1', [gone.accountId])).toEqual([]);
  expect(await test.app.get(RollUpService).forget(untold)).toBe(0);
});

it('lets several write the same samples at once', async () => {
  const series = fresh();
  const from = hoursAgo(70 * 24);
  const rows = Array.from({ length: 500 }, (_, n) => ({ ...series, at: from + n * 3_000_000, value: wave(n) }));
  const shuffled = (by: number) => rows.map((_, at) => rows[(at * by) % rows.length]!);
  const told = await Promise.all([1, 3, 7, 11, 13, 17].map((by) => write(shuffled(by))));
  expect(told.reduce((sum, { written }) => sum + written, 0)).toBe(500);
  await rollUp(test);
  expect(await hoursIn(test, series.resourceId, series.metric)).toEqual(hoursOf(rows));
});

describe('of longer times', () => {
  const spread: [string, (n: number) => number][] = [
    ['smooth', wave],
    ['of all sizes', (n) => 1.07 ** (n % 300) - 5],
    ['mostly nought', (n) => (n % 10 ? 0 : n)],
    ['constant', () => 42],
  ];

  it.each(spread)('tells percentiles within 1 %% where values are %s', async (_name, valueOf) => {
    const series = fresh();
    const from = hoursAgo(6 * 24);
    const rows = Array.from({ length: 1_500 }, (_, n) => ({ ...series, at: from + n * 300_000, value: valueOf(n) }));
    await write(rows);
    await rollUp(test);
    const asked = `resourceId=${series.resourceId}&metric=${series.metric}&from=${iso(from)}&step=${7 * 86_400}`;
    const weeks = new Map<number, number[]>();
    for (const { at, value } of rows) {
      const week = at - (at % (7 * DAY_MS));
      weeks.set(week, [...(weeks.get(week) ?? []), value]);
    }
    for (const [stat, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const { body } = await test.rest('GET', `/metrics/series?${asked}&stat=${stat}`);
      expect(body.points.map(({ at }: any) => Date.parse(at))).toEqual([...weeks.keys()].sort());
      for (const { at, value, samples } of body.points) {
        const values = weeks.get(Date.parse(at))!;
        const exact = rankOf(values, q);
        expect(samples).toBe(values.length);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(ACCURACY * 1.0001 * Math.abs(exact));
      }
    }
    for (const stat of ['avg', 'min', 'max'] as const) {
      const { body } = await test.rest('GET', `/metrics/series?${asked}&stat=${stat}`);
      for (const { at, value } of body.points) {
        const values = weeks.get(Date.parse(at))!;
        const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
        expect(value).toBeCloseTo({ avg: mean, min: Math.min(...values), max: Math.max(...values) }[stat], 6);
      }
    }
  });
});

it('reads samples themselves below an hour, and hours exactly', async () => {
  const series = fresh();
  const from = hoursAgo(5);
  const rows = Array.from({ length: 240 }, (_, n) => ({ ...series, at: from + n * 60_000, value: wave(n) }));
  await write(rows);
  await rollUp(test);
  const asked = `resourceId=${series.resourceId}&metric=${series.metric}&from=${iso(from)}`;
  for (const step of [900, 3_600]) {
    const { body } = await test.rest('GET', `/metrics/series?${asked}&step=${step}&stat=p95`);
    expect(body).toMatchObject({ metric: series.metric, unit: null, stat: 'p95', step, resources: 1 });
    expect(body.points).toHaveLength(14_400 / step);
    for (const { at, value, samples } of body.points) {
      const own = rows.filter((row) => row.at >= Date.parse(at) && row.at < Date.parse(at) + step * 1000);
      expect([samples, value]).toEqual([
        own.length,
        expect.closeTo(
          quantileOf(
            own.map((row) => row.value),
            0.95,
          ),
          9,
        ),
      ]);
    }
  }
});

it('takes several resources together as if all their samples were of one', async () => {
  const metric = `own_${++used}`;
  const from = hoursAgo(3);
  const of = (account: number, n: number, value: number, count: number) =>
    Array.from({ length: count }, (_, at) => ({
      accountId: uid(account),
      resourceId: uid(n),
      metric,
      at: from + at * 60_000,
      value,
    }));
  await write([...of(1, 101, 10, 60), ...of(1, 102, 40, 20), ...of(2, 103, 90, 20)]);
  await rollUp(test);
  const asked = `metric=${metric}&from=${iso(from)}&step=3600`;
  const point = async (query: string, stat = 'avg') => {
    const { body } = await test.rest('GET', `/metrics/series?${asked}&${query}&stat=${stat}`);
    return [body.resources, ...body.points.map(({ value, samples }: any) => [value, samples])];
  };
  expect(await point('')).toEqual([3, [32, 100]]);
  expect(await point('account=acc-1')).toEqual([2, [17.5, 80]]);
  expect(await point(`resourceId=${uid(102)},${uid(103)}`)).toEqual([2, [65, 40]]);
  expect(await point('', 'max')).toEqual([3, [90, 100]]);
  const [, [p50]] = (await point('', 'p50')) as [number, [number, number]];
  expect(Math.abs(p50 - 10)).toBeLessThanOrEqual(0.1);
});
