import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#common';
import { Database, EmbeddedPostgres } from '#data';
import { Jobs, Signals } from '#platform';
import { startApp, type TestApp } from '../support/app.js';
import { addTable, asOwner, newDatabase, type TestDatabase } from '../support/database.js';
import { killWorkers } from '../support/kill-workers.mjs';
import { caller, ended, jobsOf, NightlyJob, open, started, TestJobs, until } from '../support/test-jobs.js';

let database: TestDatabase;
const apps: TestApp[] = [];

beforeEach(async () => void (database = await newDatabase()));
afterEach(async () => {
  for (const test of apps.splice(0).reverse()) await test.close();
  await database.drop();
});

async function start(env: NodeJS.ProcessEnv = {}, databaseUrl = database.url) {
  const all = { CLOUDGOV_LEASE_SECONDS: '1', ...env };
  const test = await startApp({ providers: [TestJobs, NightlyJob], env: all, databaseUrl });
  await addTable(databaseUrl, 'mark', 'run_id uuid not null');
  apps.push(test);
  return test;
}

async function stop(test: TestApp) {
  apps.splice(apps.indexOf(test), 1);
  await test.close();
}

const count = async (test: TestApp, sql: string, params: unknown[] = []) =>
  (await test.app.get(Database).query(sql, params)).length;

it('loses and doubles nothing when a worker is killed or freezes, five rounds', async () => {
  const rounds = await killWorkers({ url: database.url, rounds: 5 });
  expect(rounds).toHaveLength(5);
  for (const { runs, done, lost, doubled } of rounds)
    expect({ runs, done, lost, doubled }).toEqual({ runs: 6, done: 6, lost: 0, doubled: 0 });
}, 180_000);

it('says that a run has failed whose process died, where its job cannot resume', async () => {
  const test = await start();
  const run = await jobsOf(test).enqueue('test.wait', {}, { caller });
  await started(test, run);
  await test.app.get(Database).query('update job_run set fence = fence + 1 where id = $1', [run.id]);
  expect(await ended(test, run)).toMatchObject({
    state: 'failed',
    error: 'The process that ran it died or fell silent.',
  });
});

it('counts a run as done whose process died after its last transaction', async () => {
  const test = await start({ CLOUDGOV_ROLE: 'api' });
  const run = await jobsOf(test).enqueue('test.commit', {}, { caller });
  await test.app.get(Database).query(
    `update job_run set state = 'running', attempt = 1, fence = 1, committed_at = now(), result = '{"rows": 3}',
     lease_until = now() - interval '1 s' where id = $1`,
    [run.id],
  );
  await start();
  expect(await ended(test, run)).toMatchObject({ state: 'done', attempt: 1, result: { rows: 3 } });
});

it('only enqueues in the role api', async () => {
  const api = await start({ CLOUDGOV_ROLE: 'api' });
  const run = await jobsOf(api).enqueue('test.echo', {}, { caller });
  expect((await jobsOf(api).waitFor(caller, run.id, 2)).state).toBe('queued');
  await start({ CLOUDGOV_ROLE: 'worker' });
  expect((await ended(api, run)).state).toBe('done');
});

it('gives back what it has not finished when it stops, and says so of what cannot resume', async () => {
  const api = await start({ CLOUDGOV_ROLE: 'api' });
  const worker = await start();
  const fragile = await jobsOf(api).enqueue('test.wait', {}, { caller });
  const sturdy = await jobsOf(api).enqueue('test.resume', {}, { caller });
  await started(api, fragile);
  await started(api, sturdy);
  await stop(worker);
  expect(await ended(api, fragile)).toMatchObject({
    state: 'failed',
    error: 'The server was stopped before the run had ended.',
  });
  expect(await jobsOf(api).get(caller, sturdy.id)).toMatchObject({ state: 'queued', attempt: 0, worker: null });
  await start();
  await started(api, sturdy);
  open(sturdy.id);
  expect(await ended(api, sturdy)).toMatchObject({ state: 'done', attempt: 1 });
});

it('breaks off what the database is still working at when it stops', async () => {
  const api = await start({ CLOUDGOV_ROLE: 'api' });
  const worker = await start();
  const run = await jobsOf(api).enqueue('test.query', {}, { caller });
  await started(api, run);
  await stop(worker);
  expect(await jobsOf(api).get(caller, run.id)).toMatchObject({ state: 'queued', attempt: 0, worker: null });
  const asleep = `select from pg_stat_activity where datname = current_database() and state = 'active' and query like 'select pg_sleep%'`;
  expect(await count(api, asleep)).toBe(0);
}, 40_000);

it('works by polling where it cannot listen', async () => {
  const deaf = await start({ DATABASE_DIRECT_URL: 'postgresql://nobody@127.0.0.1:1/none' });
  expect((await ended(deaf, await jobsOf(deaf).enqueue('test.echo', {}, { caller }))).state).toBe('done');
  const run = await jobsOf(deaf).enqueue('test.wait', {}, { caller });
  await started(deaf, run);
  await jobsOf(deaf).cancel(caller, run.id);
  expect((await ended(deaf, run)).state).toBe('cancelled');
});

