import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { EmbeddedPostgres } from '#data';
import { atMost, type Row } from './row.js';

const RESOURCES = Number(process.env.BENCH_RESOURCES ?? 20_000);
/** As an API answers from another continent. */
const LATENCY_MS = 80;
const TOKEN = 'a-token-for-the-bench';
const TABLES = ['resource', 'resource_configuration', 'resource_change', 'resource_relation', 'resource_ref'];

interface Server {
  child: ChildProcess;
  url: string;
}

interface Sync {
  startedAt: string;
  endedAt: string | null;
  state: string;
  resourcesSeen: number;
  resourcesAdded: number;
  resourcesChanged: number;
  listingsTotal: number;
}

async function start(databaseUrl: string, home: string): Promise<Server> {
  const stub = {
    STUB_RESOURCES: String(RESOURCES),
    STUB_LATENCY_MS: String(LATENCY_MS),
    STUB_REGIONS: '10',
    STUB_TYPES: '20',
  };
  const own = { DATABASE_URL: databaseUrl, CLOUDGOV_HOME: home, CLOUDGOV_ADMIN_TOKEN: TOKEN, PORT: '0' };
  const env = { ...process.env, ...stub, ...own, CLOUDGOV_DEMO: 'off', LOG_LEVEL: 'warn', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, ['test/support/sync-server.mjs'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  for (;;) {
    const url = /CloudGov answers on (\S+)/.exec(said)?.[1];
    if (url) return { child, url };
    if (child.exitCode !== null) throw new Error(`The application ended: ${said}`);
    await pause(20);
  }
}

async function ask<T>({ url }: Server, method: string, path: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** Seconds of one sync, the most memory that the process held meanwhile in MB, and its counts. */
async function sync(server: Server) {
  writeFileSync(`/proc/${server.child.pid}/clear_refs`, '5');
  const { id } = await ask<{ id: string }>(server, 'POST', '/inventory/sync', {});
  for (;;) {
    await pause(100);
    const found = await ask<Sync>(server, 'GET', `/inventory/syncs/${id}`);
    if (!found.endedAt) continue;
    if (found.state !== 'done' || found.resourcesSeen !== RESOURCES) throw new Error(JSON.stringify(found));
    const seconds = (Date.parse(found.endedAt) - Date.parse(found.startedAt)) / 1000;
    const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
    return { ...found, seconds, peak: Number(/VmHWM:\s+(\d+)/.exec(status)![1]) / 1024 };
  }
}

/** Changes with every row that is written, whatever is written into it. */
async function stateOf(client: Client): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  for (const table of TABLES)
    for (const { ctid, xmin } of (await client.query<{ ctid: string; xmin: string }>(`select ctid, xmin from ${table}`))
      .rows)
      rows.set(`${table} ${ctid}`, xmin);
  return rows;
}

async function measured(server: Server, client: Client): Promise<Row[]> {
  await ask(server, 'POST', '/inventory/accounts', {
    provider: 'aws',
    externalId: 'bench',
    name: 'bench',
    settings: { connector: 'stub' },
  });
  const first = await sync(server);
  const before = await stateOf(client);
  const second = await sync(server);
  const written = [...(await stateOf(client))].filter(([row, xmin]) => before.get(row) !== xmin).length;
  server.child.stdin!.write('2\n');
  await pause(500);
  const changed = await sync(server);
  const again = await sync(server);
  const growth = Math.max(second.peak, changed.peak, again.peak) / first.peak;
  return [
    { name: `first sync of ${RESOURCES} resources, ${first.listingsTotal} listings`, value: first.seconds, unit: 's' },
    { name: 'first sync', value: RESOURCES / first.seconds, unit: 'resources/s' },
    { name: 'unchanged', value: second.seconds, unit: 's' },
    atMost('rows written by an unchanged sync', written, 'rows', 0),
    { name: `every resource changed (${changed.resourcesChanged})`, value: changed.seconds, unit: 's' },
    { name: 'peak memory of the first', value: first.peak, unit: 'MB' },
    atMost('peak memory of three more, of that', growth, '×', 1.25),
  ];
}

/** An account of a cloud that answers slowly: what a sync costs, and what one that finds nothing new writes. */
export default async function syncs(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgov-bench-'));
  // Started as root, the server is another user, who must get in.
  chmodSync(folder, 0o755);
  const postgres = new EmbeddedPostgres(folder);
  await postgres.start();
  const client = new Client({ connectionString: postgres.url() });
  await client.connect();
  const server = await start(postgres.url(), folder);
  try {
    return await measured(server, client);
  } finally {
    server.child.kill('SIGTERM');
    if (server.child.exitCode === null) await once(server.child, 'exit');
    await client.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
