import { startApp, TOKEN, type Answer, type TestApp } from '../support/app.js';
import { focusFile } from '../support/focus-file.js';
import { openapi } from '../support/openapi.js';

/** Each row of the contract that the routes of today cover, by the names that a client relies on. */
let test: TestApp;
let imported: any;
let resource: any;

const CSV = { 'content-type': 'text/csv' };
const DAYS = 'from=2026-09-01&to=2026-11-01';
const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

const get = (path: string, headers?: Record<string, string>) => test.rest('GET', path, undefined, headers);
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

function expectProblem(answer: Answer, status: number, code: string) {
  expect([answer.status, answer.type.split(';')[0], answer.body.code]).toEqual([
    status,
    'application/problem+json',
    code,
  ]);
  expect(answer.body).toMatchObject({
    type: expect.any(String),
    title: expect.any(String),
    status,
    detail: expect.any(String),
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.(ts|js):\d/);
}

beforeAll(async () => {
  test = await startApp();
  for (const month of ['2026-09-01', '2026-10-01']) {
    const csv = focusFile('1.2', { month, rows: 300 }).csv();
    imported = (await test.rest('POST', `/cost/imports?filename=${month}.csv&wait=60`, csv, CSV)).body;
  }
  resource = (await get('/inventory?limit=1')).body.items[0];
}, 180_000);
afterAll(() => test.close());

describe('errors are problems', () => {
  const account = { provider: 'aws', externalId: 'e-1', name: 'one' };

  it('400 for what cannot be read', async () => {
    expectProblem(await test.rest('POST', '/budgets', '{', { 'content-type': 'application/json' }), 400, 'MALFORMED');
    expectProblem(await get('/inventory/%ff'), 400, 'MALFORMED');
  });
  it('401 with a challenge, 403 with the permission', async () => {
    const stranger = await get('/inventory', { authorization: '' });
    expectProblem(stranger, 401, 'UNAUTHENTICATED');
    expect(stranger.headers.get('www-authenticate')).toBe('Bearer');
    const refused = await get('/inventory', bearer(test.scoped({ kind: 'all' }, new Set(['audit:read']))));
    expectProblem(refused, 403, 'FORBIDDEN');
    expect(refused.body.permission).toBe('inventory:read');
  });
  it('404 for what is not there', async () => {
    expectProblem(await get('/no/such/route'), 404, 'NOT_FOUND');
    expectProblem(await get(`/budgets/${imported.id}`), 404, 'NOT_FOUND');
  });
  it('409 for a conflict', async () => {
    expect((await test.rest('POST', '/inventory/accounts', account)).status).toBe(201);
    expectProblem(await test.rest('POST', '/inventory/accounts', account), 409, 'CONFLICT');
  });
  it('413 for too much, 415 for another type', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(2_000_000) });
    expectProblem(await test.rest('POST', '/budgets', large, { 'content-type': 'application/json' }), 413, 'TOO_LARGE');
    expectProblem(
      await test.rest('POST', '/budgets', '<a/>', { 'content-type': 'application/xml' }),
      415,
      'UNSUPPORTED_TYPE',
    );
  });
  it('422 for values, each bad field by its name', async () => {
    const answer = await test.rest('POST', '/budgets', { name: '', limit: 'x', currency: 'XXXX', period: 'hourly' });
    expectProblem(answer, 422, 'INVALID');
    const fields = answer.body.errors.map(({ field }: any) => field).sort();
    expect(fields).toEqual(expect.arrayContaining(['currency', 'limit', 'name', 'period']));
    expect(answer.body.errors[0].messages[0]).toEqual(expect.any(String));
  });
});

