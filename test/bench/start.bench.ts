import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { atMost, type Row } from './row.js';

interface Start {
  child: ChildProcess;
  url: string;
  headers: { authorization: string };
  /** Seconds from spawning the built program to its first healthy answer. */
  healthy: number;
}

const seconds = (since: number) => (performance.now() - since) / 1000;

async function start(home: string): Promise<Start> {
  const since = performance.now();
  const env = { ...process.env, DATABASE_URL: '', CLOUDGOV_HOME: home, PORT: '0', CLOUDGOV_ADMIN_TOKEN: '' };
  const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/api/src/main.js'], {
    env: { ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  while (!(await isHealthy(url))) await pause(20);
  const healthy = seconds(since);
  const token = readFileSync(join(home, 'token'), 'utf8').trim();
  return { child, url, headers: { authorization: `Bearer ${token}` }, healthy };
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  child.stdout!.on('data', (text: Buffer) => (said += text.toString()));
  for (;;) {
    const url = /CloudGov answers on (\S+)/.exec(said)?.[1];
    if (url) return url;
    if (child.exitCode !== null) throw new Error(`The application ended: ${said}`);
    await pause(10);
  }
}

const isHealthy = (url: string) =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** Resident memory in MB: of the process, and of all of its database server's, each shared page counted once. */
function memory(child: ChildProcess, home: string) {
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024;
  const data = realpathSync(join(home, 'postgres/data'));
  const postmaster = parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10);
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(postmaster)], { encoding: 'utf8' });
  const shares = [postmaster, ...children.trim().split(/\s+/).map(Number)].map(proportionalShare);
  return { resident, database: shares.reduce((sum, share) => sum + share, 0) };
}

function proportionalShare(id: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))![1]) / 1024;
  } catch {
    return 0;
  }
}

async function end(child: ChildProcess): Promise<number> {
  const since = performance.now();
  child.kill('SIGINT');
  await once(child, 'exit');
  return seconds(since);
}

/** Waits until no job runs, so that what is measured is idle. */
async function settle({ url, headers }: Start, patience = 300_000): Promise<number> {
  const since = performance.now();
  while (performance.now() - since < patience) {
    const answer = await fetch(`${url}/jobs/runs?limit=100`, { headers });
    const { items } = (await answer.json()) as { items: { state: string }[] };
    if (!items.some(({ state }) => ['queued', 'running'].includes(state))) break;
    await pause(500);
  }
  return seconds(since);
}

/** From the built tree to healthy: on an empty home, which makes a cluster and the demo estate, and on its own later. */
export default async function bench(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-bench-'));
  try {
    const first = await start(home);
    const backfill = await settle(first);
    const ended = await end(first.child);
    const later = await start(home);
    await pause(10_000);
    const { resident, database } = memory(later.child, home);
    await end(later.child);
    return [
      atMost('empty home to healthy', first.healthy, 's', 25),
      { name: 'jobs of the first start done after', value: backfill, unit: 's' },
      { name: 'Ctrl-C to the end', value: ended, unit: 's' },
      atMost('later start to healthy', later.healthy, 's', 6),
      atMost('idle memory of the Node process', resident, 'MB', 300),
      { name: 'idle memory of PostgreSQL', value: database, unit: 'MB' },
    ];
  } finally {
    rmSync(realpathSync(join(home, 'postgres')), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
