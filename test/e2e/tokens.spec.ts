import { jest } from '@jest/globals';
import { Clock } from '#common';
import { Database } from '#data';
import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const as = (token: string) => ({
  get: (path: string) => test.rest('GET', path, undefined, bearer(token)),
  post: (path: string, body: object) => test.rest('POST', path, body, bearer(token)),
  delete: (path: string) => test.rest('DELETE', path, undefined, bearer(token)),
});
const admin = as(TOKEN);
const make = async (body: object, by = admin) => (await by.post('/tokens', body)).body;

describe('a machine token', () => {
  it('is shown once, and of it only the hash is stored', async () => {
    const answer = await admin.post('/tokens', { name: 'once', roles: ['viewer'] });
    const { id, token } = answer.body;
    expect([answer.status, answer.headers.get('location')]).toEqual([201, `/tokens/${id}`]);
    expect(token).toMatch(/^cgv_[0-9A-Za-z]{49}$/);
    const { body } = await admin.get(`/tokens/${id}`);
    expect(body).toMatchObject({ name: 'once', hint: token.slice(-4), createdBy: 'token:test', lastUsedAt: null });
    expect(body.grants).toEqual([{ role: 'viewer', scope: { all: true }, expiresAt: null }]);
    const { body: list } = await admin.get('/tokens');
    const { body: audit } = await admin.get(`/audit?subjectType=token&subjectId=${id}`);
    expect(audit.items[0]).toMatchObject({ action: 'token.create', after: { name: 'once' } });
    for (const told of [body, list, audit]) expect(JSON.stringify(told)).not.toContain(token);
    const [row] = await test.app.get(Database).query('select t::text as text from machine_token t where id = $1', [id]);
    expect(JSON.stringify(row)).not.toContain(token);
  });

  it('does what its roles allow, and is told what they do not', async () => {
    const { token } = await make({ name: 'reader', roles: ['viewer'] });
    expect((await as(token).get('/inventory')).status).toBe(200);
    expectProblem(await as(token).get('/tokens'), 403, 'FORBIDDEN');
    expect((await as(token).post('/budgets', {})).body.permission).toBe('budgets:write');
  });

  it('sees its part of the estate alone', async () => {
    const scope = { accounts: ['111111111111'] };
    const { token } = await make({ name: 'narrow', roles: ['operator', 'finops'], scope });
    const account = (externalId: string) => ({ provider: 'aws', externalId, name: externalId });
    for (const externalId of ['111111111111', '222222222222'])
      await admin.post('/inventory/accounts', account(externalId));
    const { body } = await as(token).get('/inventory/accounts');
    expect(body.items.map(({ externalId }: any) => externalId)).toEqual(['111111111111']);
  });
});

describe('a machine token that is over', () => {
  it('is refused once it is revoked, at once', async () => {
    const { id, token } = await make({ name: 'gone', roles: ['viewer'] });
    expect((await as(token).get('/inventory')).status).toBe(200);
    expect((await admin.delete(`/tokens/${id}`)).status).toBe(204);
    expectProblem(await as(token).get('/inventory'), 401, 'UNAUTHENTICATED');
    expect((await admin.delete(`/tokens/${id}`)).status).toBe(204);
    const { body } = await admin.get('/tokens?revoked=true');
    expect(body.items).toEqual([expect.objectContaining({ name: 'gone', revokedBy: 'token:test', grants: [] })]);
    expectProblem(await admin.post('/tokens', { name: 'gone', roles: ['viewer'] }), 409, 'CONFLICT');
  });

  it('is refused once it has expired, also where it has been seen a moment ago', async () => {
    const clock = test.app.get(Clock);
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const { token } = await make({ name: 'short', roles: ['viewer'], expiresAt });
    expect((await as(token).get('/inventory')).status).toBe(200);
    const now = jest.spyOn(clock, 'now').mockReturnValue(new Date(expiresAt));
    expect((await as(token).get('/inventory')).status).toBe(401);
    now.mockRestore();
  });
});