it('asks everyone for a token, but for health', async () => {
  for (const [path, methods] of Object.entries<any>(openapi.paths))
    for (const [method, told] of Object.entries<any>(methods)) {
      if (told.security?.length === 0 || path === '/graphql') continue;
      const where = path.replace(/\{\w+\}/g, imported.id);
      const { status } = await test.rest(method.toUpperCase() as 'GET', where, undefined, { authorization: '' });
      expect([method, path, status]).toEqual([method, path, 401]);
    }
  for (const path of ['/health', '/health/live', '/health/ready'])
    expect((await get(path, { authorization: '' })).status).toBe(200);
});

const LISTS = ['/inventory', '/inventory/accounts', '/cost/imports', '/budgets', '/jobs/runs', '/audit'];

describe.each(LISTS)('%s is a list', (path) => {
  it('of items, total and nextCursor, 1 to 500 of them', async () => {
    const { status, body } = await get(path);
    expect([status, Object.keys(body).sort()]).toEqual([200, ['items', 'nextCursor', 'total']]);
    expect(body.items.length).toBe(Math.min(body.total, 50));
    expect((await get(`${path}?limit=500`)).status).toBe(200);
    for (const limit of ['0', '501', 'x', '1.5']) expectProblem(await get(`${path}?limit=${limit}`), 422, 'INVALID');
    expectProblem(await get(`${path}?sort=-noSuchField`), 422, 'INVALID');
    expectProblem(await get(`${path}?cursor=nonsense`), 422, 'INVALID');
  });
  it('whose pages, one after the other, are the whole', async () => {
    const whole = (await get(`${path}?limit=500`)).body;
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await get(`${path}?limit=7${cursor}`);
      seen.push(...body.items.map(({ id }: any) => id));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
    }
    // What is recorded meanwhile comes first, so it is on no later page.
    expect(seen).toEqual(expect.arrayContaining(whole.items.map(({ id }: any) => id)));
    expect(new Set(seen).size).toBe(seen.length);
  });
});

/** Names that hold instants, days and amounts, wherever they stand in an answer. */
function* leaves(value: unknown, name = ''): Generator<[string, unknown]> {
  if (Array.isArray(value)) for (const each of value) yield* leaves(each, name);
  else if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) yield* leaves(part, key);
  else yield [name, value];
}

const SPELLED: [name: RegExp, spelled: RegExp][] = [
  [/^id$/, UUID7],
  [/(At|asOf)$/, INSTANT],
  [/^(from|to|date|start|end|completeThrough|exhaustsOn|startsOn|endsOn)$/, DAY],
  [/^(amount|total|previousTotal|change|.*[cC]ost|mean|lower|upper|spent|remaining)$/, DECIMAL],
  [/^currency$/, /^[A-Z]{3}$/],
];

it.each([
  '/inventory',
  '/inventory/accounts',
  '/inventory/summary',
  `/cost/summary?${DAYS}&groupBy=service&granularity=daily`,
  `/cost/drivers?${DAYS}`,
  '/cost/forecast',
  '/cost/imports',
  '/budgets',
  '/jobs/runs',
  '/audit',
])('spells ids, instants, days, amounts and currencies in one way: %s', async (path) => {
  const { body } = await get(path);
  const plain = [...leaves({ ...body, total: path.startsWith('/cost/') && body.total, before: null })];
  const wrong = plain.filter(([name, value]) => {
    const rule = SPELLED.find(([words]) => words.test(name));
    return rule && value !== null && value !== false && typeof value !== 'undefined' && !rule[1].test(String(value));
  });
  expect(wrong.filter(([name, value]) => !(name === 'total' && typeof value === 'number'))).toEqual([]);
  const amounts = plain.filter(([name]) => /^(amount|.*[cC]ost|mean|spent)$/.test(name));
  expect(amounts.filter(([, value]) => typeof value === 'number')).toEqual([]);
});

