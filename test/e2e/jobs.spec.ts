import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import { caller, jobsOf, open, started, TestJobs } from '../support/test-jobs.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp({ providers: [TestJobs] })));
afterAll(() => test.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

it('lists every job with its schedule and its last run', async () => {
  const { status, body } = await test.rest('GET', '/jobs');
  expect([status, body.nextCursor]).toEqual([200, null]);
  expect(body.items).toHaveLength(body.total);
  expect(body.items.find(({ name }: any) => name === 'platform.tidy')).toEqual({
    name: 'platform.tidy',
    description: expect.stringContaining('30 days'),
    cron: '17 3 * * *',
    timeoutMs: 600_000,
    concurrency: 1,
    attempts: 1,
    startable: true,
    nextRunAt: expect.stringMatching(/T03:17:00.000Z$/),
    lastRun: null,
  });
});

it('starts a job and says where to look, or waits for its result', async () => {
  const started = await test.rest('POST', '/jobs/test.wait/run');
  expect([started.status, started.headers.get('location')]).toEqual([202, `/jobs/runs/${started.body.id}`]);
  open(started.body.id);

  const waited = await test.rest('POST', '/jobs/test.echo/run?wait=20');
  expect([waited.status, waited.body.state, waited.body.result]).toEqual([200, 'done', { heard: {} }]);
  const looked = await test.rest('GET', waited.headers.get('location')!);
  expect(looked.body).toEqual(waited.body);
  expect(Object.keys(looked.body)).not.toEqual(expect.arrayContaining(['payload', 'fence']));
});

it('refuses what is no job, what needs a payload, and a wait that is too long', async () => {
  expect(await test.rest('POST', '/jobs/no.such/run')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  expect(await test.rest('POST', '/jobs/test.mark/run')).toMatchObject({ status: 409, body: { code: 'CONFLICT' } });
  expect((await test.rest('POST', '/jobs/test.echo/run?wait=61')).status).toBe(422);
  expect((await test.rest('GET', `/jobs/runs/${randomUUID()}`)).status).toBe(404);
  expect((await test.rest('GET', '/jobs/runs/none')).status).toBe(400);
});

it('cancels a run, twice alike, but none that has ended', async () => {
  const { id } = (await test.rest('POST', '/jobs/test.wait/run')).body;
  await started(test, await jobsOf(test).get(caller, id));
  expect((await test.rest('POST', `/jobs/runs/${id}/cancel`)).status).toBe(200);
  const { state } = await jobsOf(test).waitFor(caller, id, 20);
  expect(state).toBe('cancelled');
  expect((await test.rest('POST', `/jobs/runs/${id}/cancel`)).body.state).toBe('cancelled');

  const done = (await test.rest('POST', '/jobs/test.echo/run?wait=20')).body;
  const refused = await test.rest('POST', `/jobs/runs/${done.id}/cancel`);
  expect([refused.status, refused.body.detail]).toEqual([409, 'The run has already ended: it is done.']);
});

it('lists runs by job and state, page by page', async () => {
  await test.rest('POST', '/jobs/test.echo/run?wait=20');
  await test.rest('POST', '/jobs/test.echo/run?wait=20');
  const { body } = await test.rest('GET', '/jobs/runs?job=test.echo&state=done&limit=1');
  expect(body.items).toHaveLength(1);
  const next = await test.rest('GET', `/jobs/runs?job=test.echo&state=done&limit=1&cursor=${body.nextCursor}`);
  expect(next.body.items[0].id).not.toBe(body.items[0].id);
  expect((await test.rest('GET', '/jobs/runs?state=lost')).status).toBe(422);
});

it('tells the same by GraphQL', async () => {
  const run = await test.graphql('mutation { runJob(name: "test.echo") { id job state requestedBy } }');
  expect(run.data.runJob).toMatchObject({ job: 'test.echo', requestedBy: 'token:test' });
  const { id } = run.data.runJob;
  await jobsOf(test).waitFor(caller, id, 20);
  const query = `query($id: ID!) {
    jobRun(id: $id) { state attempt result done }
    jobRuns(first: 1, job: "test.echo", state: done) { nodes { id state } totalCount pageInfo { hasNextPage } }
    jobs { name cron lastRun { id state } }
  }`;
  const { data } = await test.graphql(query, { id });
  expect(data.jobRun).toEqual({ state: 'done', attempt: 1, result: { heard: {} }, done: null });
  expect(data.jobRuns.nodes).toEqual([{ id, state: 'done' }]);
  expect(data.jobs.find(({ name }: any) => name === 'test.echo').lastRun).toEqual({ id, state: 'done' });
  const refused = await test.graphql('mutation($id: ID!) { cancelJobRun(id: $id) { id } }', { id });
  expect(refused.errors[0].extensions.code).toBe('CONFLICT');
});

it('needs jobs:read to look and jobs:run to act', async () => {
  const reader = test.scoped({ kind: 'all' }, new Set(['jobs:read']));
  expect((await test.rest('GET', '/jobs', undefined, bearer(reader))).status).toBe(200);
  const { status, body } = await test.rest('POST', '/jobs/test.echo/run', undefined, bearer(reader));
  expect([status, body.permission]).toEqual([403, 'jobs:run']);
});

it('records who started what, and counts how it ended', async () => {
  const { id } = (await test.rest('POST', '/jobs/test.echo/run?wait=20')).body;
  const { items } = (await test.rest('GET', `/audit?subjectId=${id}&sort=at`)).body;
  expect(items.map(({ actor, action }: any) => [actor, action])).toEqual([
    ['token:test', 'job.start'],
    ['job:test.echo', 'job.run'],
  ]);
  expect(items[1].after).toMatchObject({ state: 'done', attempt: 1, result: { heard: {} } });
  const metrics = await (await fetch(`${test.url}/metrics`, { headers: bearer('a-token-for-the-tests') })).text();
  expect(metrics).toMatch(/cloudgov_job_runs_total\{job="test.echo",outcome="done"\} \d/);
  expect(metrics).toMatch(/cloudgov_job_duration_seconds_count\{job="test.echo"\} \d/);
  expect(metrics).toContain('cloudgov_queue_depth{queue="test.echo"} 0');
});
