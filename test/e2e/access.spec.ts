import { as, machine, type Somebody } from '../support/access.js';
import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';

let test: TestApp;
let admin: Somebody;

beforeAll(async () => {
  test = await startApp();
  admin = as(test);
});
afterAll(() => test.close());

const group = (principalId: string, role: string, scope?: object) => ({
  principalType: 'group',
  principalId,
  role,
  scope,
});
const actions = async (type: string, id: string) =>
  (await admin.get(`/audit?subjectType=${type}&subjectId=${id}`)).body.items.map(({ action }: any) => action);

describe('roles', () => {
  it('are the five built-in ones and those that people make, each with its permissions', async () => {
    const made = await admin.post('/roles', { name: 'importer', permissions: ['cost:read', 'cost:import'] });
    expect([made.status, made.headers.get('location'), made.headers.get('etag')]).toEqual([
      201,
      '/roles/importer',
      '"1"',
    ]);
    const { body } = await admin.get('/roles');
    const names = body.items.map(({ name }: any) => name);
    expect(names).toEqual(['admin', 'finops', 'importer', 'operator', 'security', 'viewer']);
    const [first] = body.items;
    expect(first).toMatchObject({
      isBuiltIn: true,
      permissions: expect.arrayContaining(['access:write', 'cost:read']),
    });
    const { data } = await test.graphql(
      '{ role(name: "importer") { permissions isBuiltIn } roles(first: 2) { totalCount } }',
    );
    expect(data).toEqual({
      role: { permissions: ['cost:read', 'cost:import'], isBuiltIn: false },
      roles: { totalCount: 6 },
    });
  });

  it('name only permissions that some operation asks for, under a name of their own', async () => {
    const unknown = await admin.post('/roles', { name: 'odd', permissions: ['cost:read', 'cost:steal'] });
    expect([unknown.status, unknown.body.errors[0].messages]).toEqual([422, ['no operation asks for cost:steal']]);
    expectProblem(await admin.post('/roles', { name: 'viewer', permissions: [] }), 409, 'CONFLICT');
    expectProblem(await admin.patch('/roles/viewer', { permissions: [] }), 409, 'CONFLICT');
  });
});

describe('roles of one’s own', () => {
  it('hold for everyone who is bound to them as soon as they are changed, and the change is recorded', async () => {
    await admin.post('/roles', { name: 'changing', permissions: ['cost:read'] });
    const one = await machine(test, ['changing']);
    expectProblem(await one.get('/inventory'), 403, 'FORBIDDEN');
    const stale = await test.rest('PATCH', '/roles/changing', { permissions: [] }, { 'if-match': '"7"' });
    expect(stale.status).toBe(412);
    await admin.patch('/roles/changing', { permissions: ['inventory:read'] });
    expect((await one.get('/inventory')).status).toBe(200);
    expectProblem(await admin.delete('/roles/changing'), 409, 'CONFLICT');
    await admin.delete(`/tokens/${one.id}`);
    expect((await admin.delete('/roles/changing')).status).toBe(204);
    const { body } = await admin.get('/audit?subjectType=role&subjectId=changing&action=role.update');
    expect(body.items[0]).toMatchObject({
      before: { permissions: ['cost:read'] },
      after: { permissions: ['inventory:read'] },
    });
    expect(await actions('role', 'changing')).toEqual(['role.delete', 'role.update', 'role.create']);
  });

  it('are defined only by who holds all of them, everywhere', async () => {
    await admin.post('/roles', { name: 'granter', permissions: ['access:read', 'access:write', 'cost:read'] });
    const everywhere = await machine(test, ['granter']);
    expect((await everywhere.post('/roles', { name: 'less', permissions: ['cost:read'] })).status).toBe(201);
    expectProblem(await everywhere.post('/roles', { name: 'more', permissions: ['cost:import'] }), 403, 'FORBIDDEN');
    const somewhere = await machine(test, ['admin'], { accounts: ['1'] });
    expectProblem(await somewhere.post('/roles', { name: 'part', permissions: ['cost:read'] }), 403, 'FORBIDDEN');
  });
});