describe('Idempotency-Key', () => {
  it.each([
    ['/budgets', { name: 'once', limit: '5', currency: 'USD', period: 'monthly' }],
    ['/inventory/accounts', { provider: 'gcp', externalId: 'once', name: 'once' }],
  ])('makes POST %s happen once', async (path, body) => {
    const key = { 'idempotency-key': `key of ${path}`.replaceAll(' ', '-') };
    const first = await test.rest('POST', path, body, key);
    const again = await test.rest('POST', path, body, key);
    expect([first.status, again.status, again.body]).toEqual([201, 201, first.body]);
    expect(first.headers.get('location')).toBe(`${path}/${first.body.id}`);
    expect(again.headers.get('location')).toBe(`${path}/${first.body.id}`);
    expectProblem(await test.rest('POST', path, { ...body, name: 'other' }, key), 422, 'INVALID');
  });
  it('holds for an upload too', async () => {
    const key = { ...CSV, 'idempotency-key': 'upload-1' };
    const path = '/cost/imports?filename=again.csv&source=again&wait=60';
    const csv = focusFile('1.1', { rows: 60, month: '2026-08-01' }).csv();
    const first = await test.rest('POST', path, csv, key);
    const again = await test.rest('POST', path, csv, key);
    expect([first.body.state, again.body]).toEqual(['done', first.body]);
  });
});

it.each([
  ['/budgets', { name: 'edited', limit: '5', currency: 'USD', period: 'monthly' }],
  ['/inventory/accounts', { provider: 'azure', externalId: 'edited', name: 'edited' }],
])('guards %s against two editors by ETag and If-Match', async (path, body) => {
  const { id } = (await test.rest('POST', path, body)).body;
  const etag = (await get(`${path}/${id}`)).headers.get('etag')!;
  expect(etag).toMatch(/^"\d+"$/);
  const change = (name: string, seen: string) => test.rest('PATCH', `${path}/${id}`, { name }, { 'if-match': seen });
  const changed = await change('first', etag);
  expect([changed.status, changed.body.name]).toEqual([200, 'first']);
  expectProblem(await change('second', etag), 412, 'CONFLICT');
  expect((await change('third', changed.headers.get('etag')!)).status).toBe(200);
  expectProblem(await test.rest('DELETE', `${path}/${id}`, undefined, { 'if-match': etag }), 412, 'CONFLICT');
  expect((await test.rest('DELETE', `${path}/${id}`)).status).toBe(204);
  expectProblem(await get(`${path}/${id}`), 404, 'NOT_FOUND');
});

describe('GET /inventory…', () => {
  const FIELDS = [
    'id',
    'provider',
    'accountId',
    'region',
    'service',
    'type',
    'nativeId',
    'name',
    'state',
    'tags',
  ].concat(['firstSeenAt', 'lastSeenAt', 'monthlyCost', 'currency', 'openFindings', 'openRecommendations']);

  it('tells each field of a resource, and sorts by every one', async () => {
    expect(Object.keys(resource)).toEqual(expect.arrayContaining(FIELDS));
    for (const field of FIELDS.filter((name) => name !== 'tags'))
      expect([field, (await get(`/inventory?sort=-${field}&limit=3`)).status]).toEqual([field, 200]);
  });
  it.each([
    'provider=aws',
    'account=ACCOUNT',
    'region=REGION',
    'service=SERVICE',
    'type=TYPE',
    'state=billed',
    'tag.team=*',
    'q=a',
    'untagged=true',
    'untagged=false',
    'seenAfter=2026-09-01T00:00:00Z',
  ])('filters by %s', async (words) => {
    const { provider, accountId, region, service, type } = resource;
    const said = words
      .replace('ACCOUNT', accountId)
      .replace('REGION', encodeURIComponent(region))
      .replace('SERVICE', encodeURIComponent(service))
      .replace('TYPE', encodeURIComponent(type));
    const all = (await get('/inventory')).body.total;
    const { status, body } = await get(`/inventory?${said}`);
    expect([status, body.total <= all, provider !== undefined]).toEqual([200, true, true]);
    expectProblem(await get(`/inventory?${said}&misspelt=1`), 422, 'INVALID');
  });
  it('tells of one, its history and relations, and sums', async () => {
    const one = await get(`/inventory/${resource.id}`);
    expect([one.status, one.body.id, 'configuration' in one.body]).toEqual([200, resource.id, true]);
    const { body: history } = await get(`/inventory/${resource.id}/history`);
    expect(Object.keys(history.items[0])).toEqual(expect.arrayContaining(['at', 'field', 'before', 'after']));
    expect((await get(`/inventory/${resource.id}/relations`)).body).toEqual({ items: [], total: 0, nextCursor: null });
    const { body: sums } = await get('/inventory/summary');
    const groups = ['byProvider', 'byService', 'byRegion', 'byAccount', 'byType', 'tagCoverage'];
    expect(Object.keys(sums)).toEqual(expect.arrayContaining(['count', 'costs', ...groups]));
  });
});

