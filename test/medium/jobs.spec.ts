import { randomUUID } from 'node:crypto';
import { Database } from '#data';
import { AuditService } from '#audit';
import type { JobRun } from '#platform';
import { startApp, type TestApp } from '../support/app.js';
import { addTable } from '../support/database.js';
import { caller, ended, jobsOf, journal, open, started, TestJobs, TickJob, until } from '../support/test-jobs.js';

let one: TestApp;
let two: TestApp;

beforeAll(async () => {
  const providers = [TestJobs];
  const env = { CLOUDGOV_LEASE_SECONDS: '2' };
  one = await startApp({ providers, env });
  two = await startApp({ providers, env, databaseUrl: one.databaseUrl });
  await addTable(one.databaseUrl, 'mark', 'run_id uuid not null');
});
afterAll(async () => {
  await two.close();
  await one.close();
});

const marks = async (id: string) =>
  (await one.app.get(Database).query('select from mark where run_id = $1', [id])).length;

it('runs what was enqueued, with its payload, and keeps its result', async () => {
  const subject = { type: 'import', id: 'i-1' };
  const run = await jobsOf(one).enqueue('test.echo', { words: ['a'] }, { caller, subject });
  expect(run).toMatchObject({ state: 'queued', attempt: 0, requestedBy: 'token:test', subjectId: 'i-1' });
  expect(await ended(two, run)).toMatchObject({ state: 'done', attempt: 1, result: { heard: { words: ['a'] } } });
});

it('forgets what the transaction that asked for it took back', async () => {
  const key = randomUUID();
  const asking = one.app.get(Database).transaction(async () => {
    await jobsOf(one).enqueue('test.echo', { key }, { caller, key });
    throw new Error('taken back');
  });
  await expect(asking).rejects.toThrow('taken back');
  const rows = await one.app.get(Database).query('select from job_run where key = $1', [key]);
  expect(rows).toEqual([]);
});

it('claims each of 200 queued runs once, whichever of two workers is free', async () => {
  const db = one.app.get(Database);
  const asked: JobRun[] = [];
  await db.transaction(async () => {
    for (let n = 0; n < 200; n++) asked.push(await jobsOf(one).enqueue('test.mark', {}, { caller }));
  });
  await Promise.all(asked.map((run) => ended(one, run)));
  const counts = await db.query('select count(*)::int as all, count(distinct run_id)::int as distinct from mark');
  expect(counts).toEqual([{ all: 200, distinct: 200 }]);
  const attempts = await db.query(`select distinct attempt, fence, state from job_run where job = 'test.mark'`);
  expect(attempts).toEqual([{ attempt: 1, fence: 1, state: 'done' }]);
});

it('never runs a job beside itself unless it says how often', async () => {
  journal.entries = [];
  const asked = await Promise.all(Array.from({ length: 12 }, () => jobsOf(two).enqueue('test.alone', {}, { caller })));
  await Promise.all(asked.map((run) => ended(one, run)));
  expect(journal.entries).toHaveLength(24);
  expect(journal.entries.filter((entry, n) => (entry === 'in') !== (n % 2 === 0))).toEqual([]);
});

it('answers the run that is there already for the same key, until it has ended', async () => {
  const options = { caller, key: 'once' };
  const first = await jobsOf(one).enqueue('test.wait', {}, options);
  expect((await jobsOf(two).enqueue('test.wait', {}, options)).id).toBe(first.id);
  await started(one, first);
  expect((await jobsOf(two).enqueue('test.wait', {}, options)).id).toBe(first.id);
  open(first.id);
  await ended(one, first);
  const next = await jobsOf(one).enqueue('test.wait', {}, options);
  expect(next.id).not.toBe(first.id);
  await jobsOf(one).cancel(caller, next.id);
});

it('runs once for each scheduled moment, and not before it', async () => {
  const scheduledFor = new Date('2020-02-29T00:00:00Z');
  const [first, second] = await Promise.all(
    [one, two].map((test) => jobsOf(test).enqueue('test.echo', {}, { caller, scheduledFor })),
  );
  expect(first!.id).toBe(second!.id);
  await ended(one, first!);
  expect((await jobsOf(one).enqueue('test.echo', {}, { caller, scheduledFor })).id).toBe(first!.id);

  const later = await jobsOf(one).enqueue('test.echo', {}, { caller, scheduledFor: new Date('2999-01-01') });
  expect((await jobsOf(one).waitFor(caller, later.id, 1.5)).state).toBe('queued');
  await jobsOf(one).cancel(caller, later.id);
});

