import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { SystemClock, systemCaller } from '#common';
import { connection, Database, EmbeddedPostgres } from '#data';
import { AuditService } from '#audit';
import { Server, TOKEN } from './api/server.js';
import { atMost, type Row } from './row.js';

/** Smaller ones serve for a quick look. */
const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 1_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 40);
const RATE = 1_000;
const EVERY_MS = 10;

/** Entries as an estate has them: changes by 50 people, runs of jobs with their counts. */
const SEED = `
  insert into audit_entry (id, at, actor, actor_id, action, subject_type, subject_id, before, after, request_id, address)
  select gen_random_uuid(), now() - ($2::int - n) * interval '2 ms',
    case when n % 3 = 0 then 'job:budgets.check' else 'user:person-' || n % 50 || '@example.com' end,
    case when n % 3 = 0 then 'job:budgets.check' else 'user:' || md5((n % 50)::text)::uuid end,
    case when n % 3 = 0 then 'job.run' else 'budget.update' end,
    case when n % 3 = 0 then 'job_run' else 'budget' end,
    case when n % 3 = 0 then gen_random_uuid()::text else (n % 500)::text end,
    jsonb_build_object('limit', n::text, 'name', 'payments ' || n % 500),
    jsonb_build_object('limit', (n + 1)::text, 'name', 'payments ' || n % 500),
    gen_random_uuid()::text, '10.0.0.1'
  from generate_series($1::int, $2::int) n`;

const LAGS = `
  select percentile_cont(array[0.5, 0.99, 1]) within group (order by extract(epoch from h.signed_at - e.at) * 1000) as lags
  from audit_entry e join audit_seal s on s.entry_id = e.id
    cross join lateral (select signed_at from audit_head where position >= s.position order by position limit 1) h
  where e.action = 'bench.write'`;

const seconds = (since: number) => (performance.now() - since) / 1000;

async function untilSealed(db: Database): Promise<void> {
  while ((await db.query('select from audit_pending limit 1')).length) await pause(50);
}

async function seed(db: Database): Promise<number> {
  const since = performance.now();
  for (let from = 1; from <= ENTRIES; from += 50_000) await db.query(SEED, [from, Math.min(from + 49_999, ENTRIES)]);
  await untilSealed(db);
  return ENTRIES / seconds(since);
}

/** An open loop: what is late is written all the same, each entry in a transaction of its own. */
async function write(db: Database): Promise<{ rate: number; late: number }> {
  const audit = new AuditService(db, new SystemClock());
  const caller = { ...systemCaller('user:bench@example.com'), requestId: randomUUID(), address: '10.0.0.1' };
  const change = { subject: { type: 'budget', id: '1' }, before: { limit: '20' }, after: { limit: '30' } };
  const began = performance.now();
  const writing: Promise<void>[] = [];
  for (let asked = 0; asked < RATE * SECONDS;) {
    const due = Math.min(Math.floor((performance.now() - began) * (RATE / 1000)), RATE * SECONDS);
    for (; asked < due; asked++) writing.push(audit.record(caller, { action: 'bench.write', ...change }));
    await pause(EVERY_MS);
  }
  const asked = seconds(began);
  await Promise.all(writing);
  return { rate: writing.length / seconds(began), late: seconds(began) - asked };
}

interface Verified {
  isEnded: boolean;
  state: string;
  runId: string;
}

async function verify({ url }: Server) {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const get = async <T>(path: string) => (await (await fetch(url + path, { headers })).json()) as T;
  const { runId } = await get<Verified>('/audit/verify?wait=60');
  for (;;) {
    const run = await get<{
      state: string;
      startedAt: string;
      endedAt: string;
      result: Verified & { entries: number };
    }>(`/jobs/runs/${runId}`);
    if (run.state === 'done')
      return { ...run.result, seconds: (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 };
    await pause(500);
  }
}

async function measure(db: Database, server: Server): Promise<Row[]> {
  const sealing = await seed(db);
  await db.query('vacuum analyze audit_entry, audit_seal, audit_head');
  const before = await verify(server);
  const idle = server.megabytes;
  const { rate, late } = await write(db);
  await untilSealed(db);
  const [lag] = await db.query<{ lags: number[] }>(LAGS);
  const [p50, p99, most] = lag!.lags as [number, number, number];
  const after = await verify(server);
  return [
    { name: `sealing of ${ENTRIES} entries that are written at once`, value: sealing, unit: 'entries/s' },
    atMost(`verification of ${before.entries} entries`, before.seconds, 's', 60),
    { name: 'memory of the Node process after it', value: idle, unit: 'MB' },
    { name: `${RATE} writes/s for ${SECONDS} s: written`, value: rate, unit: 'entries/s' },
    { name: 'the last write after the last was due', value: late, unit: 's' },
    { name: 'from writing to signature, median', value: p50, unit: 'ms' },
    atMost('… p99', p99, 'ms', 1_000),
    { name: '… the longest', value: most, unit: 'ms' },
    { name: 'verified once more, and found', value: after.state, unit: '', must: 'whole', ok: after.state === 'whole' },
  ];
}

/** Seals and verifies a record of a million entries, and writes a thousand a second beside the sealer. */
export default async function bench(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-audit-bench-'));
  const postgres = new EmbeddedPostgres(home);
  await postgres.start();
  const postmaster = parseInt(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8'), 10);
  const server = await Server.start(home, postgres.url(), postmaster);
  const source = await new DataSource(connection(postgres.url(), 10)).initialize();
  try {
    return await measure(new Database(source), server);
  } finally {
    await source.destroy();
    await server.stop();
    await postgres.stop();
    rmSync(realpathSync(join(home, 'postgres')), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