describe('GET /cost/summary', () => {
  it.each(['service', 'account', 'region', 'provider', 'category', 'resource', 'tag:team', 'service,account'])(
    'groups by %s, in a block for each currency',
    async (groupBy) => {
      const { status, body } = await get(`/cost/summary?${DAYS}&groupBy=${groupBy}&granularity=monthly`);
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ from: '2026-09-01', to: '2026-11-01', metric: 'effective', granularity: 'monthly' }),
      ]);
      expect(body.groupBy).toEqual(groupBy.split(','));
      const [{ groups, currency, total, previousTotal }] = body.currencies;
      expect([currency, total, previousTotal].every((text) => typeof text === 'string')).toBe(true);
      expect(Object.keys(groups[0].key)).toEqual(groupBy.split(','));
      expect(groups[0].points[0]).toEqual({ date: expect.stringMatching(DAY), amount: expect.stringMatching(DECIMAL) });
    },
  );
  it.each(['effective', 'billed', 'list', 'contracted'])('sums %s', async (metric) => {
    expect((await get(`/cost/summary?${DAYS}&metric=${metric}&provider=aws`)).body).toMatchObject({ metric });
  });
  it.each(['daily', 'monthly', 'total'])('is %s', async (granularity) => {
    expect((await get(`/cost/summary?${DAYS}&granularity=${granularity}`)).body).toMatchObject({ granularity });
  });
  it.each(['metric=none', 'granularity=hourly', 'groupBy=nothing', 'from=2026-02-30', 'from=2026-02-01&to=2026-01-01'])(
    'refuses %s',
    async (words) => expectProblem(await get(`/cost/summary?${words}`), 422, 'INVALID'),
  );
});

it.each(['30', 'month-end', 'quarter-end', 'year-end'])('forecasts to the horizon %s', async (horizon) => {
  const { status, body } = await get(`/cost/forecast?horizon=${horizon}&level=90&wait=30`);
  expect([status, body.level]).toEqual([200, 90]);
  const [first] = body.currencies;
  expect(Object.keys(first)).toEqual(
    expect.arrayContaining(['currency', 'method', 'insufficientHistory', 'total', 'points', 'backtest']),
  );
  expect(Object.keys(first.total).sort()).toEqual(['lower', 'mean', 'upper']);
  expect(Object.keys(first.points[0]).sort()).toEqual(['date', 'lower', 'mean', 'upper']);
  for (const level of ['50', '100', 'x']) expectProblem(await get(`/cost/forecast?level=${level}`), 422, 'INVALID');
});

it.each(['', '&compareTo=previous', '&compareTo=2026-09-01..2026-10-01'])('tells what moved, %s', async (words) => {
  const { status, body } = await get(`/cost/drivers?from=2026-10-01&to=2026-11-01${words}`);
  const [{ currency, total, previousTotal, change, drivers }] = body.currencies;
  expect([status, currency, typeof total, typeof previousTotal, typeof change]).toEqual([
    200,
    'USD',
    ...Array(3).fill('string'),
  ]);
  const fields = ['key', 'amount', 'previousAmount', 'change', 'usageEffect', 'priceEffect'];
  expect(Object.keys(drivers[0])).toEqual(expect.arrayContaining(fields));
});

