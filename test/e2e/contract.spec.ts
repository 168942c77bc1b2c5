import { TOKEN, type TestApp } from '../support/app.js';
import { DAYS, estate, expectProblem } from '../support/contract.js';
import { REMOTE_WRITE, remoteWrite } from '../support/remote-write.js';
import { hoursAgo, iso } from '../support/samples.js';

/** Each row of the contract on budgets, jobs, audit, health and metrics, and GraphQL under its names. */
let test: TestApp;
let imported: any;

const get = (path: string, headers?: Record<string, string>) => test.rest('GET', path, undefined, headers);

beforeAll(async () => {
  ({ test, imported } = await estate());
}, 180_000);
afterAll(() => test.close());

it('keeps budgets, and tells where each stands', async () => {
  const thresholds = [
    { percent: 80, basis: 'actual' },
    { amount: '900', basis: 'forecasted' },
  ];
  const plan = [{ start: '2026-11-01', limit: '700' }];
  const scope = { providers: ['aws'], tags: { team: ['payments'] }, not: { regions: ['nowhere'] } };
  const input = {
    name: 'whole',
    limit: '1000.000000000000000001',
    currency: 'USD',
    period: 'monthly',
    thresholds,
    plan,
    scope,
  };
  const made = await test.rest('POST', '/budgets', input);
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ ...input, thresholds: expect.any(Array) })]);
  const { status, body } = await get(`/budgets/${made.body.id}/status`);
  const fields = [
    'budget',
    'period',
    'spent',
    'limit',
    'remaining',
    'percentUsed',
    'forecast',
    'percentForecast',
  ].concat(
    ['burnRatePerDay', 'exhaustsOn', 'state', 'otherCurrencies', 'thresholds', 'topDrivers', 'currency', 'asOf'],
    ['completeThrough'],
  );
  expect([status, Object.keys(body).sort()]).toEqual([200, fields.sort()]);
  expect(['ok', 'warning', 'exceeded', 'forecast_exceeded', 'no_data', 'stale']).toContain(body.state);
  expect(Object.keys(body.thresholds[0])).toEqual(expect.arrayContaining(['percent', 'basis', 'state', 'firedAt']));
});

it('runs jobs by name, lists runs, and refuses to cancel what has ended', async () => {
  const { body: jobs } = await get('/jobs');
  expect(jobs.items.map(({ name }: any) => name)).toEqual(expect.arrayContaining(['platform.tidy']));
  const { status, body, headers } = await test.rest('POST', '/jobs/platform.tidy/run?wait=30');
  expect([status, body.state, headers.get('location')]).toEqual([200, 'done', `/jobs/runs/${body.id}`]);
  expect((await get(`/jobs/runs/${body.id}`)).body.state).toBe('done');
  expectProblem(await test.rest('POST', `/jobs/runs/${body.id}/cancel`), 409, 'CONFLICT');
});

it('records every change', async () => {
  const account = { provider: 'aws', externalId: 'recorded', name: 'recorded' };
  const { id } = (await test.rest('POST', '/inventory/accounts', account)).body;
  await test.rest('PATCH', `/inventory/accounts/${id}`, { name: 'other' });
  await test.rest('DELETE', `/inventory/accounts/${id}`);
  await get(`/cost/export?${DAYS}`);
  const { body } = await get('/audit?limit=500');
  const actions = new Set(body.items.map(({ action }: any) => action));
  for (const action of ['account.create', 'account.update', 'account.delete', 'budget.create', 'cost.export'])
    expect(actions).toContain(action);
});