it('hears again after its LISTEN was cut', async () => {
  const [one, two] = [await start(), await start()];
  const words: string[] = [];
  two.app.get(Signals).on('word', (text) => words.push(text));
  const say = async (text: string) => {
    await until(async () => {
      await one.app.get(Signals).say('word', text);
      return words.includes(text);
    });
  };
  await say('first');
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'cloudgov listen' and datname = current_database()`;
  expect((await asOwner(one.databaseUrl, cut)).rowCount).toBe(2);
  await say('second');
  expect(new Set(words)).toEqual(new Set(['first', 'second']));
});

it('survives a restart of the database, in the middle of a run', async () => {
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-restart-'));
  // Started as root, the server is another user, who must get in; else its data would be elsewhere, and be left there.
  chmodSync(home, 0o755);
  const server = new EmbeddedPostgres(home);
  await server.start();
  const test = await start({ CLOUDGOV_LEASE_SECONDS: '5' }, server.url());
  const run = await jobsOf(test).enqueue('test.commit', {}, { caller });
  await started(test, run);
  await server.stop();
  const again = new EmbeddedPostgres(home);
  await again.start();
  await until(() =>
    jobsOf(test)
      .get(caller, run.id)
      .then(Boolean, () => false),
  );
  open(run.id);
  expect(await ended(test, run)).toMatchObject({ state: 'done', attempt: 1 });
  expect(await count(test, 'select from mark')).toBe(1);
  expect((await ended(test, await jobsOf(test).enqueue('test.echo', {}, { caller }))).state).toBe('done');
  await stop(test);
  await again.stop();
  rmSync(home, { recursive: true });
});

it('makes up for the last moment that nobody was there for, and only that one', async () => {
  const api = await start({ CLOUDGOV_ROLE: 'api' });
  const now = new SystemClock().now();
  const last = new Date(now.getTime() - 5 * 86_400_000);
  last.setUTCHours(3, 0, 0, 0);
  await api.app.get(Jobs).enqueue('test.nightly', {}, { caller, scheduledFor: last });
  await start();
  await until(async () => (await jobsOf(api).listRuns(caller, { job: 'test.nightly', state: 'done' }, {})).total === 2);
  const { items } = await jobsOf(api).listRuns(caller, { job: 'test.nightly' }, {});
  const made = items.map(({ scheduledFor }) => scheduledFor!).sort((a, b) => b.getTime() - a.getTime())[0]!;
  expect(now.getTime() - made.getTime()).toBeLessThan(86_400_000);
  expect(made.getUTCHours()).toBe(3);
});

it('tidies up what has ended long ago', async () => {
  const test = await start();
  const recent = await jobsOf(test).enqueue('test.echo', {}, { caller });
  await ended(test, recent);
  await test.app.get(Database).query(
    `insert into job_run (id, job, state, queued_at, due_at, ended_at, requested_by, requested_by_id, payload, max_attempts)
     select gen_random_uuid(), 'test.echo', 'done', at, at, at, 'x', 'x', '{}', 1
     from (select now() - interval '31 days' as at from generate_series(1, 7)) old`,
  );
  const tidy = await ended(test, await jobsOf(test).start(caller, 'platform.tidy'));
  expect(tidy).toMatchObject({ state: 'done', result: { runs: 7, idempotencyKeys: 0 } });
  expect((await jobsOf(test).get(caller, recent.id)).id).toBe(recent.id);
});

it('ends what waits for a job that is no more, once no other version can know it', async () => {
  const test = await start();
  const db = test.app.get(Database);
  await db.query(
    `insert into job_run (id, job, state, queued_at, due_at, requested_by, requested_by_id, payload, max_attempts)
     select gen_random_uuid(), job, 'queued', at, at, 'x', 'x', '{}', 1
     from (values ('gone.long', now() - interval '3 days'), ('gone.lately', now() - interval '1 day')) old (job, at)`,
  );
  const tidy = await ended(test, await jobsOf(test).start(caller, 'platform.tidy'));
  expect(tidy).toMatchObject({ state: 'done', result: { orphans: 1 } });
  const runs = await db.query(
    `select job, state, error, ended_at is null as open from job_run where job like 'gone.%' order by job`,
  );
  expect(runs).toEqual([
    { job: 'gone.lately', state: 'queued', error: null, open: true },
    {
      job: 'gone.long',
      state: 'failed',
      error: 'There is no job gone.long in this version, and none has taken it up.',
      open: false,
    },
  ]);
  const audited = await db.query(
    `select after ->> 'state' as state from audit_entry where after ->> 'job' = 'gone.long'`,
  );
  expect(audited).toEqual([{ state: 'failed' }]);
});