describe('/cost/imports', () => {
  it('tells of an import what it read, took and refused', async () => {
    const { status, body } = await get(`/cost/imports/${imported.id}`);
    expect([status, body.state, body.focusVersion]).toEqual([200, 'done', '1.2']);
    expect(body).toMatchObject({ rowsRead: 300, rowsAccepted: 300, rowsQuarantined: 0, error: null });
    const period = ['billingAccountId', 'start', 'end', 'currency', 'billedCost', 'effectiveCost'];
    expect(Object.keys(body.periods[0])).toEqual(expect.arrayContaining(period));
    expect(body.conformance).toMatchObject({ score: expect.any(Number), rules: expect.any(Array) });
    expect((await get(`/cost/imports/${imported.id}/quarantine`)).body.items).toEqual([]);
  });
  it('starts work with 202 and a Location, and waits when asked', async () => {
    const csv = focusFile('1.0', { rows: 40, month: '2026-07-01' }).csv();
    const begun = await test.rest('POST', '/cost/imports?filename=x.csv&source=begun', csv, CSV);
    expect([begun.status, begun.headers.get('location')]).toEqual([202, `/cost/imports/${begun.body.id}`]);
    const waited = await test.rest('POST', '/cost/imports?filename=x.csv&source=waited&wait=60', csv, CSV);
    expect([waited.status, waited.body.state]).toEqual([200, 'done']);
    expectProblem(await test.rest('POST', '/cost/imports?filename=x.csv&wait=61', csv, CSV), 422, 'INVALID');
    expectProblem(await test.rest('POST', `/cost/imports/${imported.id}/force`), 409, 'CONFLICT');
  });
  it('names a file that is not there', async () => {
    const { status, body } = await test.rest('POST', '/cost/imports?wait=30', { uri: 'no-such-folder' });
    expect(status === 404 || status === 422 || body.state === 'failed' || body.state === 'refused').toBe(true);
  });
  it('gives the charges back as FOCUS, CSV and Parquet', async () => {
    const csv = await get(`/cost/export?${DAYS}&provider=aws`);
    expect([csv.status, csv.type]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(csv.body.split('\n')[0]).toContain('BilledCost');
    const parquet = await get(`/cost/export?${DAYS}&format=parquet`);
    expect([parquet.status, parquet.type, parquet.body.slice(0, 4)]).toEqual([
      200,
      'application/vnd.apache.parquet',
      'PAR1',
    ]);
  });
});

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
  const { body } = await get('/audit?limit=500');
  const actions = new Set(body.items.map(({ action }: any) => action));
  for (const action of ['account.create', 'account.update', 'budget.create', 'budget.delete', 'cost.export'])
    expect(actions).toContain(action);
});

it('answers health as Terminus does, and figures as Prometheus reads them', async () => {
  const { body } = await get('/health');
  expect(Object.keys(body).sort()).toEqual(['details', 'error', 'info', 'status']);
  expect(Object.keys(body.details)).toEqual(expect.arrayContaining(['database', 'migrations', 'queue', 'disk']));
  const { type, body: text } = await get('/metrics');
  expect(type).toMatch(/^text\/plain; version=0\.0\.4/);
  const names = [
    'http_request_duration_seconds_bucket{',
    'db_connections{state=',
    'db_connections_max ',
    'nodejs_',
  ].concat(
    ['cloudgov_import_rows_total{outcome=', 'cloudgov_job_runs_total{job=', 'cloudgov_job_duration_seconds_'],
    ['cloudgov_queue_depth{queue=', 'cloudgov_inventory_resources{provider='],
  );
  for (const name of names) expect(text).toContain(name);
  expect(text).toMatch(/http_request_duration_seconds_count\{route="\/inventory\/:id",method="GET",status="200"\}/);
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
  expect(names).toEqual(expect.arrayContaining([...FIELDS, 'auditEntries', 'accounts', 'jobs']));
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
