import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { EmbeddedPostgres } from '#data';
import { columnOf, focusColumn } from '../../libs/cost/src/focus/columns.js';
import { writeBill, type WrittenBill } from '../support/focus-bill.js';
import { parquetOf } from '../support/parquet.js';
import { atMost, type Row } from './row.js';

/** Rows of the first bill, and how many times larger the second is; smaller ones serve for a quick look. */
const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const TIMES = Number(process.env.BENCH_TIMES ?? 5);
const FILES = (process.env.BENCH_FILES ?? 'bill.csv,bill.csv.gz,bill.parquet').split(',');
const TYPES = { text: 'text', decimal: 'numeric', instant: 'timestamptz', json: 'text' } as const;

interface App {
  child: ChildProcess;
  url: string;
  token: string;
}

async function start(home: string): Promise<App> {
  const env = { ...process.env, DATABASE_URL: '', CLOUDGOV_HOME: home, PORT: '0', CLOUDGOV_DEMO: 'off' };
  const args = (process.env.BENCH_NODE_ARGS ?? '--max-semi-space-size=32').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...args, 'dist/apps/api/src/main.js'], {
    env: { ...env, LOG_LEVEL: 'warn', NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  for (;;) {
    const url = /CloudGov answers on (\S+)/.exec(said)?.[1];
    if (url) return { child, url, token: readFileSync(join(home, 'token'), 'utf8').trim() };
    if (child.exitCode !== null) throw new Error(`The application ended: ${said}`);
    await pause(20);
  }
}

async function stop({ child }: App) {
  child.kill('SIGINT');
  if (child.exitCode === null) await once(child, 'exit');
}

/** Lets the kernel count the most memory anew (proc(5), `clear_refs`). */
const forgetPeak = ({ child }: App) => writeFileSync(`/proc/${child.pid}/clear_refs`, '5');

/** The most memory that the process has held since, in MB. */
const peakOf = ({ child }: App) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;

interface Imported {
  state: string;
  rowsAccepted: number;
  startedAt: string;
  endedAt: string;
  error: string | null;
  periods: { billedCost: string }[];
}

/** Seconds of the run, from its first byte to the swap, and of the upload before it. */
async function importBill({ url, token }: App, path: string, name: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' };
  const began = performance.now();
  const sent = await fetch(`${url}/cost/imports?filename=${name}&source=bench`, {
    method: 'POST',
    headers,
    body: await openAsBlob(path),
  });
  const upload = (performance.now() - began) / 1000;
  const { id } = (await sent.json()) as { id: string };
  for (;;) {
    await pause(200);
    const found = (await (await fetch(`${url}/cost/imports/${id}`, { headers })).json()) as Imported;
    if (found.endedAt)
      return { ...found, upload, seconds: (Date.parse(found.endedAt) - Date.parse(found.startedAt)) / 1000 };
  }
}

/** Raw COPY of the same columns, typed, into a bare logged table: what the machine can do at best. */
async function rawCopy(databaseUrl: string, path: string, columns: readonly string[]): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const typed = columns.map((name) => `${columnOf(name)} ${TYPES[focusColumn.get(name)!.type]}`);
  await client.query(`drop table if exists bench_bare; create table bench_bare (${typed.join(', ')}); checkpoint`);
  const began = performance.now();
  const into = client.query(copyFrom('copy bench_bare from stdin with (format csv, header)'));
  await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), into);
  const seconds = (performance.now() - began) / 1000;
  await client.query('drop table bench_bare; checkpoint');
  await client.end();
  return seconds;
}

function check({ state, error, periods, rowsAccepted }: Imported, { billed, rows }: WrittenBill) {
  const [whole = '', fraction = ''] = periods[0]?.billedCost.split('.') ?? [];
  const found = BigInt(whole + fraction.padEnd(12, '0'));
  if (state !== 'done' || rowsAccepted !== rows || found !== billed)
    throw new Error(`The import went wrong: ${state}, ${rowsAccepted} rows, ${found} instead of ${billed}. ${error}`);
}

interface Bench {
  app: App;
  folder: string;
  databaseUrl: string;
}

/** Each format between two raw COPYs, because a shared machine is not equally fast at all times. */
async function formats({ app, folder, databaseUrl }: Bench): Promise<Row[]> {
  const csv = join(folder, 'bill.csv');
  const bill = await writeBill(csv, { rows: ROWS });
  await writeBill(`${csv}.gz`, { rows: ROWS, format: 'csv.gz' });
  await parquetOf(csv, join(folder, 'bill.parquet'), bill.columns);
  const rows: Row[] = [];
  for (const name of FILES) {
    const before = await rawCopy(databaseUrl, csv, bill.columns);
    forgetPeak(app);
    const imported = await importBill(app, join(folder, name), name);
    check(imported, bill);
    const peak = peakOf(app);
    const raw = (before + (await rawCopy(databaseUrl, csv, bill.columns))) / 2;
    const ratio = raw / imported.seconds;
    rows.push(
      { name: `${name}: raw COPY`, value: ROWS / raw, unit: 'rows/s' },
      { name: `${name}: import`, value: ROWS / imported.seconds, unit: 'rows/s' },
      { name: `${name}: of raw COPY`, value: ratio, unit: '×', must: '≥ 0.5', ok: ratio >= 0.5 },
      { name: `${name}: upload before it`, value: imported.upload, unit: 's' },
      atMost(`${name}: peak memory of upload and import`, peak, 'MB', 350),
    );
  }
  return rows;
}

async function large({ app, folder }: Bench): Promise<Row[]> {
  const path = join(folder, 'large.csv');
  const bill = await writeBill(path, { rows: ROWS * TIMES, month: '2026-04-01' });
  forgetPeak(app);
  const imported = await importBill(app, path, 'large.csv');
  check(imported, bill);
  return [
    { name: `${ROWS * TIMES} rows: import`, value: bill.rows / imported.seconds, unit: 'rows/s' },
    atMost(`${ROWS * TIMES} rows: peak memory`, peakOf(app), 'MB', 350),
  ];
}

/** Bills of 57 columns through everything, against raw COPY into the same server; memory while it happens. */
export default async function ingest(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cloudgov-bench-'));
  const home = join(folder, 'home');
  const app = await start(home);
  try {
    const bench = { app, folder, databaseUrl: new EmbeddedPostgres(home).url() };
    const rows = await formats(bench);
    return TIMES > 1 ? [...rows, ...(await large(bench))] : rows;
  } finally {
    await stop(app);
    rmSync(folder, { recursive: true, force: true });
  }
}