it('fires a cron in two processes and runs it once a moment', async () => {
  journal.entries = [];
  const three = await startApp({ providers: [TickJob], databaseUrl: one.databaseUrl });
  const four = await startApp({ providers: [TickJob], databaseUrl: one.databaseUrl });
  await until(() => journal.entries.length >= 4);
  await four.close();
  await three.close();
  expect(new Set(journal.entries).size).toBe(journal.entries.length);
  expect(journal.entries.every((entry) => /^tick .*:\d\d\.000Z$/.test(entry))).toBe(true);
});

it('keeps a long run beyond its lease, and shows how far it is', async () => {
  const run = await jobsOf(one).enqueue('test.wait', {}, { caller });
  await until(async () => (await jobsOf(two).get(caller, run.id)).done === 3);
  expect((await jobsOf(two).waitFor(caller, run.id, 5)).state).toBe('running');
  open(run.id);
  const { result, done, total, message, attempt } = await ended(two, run);
  expect([result, done, total, message, attempt]).toEqual([{ rows: 7 }, 3, 10, 'waiting', 1]);
});

it('refuses the commit of a worker that has lost its lease', async () => {
  const run = await jobsOf(one).enqueue('test.commit', {}, { caller });
  await started(one, run);
  const db = one.app.get(Database);
  await db.query('update job_run set fence = fence + 1 where id = $1', [run.id]);
  open(run.id);
  // Whoever is silent now is the row's new holder, whom nobody has ever been: its lease runs out, and the run resumes.
  await until(async () => (await jobsOf(one).get(caller, run.id)).attempt === 2);
  expect(await marks(run.id)).toBe(0);
  open(run.id);
  expect(await ended(two, run)).toMatchObject({ state: 'done', attempt: 2 });
  expect(await marks(run.id)).toBe(1);
});

it('cancels what waits at once, and what is at work wherever it is', async () => {
  const first = await jobsOf(one).enqueue('test.wait', {}, { caller });
  await started(one, first);
  const waiting = await jobsOf(one).enqueue('test.wait', {}, { caller });
  expect(await jobsOf(one).cancel(caller, waiting.id)).toMatchObject({ state: 'cancelled' });
  // Either process may have it, so both are asked.
  await jobsOf(one).cancel(caller, first.id);
  await jobsOf(two).cancel(caller, first.id);
  expect(await ended(one, first)).toMatchObject({ state: 'cancelled', error: null });
  const { items } = await one.app.get(AuditService).list(caller, { subjectId: first.id }, { sort: 'at' });
  expect(items.map(({ action, actor }) => `${actor} ${action}`)).toEqual([
    'token:test job.cancel',
    'job:test.wait job.run',
  ]);
});

it('waits for the work to end before a timeout gives the lease away', async () => {
  journal.entries = [];
  const run = await jobsOf(one).enqueue('test.stubborn', {}, { caller });
  expect(await ended(one, run)).toMatchObject({ state: 'failed', error: 'The run took longer than its job may.' });
  expect(journal.entries).toEqual(['stubborn has ended']);
});

it('tries again what may fail, and says why it did', async () => {
  const run = await jobsOf(one).enqueue('test.flaky', {}, { caller });
  expect(await ended(one, run)).toMatchObject({ state: 'done', attempt: 3, error: null, result: { attempt: 3 } });
});

it('shows nothing of a bug', async () => {
  const { state, error } = await ended(one, await jobsOf(one).enqueue('test.bug', {}, { caller }));
  expect(state).toBe('failed');
  expect(error).toMatch(/^Something went wrong on our side/);
});

it('shows a narrower scope only the runs that it asked for', async () => {
  const narrow = { ...caller, actor: 'token:narrow', scope: { kind: 'accounts', accounts: ['1'] } as const };
  const mine = await jobsOf(one).enqueue('test.echo', {}, { caller: narrow });
  const other = await jobsOf(one).enqueue('test.echo', {}, { caller });
  await ended(one, mine);
  expect((await jobsOf(one).listRuns(narrow, {}, {})).items.map(({ id }) => id)).toEqual([mine.id]);
  await expect(jobsOf(one).get(narrow, other.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(jobsOf(one).cancel(narrow, other.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
