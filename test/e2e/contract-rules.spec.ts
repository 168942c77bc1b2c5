import type { TestApp } from '../support/app.js';
import { bearer, CSV, DAY, DAYS, DECIMAL, estate, expectProblem } from '../support/contract.js';
import { focusFile } from '../support/focus-file.js';
import { openapi } from '../support/openapi.js';

/** The rules that every route keeps, whatever it is of. */
/** In the order of time (7), or of a resource: made of its account and native id (8). */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

let test: TestApp;
let imported: any;

const get = (path: string, headers?: Record<string, string>) => test.rest('GET', path, undefined, headers);

beforeAll(async () => {
  ({ test, imported } = await estate());
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
    const messagesOf = (field: string) => answer.body.errors.find((each: any) => each.field === field).messages;
    expect(messagesOf('limit')).toContain('limit must be a decimal number, such as "12.5"');
    expect(messagesOf('name')).toEqual(['name must have 1 to 120 characters']);
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

const LISTS = ['/inventory', '/inventory/accounts', '/cost/imports', '/budgets', '/jobs/runs', '/audit', '/users'];

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

/** Rules of FOCUS have names of their own. */
const withoutRules = (body: any) => ({
  ...body,
  items: body.items?.map((item: any) => ({ ...item, conformance: null })),
});

const SPELLED: [name: RegExp, spelled: RegExp][] = [
  [/^id$/, UUID],
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
  const plain = [...leaves({ ...withoutRules(body), total: path.startsWith('/cost/') && body.total, before: null })];
  const wrong = plain.filter(([name, value]) => {
    const rule = SPELLED.find(([words]) => words.test(name));
    return (
      rule &&
      value !== null &&
      value !== false &&
      typeof value !== 'undefined' &&
      !rule[1].test(JSON.stringify(value).replaceAll('"', ''))
    );
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