describe('bindings', () => {
  it('are made, listed, read and removed, each step on the record', async () => {
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const given = {
      ...group('payments', 'viewer', { tag: { key: 'team', values: ['b', 'a'] } }),
      reason: 'new',
      expiresAt,
    };
    const made = await admin.post('/access/bindings', given);
    const { id } = made.body;
    expect([made.status, made.headers.get('location')]).toEqual([201, `/access/bindings/${id}`]);
    const tag = { key: 'team', values: ['a', 'b'] };
    expect(made.body).toMatchObject({ ...given, scope: { tag }, grantedBy: 'token:test', unknownAccounts: [] });
    const { body } = await admin.get('/access/bindings?principalType=group&principalId=payments');
    expect(body).toMatchObject({ total: 1, items: [made.body] });
    expect((await admin.get(`/access/bindings/${id}`)).body).toEqual(made.body);
    expect((await admin.delete(`/access/bindings/${id}`)).status).toBe(204);
    expectProblem(await admin.get(`/access/bindings/${id}`), 404, 'NOT_FOUND');
    expect(await actions('binding', id)).toEqual(['binding.delete', 'binding.create']);
  });

  it('may name accounts that nobody knows yet, and say so', async () => {
    await admin.post('/inventory/accounts', { provider: 'aws', externalId: '123456789012', name: 'known' });
    const scope = { accounts: ['123456789012', '999999999999'] };
    const { body } = await admin.post('/access/bindings', group('unknown', 'viewer', scope));
    expect(body.unknownAccounts).toEqual(['999999999999']);
  });

  it('give a token a further role, from its next request on', async () => {
    const one = await machine(test, ['viewer']);
    expectProblem(await one.get('/access/bindings'), 403, 'FORBIDDEN');
    const bound = { principalType: 'token', principalId: one.id, role: 'security' };
    const { id } = (await admin.post('/access/bindings', bound)).body;
    expect((await one.get('/access/bindings')).status).toBe(200);
    await admin.delete(`/access/bindings/${id}`);
    expectProblem(await one.get('/access/bindings'), 403, 'FORBIDDEN');
  });

  it.each([
    ['nobody’s token', { principalType: 'token', principalId: 'nobody', role: 'viewer' }, 'principalId'],
    ['an unknown role', group('g', 'nobody'), 'role'],
    ['an unknown kind of principal', { principalType: 'robot', principalId: 'g', role: 'viewer' }, 'principalType'],
    ['no scope', group('g', 'viewer', {}), 'scope'],
    ['two scopes', group('g', 'viewer', { all: true, accounts: ['1'] }), 'scope'],
    ['a tag without a key', group('g', 'viewer', { tag: { values: [] } }), 'scope.tag.key'],
    ['the past', { ...group('g', 'viewer'), expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
  ])('are refused for %s', async (_what, body, field) => {
    const answer = await admin.post('/access/bindings', body);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, field]);
  });
});

describe('somebody hands on', () => {
  const tag = (...values: string[]) => ({ tag: { key: 'team', values } });
  const accounts = (...names: string[]) => ({ accounts: names });

  it.each<[string, object, object, number]>([
    ['a part of one’s own part', accounts('1', '2'), accounts('2'), 201],
    ['another account', accounts('1'), accounts('2'), 403],
    ['everything', accounts('1'), { all: true }, 403],
    ['a tag of one’s own account', accounts('1'), tag('a'), 403],
    ['one value of a tag', tag('a', 'b'), tag('b'), 201],
    ['any value of it', tag('a', 'b'), tag(), 403],
  ])('%s', async (_what, own, wanted, status) => {
    const granter = await machine(test, ['admin'], own);
    expect((await granter.post('/access/bindings', group('g', 'viewer', wanted))).status).toBe(status);
  });

  it('in a role beyond their own', async () => {
    await admin.post('/roles', { name: 'granting', permissions: ['access:write', 'cost:read'] });
    const granter = await machine(test, ['granting']);
    expectProblem(await granter.post('/access/bindings', group('g', 'finops')), 403, 'FORBIDDEN');
    expect((await granter.post('/access/bindings', group('g', 'granting'))).status).toBe(201);
  });
});

