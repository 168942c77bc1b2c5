import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Database } from '#data';
import { MetricsWriter, type SampleRow } from '#metrics';
import { startApp, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';
import { describeReal, realData } from '../support/real-data.js';
import { HOUR_MS, hoursIn, hoursOf, iso, rankOf, rollUp } from '../support/samples.js';

const FOLDER = ['metrics', 'bitbrains-rnd', 'raw-5min'];
const HOURS = ['metrics', 'bitbrains-rnd', 'hourly', '2013-7.csv.gz'];
const MACHINES = 12;

/** The traces are of 2013; samples are kept for so long. */
const KEEPING = { CLOUDGOV_METRICS_HOUR_DAYS: '36500' };

interface Trace {
  machine: number;
  cpu: { at: number; value: number }[];
  memory: { at: number; value: number }[];
}

const linesOf = (...path: string[]) =>
  gunzipSync(readFileSync(realData(...path)))
    .toString()
    .trim()
    .split('\n')
    .slice(1);

/** The header says milliseconds; the values are seconds. */
function traceOf(file: string): Trace {
  const rows = linesOf(...FOLDER, file).map((line) => line.split(';').map((cell) => Number(cell.trim())));
  const points = (valueOf: (row: number[]) => number) =>
    rows.map((row) => ({ at: row[0]! * 1000, value: valueOf(row) }));
  return {
    machine: Number(/_(\d+)\./.exec(file)![1]),
    cpu: points((row) => row[4]!),
    memory: points((row) => (row[5] ? (100 * row[6]!) / row[5] : 0)),
  };
}

let test: TestApp;
let traces: Trace[];
const rowsOf = ({ machine, ...metrics }: Trace): SampleRow[] =>
  Object.entries(metrics).flatMap(([metric, points]) =>
    points.map((point) => ({ accountId: uid(1), resourceId: uid(1_000 + machine), metric, ...point })),
  );

async function load() {
  test = await startApp({ env: KEEPING });
  traces = readdirSync(realData(...FOLDER))
    .sort()
    .slice(0, MACHINES)
    .map(traceOf);
  await billAccounts(test, 1);
  await billResources(test, ...traces.map(({ machine }) => ({ n: 1_000 + machine, account: 1 })));
  for (const trace of traces) await test.app.get(MetricsWriter).write(rowsOf(trace));
  await rollUp(test);
}

function wholeness() {
  it('are all there, with the same sums', async () => {
    const wanted = traces.flatMap(({ machine, ...metrics }) =>
      Object.entries(metrics).map(([metric, points]) => {
        const byMoment = new Map(points.map(({ at, value }) => [at, value]));
        const sum = [...byMoment.values()].reduce((total, value) => total + value, 0);
        return { id: uid(1_000 + machine), metric, samples: byMoment.size, sum: expect.closeTo(sum, 3) as number };
      }),
    );
    for (const [table, sums] of [
      ['metric_sample', 'count(*)::int as samples, sum(value) as sum'],
      ['metric_hour', 'sum(samples)::int as samples, sum(avg * samples) as sum'],
    ]) {
      const told = await test.app
        .get(Database)
        .query(`select resource_id as id, metric, ${sums} from ${table} group by 1, 2 order by 1, 2`);
      const inOrder = wanted.sort((one, other) => (`${one.id} ${one.metric}` < `${other.id} ${other.metric}` ? -1 : 1));
      expect(told).toEqual(inOrder);
    }
  });
}

function hours() {
  it('are rolled up to what their samples say, hour by hour', async () => {
    for (const { machine, cpu } of traces)
      expect(await hoursIn(test, uid(1_000 + machine), 'cpu')).toEqual(hoursOf(cpu));
  });
}

function published() {
  it('come to the averages and maxima that were published of them by the hour', async () => {
    const published = new Map(
      linesOf(...HOURS).map((line) => {
        const [machine, hour, n, , , , avg, max] = line.split(',');
        return [`${machine} ${hour}`, { samples: Number(n), avg: Number(avg), max: Number(max) }];
      }),
    );
    let compared = 0;
    for (const { machine } of traces)
      for (const { hour, samples, avg, max } of await hoursIn(test, uid(1_000 + machine), 'cpu')) {
        const known = published.get(`${machine} ${iso(hour).slice(0, 13)}`)!;
        // Published to two decimals.
        expect([samples, Math.abs(avg - known.avg) < 0.0051, Math.abs(max - known.max) < 0.0051]).toEqual([
          known.samples,
          true,
          true,
        ]);
        compared += 1;
      }
    const machines = new Set(traces.map(({ machine }) => String(machine)));
    expect(compared).toBe([...published.keys()].filter((key) => machines.has(key.split(' ')[0]!)).length);
  });
}

function percentiles() {
  it('have the percentiles of their month within 1 %', async () => {
    const { at: first } = traces[0]!.cpu[0]!;
    const from = Math.floor(first / HOUR_MS) * HOUR_MS;
    const to = iso(from + 40 * 24 * HOUR_MS);
    const { data } = await test.graphql(
      `{ resources(first: 100) { nodes { id utilisation(from: "${iso(from)}", to: "${to}") { metric samples p50 p95 p99 } } } }`,
    );
    for (const { machine, cpu, memory } of traces) {
      const { utilisation } = data.resources.nodes.find(({ id }: { id: string }) => id === uid(1_000 + machine));
      for (const [metric, points] of Object.entries({ cpu, memory })) {
        const values = [...new Map(points.map(({ at, value }) => [at, value])).values()];
        const told = utilisation.find((each: { metric: string }) => each.metric === metric);
        expect(told.samples).toBe(values.length);
        for (const [name, q] of [
          ['p50', 0.5],
          ['p95', 0.95],
          ['p99', 0.99],
        ] as const) {
          const exact = rankOf(values, q);
          expect(Math.abs(told[name] - exact)).toBeLessThanOrEqual(0.0101 * exact + 1e-9);
        }
      }
    }
  });
}

describeReal('the Bitbrains traces', () => {
  beforeAll(load, 120_000);
  afterAll(() => test.close());
  wholeness();
  hours();
  published();
  percentiles();
});
