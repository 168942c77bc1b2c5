import type { TestApp } from '../support/app.js';
import { CSV, DAY, DAYS, DECIMAL, estate, expectProblem } from '../support/contract.js';
import { focusFile } from '../support/focus-file.js';

/** Each row of the contract on inventory and cost, by the names that a client relies on. */
let test: TestApp;
let imported: any;
let resource: any;

const get = (path: string, headers?: Record<string, string>) => test.rest('GET', path, undefined, headers);

beforeAll(async () => {
  ({ test, imported, resource } = await estate());
}, 180_000);
afterAll(() => test.close());

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
});

describe('GET /inventory/:id…', () => {
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
    expect.stringMatching(/^[A-Z]{3}$/),
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
