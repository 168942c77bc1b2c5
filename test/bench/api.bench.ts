import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, dayOf, monthStart, SystemClock, type Day } from '#common';
import { EmbeddedPostgres } from '#data';
import { budgetIds } from './api/budgets.js';
import { Client, openLoop, type Measured } from './api/load.js';
import { everyOne, QUESTIONS, repeating, routesOf, type Route } from './api/routes.js';
import { seed, seededOn, type Seeded } from './api/seed.js';
import { Server, TOKEN } from './api/server.js';
import { wallsRows } from './api/walls.js';
import type { Row } from './row.js';

const HOME = '.cloudgov-bench/api-home';
const RATE = 100;
const P95 = 50;
const P99 = 150;

/** Each route is first asked so many different questions alone, which tells what an answer costs that nobody has had. */
const ALONE = 4;

const option = (name: string, initially: string) =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? initially;

interface Alone {
  median: number;
  node: number;
  database: number;
}

interface Result {
  charges: number;
  seeded: Seeded;
  routes: Route[];
  alone: Map<string, Alone>;
  load: Measured;
  /** Of questions that have all been asked before. */
  repeated: Measured;
  megabytes: number;
}

async function alone(server: Server, client: Client, route: Route): Promise<Alone> {
  const times: number[] = [];
  const before = server.cpu;
  for (let n = 0; n < ALONE; n += 1) {
    const since = performance.now();
    const status = await client.send(route.ask(n));
    if (status !== 200) throw new Error(`${route.name} answers ${status}: ${JSON.stringify(route.ask(n))}`);
    times.push(performance.now() - since);
  }
  const after = server.cpu;
  const median = times.sort((a, b) => a - b)[ALONE / 2]!;
  return { median, node: (after.node - before.node) / ALONE, database: (after.database - before.database) / ALONE };
}

async function withServer<T>(url: string, postmaster: number, work: (server: Server, client: Client) => Promise<T>) {
  const server = await Server.start(HOME, url, postmaster);
  const client = new Client(server.url, TOKEN);
  try {
    return await work(server, client);
  } finally {
    client.close();
    await server.stop();
  }
}

/** Whether `--walls` was asked: the same questions with and without authorization and row-level security. */
async function measureWalls(place: Place): Promise<Row[]> {
  const { url, postmaster, lastMonth } = place;
  return withServer(url, postmaster, async (on) => {
    const ids = await budgetIds(on.url, TOKEN);
    const off = await Server.start(HOME, url, postmaster, 'dist/test/bench/api/open-server.js');
    try {
      return await wallsRows(off.url, on.url, routesOf(lastMonth, ids));
    } finally {
      await off.stop();
    }
  });
}

interface Place {
  url: string;
  postmaster: number;
  lastMonth: Day;
  seeded: Seeded;
}

async function seededPlace(postgres: EmbeddedPostgres, charges: number, today: Day): Promise<Place> {
  const name = `api_${charges}`;
  const url = postgres.url(name);
  const seeded = await seed({ admin: postgres.url(), url, name }, charges, today);
  const home = realpathSync(join(HOME, 'postgres/data'));
  const postmaster = parseInt(readFileSync(join(home, 'postmaster.pid'), 'utf8'), 10);
  return { url, postmaster, lastMonth: monthStart(addDays(await seededOn(url), -1)), seeded };
}

async function measure(place: Place, charges: number, seconds: number): Promise<Result> {
  const { url, postmaster, lastMonth, seeded } = place;
  const singly = await withServer(url, postmaster, async (server, client) => {
    const ids = await budgetIds(server.url, TOKEN);
    const answers = new Map<string, Alone>();
    await alone(server, client, { name: 'warm-up', ask: () => ({ path: '/inventory/accounts' }) });
    for (const route of routesOf(lastMonth, ids)) answers.set(route.name, await alone(server, client, route));
    return answers;
  });
  return withServer(url, postmaster, async (server, client) => {
    const routes = routesOf(lastMonth, await budgetIds(server.url, TOKEN));
    for (const route of routes) for (let n = 0; n < QUESTIONS; n += 1) await client.send(route.ask(n));
    const repeated = await openLoop(client, routes, { rate: RATE, seconds: seconds / 2, numberOf: repeating });
    const load = await openLoop(client, routes, { rate: RATE, seconds, numberOf: everyOne });
    return { charges, seeded, routes, alone: singly, load, repeated, megabytes: server.megabytes };
  });
}

const whole = (value: number) => value.toFixed(value < 10 ? 1 : 0);

const quantiles = ({ times }: Measured, route: Route) =>
  [0.5, 0.95, 0.99].map((share) => times.get(route)!.quantile(share)) as [number, number, number];

function rowOf({ load, repeated, alone }: Result, route: Route, smaller?: Result): Row {
  const [p50, p95, p99] = quantiles(load, route);
  const { median, node, database } = alone.get(route.name)!;
  const failures = load.failures.get(route) ?? 0;
  const before = smaller?.alone.get(route.name)?.median;
  const ratio = before === undefined ? '' : `, ${(median / before).toFixed(1)} × of 1M`;
  const failed = failures ? `, ${failures} FAILED` : '';
  return {
    name: route.name,
    value: `${whole(p50)} / ${whole(p95)} / ${whole(p99)}${failed}`,
    unit: `ms p50 / p95 / p99; repeated ${quantiles(repeated, route).map(whole).join(' / ')}; alone and first ${whole(median)} ms${ratio}, CPU ${whole(node)} + ${whole(database)} ms`,
    must: `≤ ${P95}, ${P99}`,
    ok: p95 <= P95 && p99 <= P99 && !failures,
  };
}

function rowsOf(result: Result, smaller?: Result): Row[] {
  const { charges, seeded, load, megabytes } = result;
  const { resourceRows, spendRows, monthRows } = seeded;
  const millions = `${charges / 1e6}M charges`;
  return [
    {
      name: `${millions}: roll-up rows by resource and day, by service and day, by resource and month`,
      value: [resourceRows, spendRows, monthRows].join(', '),
      unit: '',
    },
    { name: `${millions}: database`, value: seeded.megabytes, unit: 'MB' },
    { name: `${millions}: memory of the Node process after the load`, value: megabytes, unit: 'MB' },
    { name: `${millions}: requests sent more than 5 ms late by the bench`, value: load.late, unit: '' },
    ...result.routes.map((route) => rowOf(result, route, smaller)),
  ];
}

/**
 * Every read of the console and the runbook, asked at 100 requests/s of an estate of 13 months and 100,000 resources.
 * Questions of the load repeat and have been asked once before, but for one in 25; a load half as long has none but
 * repeated ones. What a first asking costs is measured apart.
 * `--walls` asks the same with and without authorization and row-level security instead, at the first size.
 * `--charges=N` takes one size instead of 1M and 10M, `--seconds=N` another length than a minute.
 */
export default async function bench(): Promise<Row[]> {
  if (!existsSync(HOME)) mkdirSync(HOME, { recursive: true });
  const postgres = new EmbeddedPostgres(HOME);
  const today = dayOf(new SystemClock().now());
  const sizes = option('charges', '1000000,10000000').split(',').map(Number);
  try {
    await postgres.start();
    if (process.argv.includes('--walls')) return await measureWalls(await seededPlace(postgres, sizes[0]!, today));
    const results: Result[] = [];
    for (const charges of sizes)
      results.push(
        await measure(await seededPlace(postgres, charges, today), charges, Number(option('seconds', '60'))),
      );
    const [smaller] = results;
    return results.flatMap((result) => rowsOf(result, result === smaller ? undefined : smaller));
  } finally {
    await postgres.stop();
  }
}