it('answers health as Terminus does, and figures as Prometheus reads them', async () => {
  const { body } = await get('/health');
  expect(Object.keys(body).sort()).toEqual(['details', 'error', 'info', 'status']);
  expect(Object.keys(body.details)).toEqual(expect.arrayContaining(['database', 'migrations', 'queue', 'disk']));
  await get(`/cost/imports/${imported.id}`);
  await test.rest('POST', '/metrics/samples', { samples: [{}] });
  const { type, body: text } = await get('/metrics');
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
  const names = [
    'http_request_duration_seconds_bucket{',
    'db_connections{state=',
    'db_connections_max ',
    'nodejs_',
  ].concat(
    ['cloudgov_import_rows_total{outcome=', 'cloudgov_job_runs_total{job=', 'cloudgov_job_duration_seconds_'],
    [
      'cloudgov_queue_depth{queue=',
      'cloudgov_inventory_resources{provider=',
      'cloudgov_metrics_samples_total{outcome=',
    ],
  );
  for (const name of names) expect(text).toContain(name);
  expect(text).toMatch(/http_request_duration_seconds_count\{route="\/cost\/imports\/:id",method="GET",status="200"\}/);
});

it('takes samples of utilisation, and tells them by time', async () => {
  const { id, nativeId } = (await get('/inventory?limit=1')).body.items[0];
  const at = iso(hoursAgo(1));
  const sample = { metric: 'cpu', at, value: 12.5 };
  const taken = await test.rest('POST', '/metrics/samples', {
    samples: [{ ...sample, resourceId: id }, { ...sample, nativeId, metric: 'memory' }, {}],
  });
  expect([taken.status, taken.body]).toEqual([
    200,
    { written: 2, unchanged: 0, rejected: 1, errors: [{ index: 2, field: 'resourceId', message: expect.any(String) }] },
  ]);
  const remote = remoteWrite([{ labels: { __name__: 'load', resource_id: id }, samples: [[hoursAgo(1), 2]] }]);
  const told = await test.rest('POST', '/metrics/write', remote, REMOTE_WRITE);
  expect([told.status, told.body]).toEqual([200, expect.objectContaining({ written: 1, unknownResource: 0 })]);
  const series = await get(`/metrics/series?resourceId=${id}&metric=cpu&from=${at}&step=60&stat=max`);
  expect(Object.keys(series.body)).toEqual(['metric', 'unit', 'stat', 'from', 'to', 'step', 'resources', 'points']);
  expect(series.body.points).toEqual([{ at, value: 12.5, samples: 1 }]);
  expectProblem(await get(`/metrics/series?resourceId=${imported.id}`), 404, 'NOT_FOUND');
  expectProblem(await test.rest('POST', '/metrics/write', 'x', REMOTE_WRITE), 400, 'MALFORMED');
});

const FIELDS = [
  'resources',
  'resource',
  'costSummary',
  'costForecast',
  'costDrivers',
  'costImports',
  'budgets',
  'budget',
];

it('offers the same by GraphQL, under the names of the contract, with codes for errors', async () => {
  const { data } = await test.graphql('{ __schema { queryType { fields { name } } } }');
  const names = data.__schema.queryType.fields.map(({ name }: any) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      ...FIELDS,
      'auditEntries',
      'accounts',
      'jobs',
      'me',
      'users',
      'roles',
      'tokens',
      'metricSeries',
    ]),
  );
  const answer = await test.graphql(
    `{ costSummary(from: "2026-09-01", to: "2026-11-01") { currencies { currency total } } }`,
  );
  const rest = await get(`/cost/summary?${DAYS}`);
  expect(answer.data.costSummary.currencies).toEqual(
    rest.body.currencies.map(({ currency, total }: any) => ({ currency, total })),
  );
  const { errors } = await test.graphql(`{ budget(id: "${imported.id}") { id } }`);
  expect([errors[0].extensions.code, JSON.stringify(errors).includes('stacktrace')]).toEqual(['NOT_FOUND', false]);
  expect((await test.graphql('{ resources(first: 501) { totalCount } }')).errors[0].extensions.code).toBe('INVALID');
  expect((await test.graphql('{ resources { totalCount } }', {}, `not-${TOKEN}`)).errors[0].extensions.code).toBe(
    'UNAUTHENTICATED',
  );
});