describe('what one holds oneself', () => {
  it('is an account by either name', async () => {
    const account = { provider: 'aws', externalId: '555555555555', name: 'two names' };
    const { id } = (await admin.post('/inventory/accounts', account)).body;
    const granter = await machine(test, ['admin'], { accounts: ['555555555555'] });
    expect((await granter.post('/access/bindings', group('g', 'viewer', { accounts: [id] }))).status).toBe(201);
  });

  it('is the most of a token that one makes, and the longest', async () => {
    const narrow = await machine(test, ['admin'], { accounts: ['1'] });
    expectProblem(await narrow.post('/tokens', { name: 'wide', roles: ['viewer'] }), 403, 'FORBIDDEN');
    const one = await machine(test, ['viewer']);
    const soon = new Date(Date.parse('2099-01-01')).toISOString();
    await admin.post('/access/bindings', {
      principalType: 'token',
      principalId: one.id,
      role: 'admin',
      expiresAt: soon,
    });
    expectProblem(await one.post('/tokens', { name: 'for-ever', roles: ['viewer'] }), 403, 'FORBIDDEN');
    expect((await one.post('/tokens', { name: 'as-long', roles: ['viewer'], expiresAt: soon })).status).toBe(201);
  });

  it('is the part within which one sees bindings', async () => {
    const reader = await machine(test, ['admin'], { accounts: ['77'] });
    await admin.post('/access/bindings', group('within', 'viewer', { accounts: ['77'] }));
    const outside = (await admin.post('/access/bindings', group('outside', 'viewer', { accounts: ['77', '78'] }))).body;
    const { body } = await reader.get('/access/bindings');
    const seen = body.items.map(({ principalId }: any) => principalId);
    expect(seen).toEqual(expect.arrayContaining(['within', reader.id]));
    expect([seen.length, body.total]).toEqual([2, 2]);
    expectProblem(await reader.delete(`/access/bindings/${outside.id}`), 404, 'NOT_FOUND');
  });
});

describe('what one hands on', () => {
  it('ends with the token by which one holds it', async () => {
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const { token } = (await admin.post('/tokens', { name: 'short', roles: ['admin'], expiresAt })).body;
    const short = as(test, token);
    expectProblem(await short.post('/access/bindings', group('g', 'admin')), 403, 'FORBIDDEN');
    expectProblem(await short.post('/tokens', { name: 'long', roles: ['admin'] }), 403, 'FORBIDDEN');
    expect((await short.post('/access/bindings', { ...group('g', 'admin'), expiresAt })).status).toBe(201);
  });

  it('lets nobody learn by name who there is beyond one’s own part', async () => {
    const narrow = await machine(test, ['admin'], { accounts: ['1'] });
    const other = await machine(test, ['viewer']);
    const bind = (principalId: string) => ({
      principalType: 'token',
      principalId,
      role: 'viewer',
      scope: { accounts: ['1'] },
    });
    const name = (await admin.get(`/tokens/${other.id}`)).body.name;
    for (const named of [name, 'nobody-of-that-name'])
      expect((await narrow.post('/access/bindings', bind(named))).body.errors).toEqual([
        { field: 'principalId', messages: ['must be an id'] },
      ]);
    expect((await narrow.post('/access/bindings', bind(other.id))).status).toBe(201);
  });

  it('is never given to a token that is named as another one is numbered', async () => {
    const one = await machine(test, ['viewer']);
    const answer = await admin.post('/tokens', { name: one.id, roles: ['viewer'] });
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'name']);
  });
});

describe('the last admin on everything', () => {
  it('is not removed by anyone but the bootstrap token', async () => {
    const own = await startApp();
    const root = as(own);
    const last = (await root.post('/tokens', { name: 'last', roles: ['admin'] })).body;
    // Neither a group that nobody is in nor a role for a time keeps the installation in anybody's hands.
    await root.post('/access/bindings', group('owners', 'admin'));
    const temporary = { ...group('helpers', 'admin'), expiresAt: '2099-01-01T00:00:00Z' };
    await root.post('/access/bindings', temporary);
    expectProblem(await root.delete(`/tokens/${last.id}`), 409, 'CONFLICT');
    const spare = (await root.post('/tokens', { name: 'spare', roles: ['admin'] })).body;
    expect((await root.delete(`/tokens/${last.id}`)).status).toBe(204);
    expectProblem(await root.delete(`/tokens/${spare.id}`), 409, 'CONFLICT');
    await own.close();
  });
});

it('answers who is nobody with 401, whatever they ask', async () => {
  for (const path of ['/roles', '/access/bindings', '/tokens', '/access/elevations'])
    expectProblem(await test.rest('GET', path, undefined, bearer(`${TOKEN}x`)), 401, 'UNAUTHENTICATED');
});