describe('what is kept of a machine token', () => {
  it('is when it was used last, to the minute', async () => {
    const { id, token } = await make({ name: 'used', roles: ['viewer'] });
    await as(token).get('/inventory');
    const first = (await admin.get(`/tokens/${id}`)).body.lastUsedAt;
    await as(token).get('/inventory');
    expect(first).not.toBeNull();
    expect((await admin.get(`/tokens/${id}`)).body.lastUsedAt).toBe(first);
  });

  it('does not hold the token, which is not shown to whoever repeats the request', async () => {
    const headers = { 'idempotency-key': 'make-it-once' };
    const body = { name: 'repeated', roles: ['viewer'] };
    const first = await test.rest('POST', '/tokens', body, headers);
    const second = await test.rest('POST', '/tokens', body, headers);
    expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(second.body).toEqual({ ...first.body, token: null });
    const [row] = await test.app.get(Database).query('select k::text as text from idempotency_key k');
    expect(JSON.stringify(row)).not.toContain(first.body.token);
  });
});

describe('a request for a machine token', () => {
  it('is answered with what is wrong with it', async () => {
    const fields = async (body: object) => {
      const { status, body: problem } = await admin.post('/tokens', body);
      return [status, ...(problem.errors ?? []).map(({ field }: any) => field)];
    };
    const sound = { name: 'sound', roles: ['viewer'] };
    expect(await fields({ ...sound, roles: ['nobody'] })).toEqual([422, 'role']);
    expect(await fields({ ...sound, roles: [] })).toEqual([422, 'roles']);
    expect(await fields({ ...sound, name: 'a b' })).toEqual([422, 'name']);
    expect(await fields({ ...sound, scope: {} })).toEqual([422, 'scope']);
    expect(await fields({ ...sound, scope: { all: true, accounts: ['1'] } })).toEqual([422, 'scope']);
    expect(await fields({ ...sound, scope: { accounts: [] } })).toEqual([422, 'scope.accounts']);
    expect(await fields({ ...sound, expiresAt: '2020-01-01T00:00:00Z' })).toEqual([422, 'expiresAt']);
    expect((await admin.post('/tokens', { ...sound, name: 'bootstrap' })).status).toBe(409);
  });

  it('can be made, read and revoked by GraphQL', async () => {
    const made = await test.graphql(
      `mutation { createToken(input: { name: "graph", roles: ["viewer"], scope: { tag: { key: "team", values: ["a"] } } })
        { id token grants { role scope } } }`,
    );
    const { id, token, grants } = made.data.createToken;
    expect(grants).toEqual([{ role: 'viewer', scope: { tag: { key: 'team', values: ['a'] } } }]);
    expect((await as(token).get('/inventory')).status).toBe(200);
    const { data } = await test.graphql(`mutation { revokeToken(id: "${id}") }`);
    expect(data.revokeToken).toBe(true);
    expect((await as(token).get('/inventory')).status).toBe(401);
  });
});

describe('a text that is nobody’s token', () => {
  it.each([
    ['with a wrong sum', (token: string) => `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`],
    ['of another prefix', (token: string) => token.replace('cgv_', 'ghp_')],
    ['cut short', (token: string) => token.slice(0, -1)],
  ])('is refused %s', async (_what, change) => {
    const { token } = await make({ name: `odd-${_what.replaceAll(' ', '-')}`, roles: ['viewer'] });
    expect((await as(change(token)).get('/inventory')).status).toBe(401);
  });
});

it('is known for revoked in another process within a second', async () => {
  const other = await startApp({ databaseUrl: test.databaseUrl });
  const { id, token } = await make({ name: 'everywhere', roles: ['viewer'] });
  const there = async () => (await other.rest('GET', '/inventory', undefined, bearer(token))).status;
  expect(await there()).toBe(200);
  await admin.delete(`/tokens/${id}`);
  await new Promise((done) => setTimeout(done, 1_100));
  expect(await there()).toBe(401);
  await other.close();
});
