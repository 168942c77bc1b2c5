import { AuditService } from '#audit';
import { systemCaller } from '#common';
import { startApp, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const create = (body: object, headers?: Record<string, string>) =>
  test.rest('POST', '/inventory/accounts', body, headers);
const account = (externalId: string) => ({ provider: 'aws', externalId, name: `Account ${externalId}` });

it('adds, reads, changes and deletes an account, each on the record', async () => {
  const made = await create({ ...account('1'), settings: { regions: ['eu-central-1'] } });
  expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
  expect(made.headers.get('location')).toBe(`/inventory/accounts/${made.body.id}`);
  expect(made.body).toMatchObject({ origin: 'api', isDemo: false, retiredAt: null, version: 1, declaredIn: null });
  const path = `/inventory/accounts/${made.body.id}`;
  const changed = await test.rest('PATCH', path, { name: 'New' }, { 'if-match': '"1"' });
  expect(changed).toMatchObject({
    status: 200,
    body: { name: 'New', version: 2, settings: { regions: ['eu-central-1'] } },
  });
  expect(await test.rest('PATCH', path, { name: 'Late' }, { 'if-match': '"1"' })).toMatchObject({ status: 412 });
  expect((await test.rest('GET', path)).headers.get('etag')).toBe('"2"');
  expect((await test.rest('DELETE', path)).status).toBe(204);
  expect((await test.rest('GET', path)).status).toBe(404);
  const { items } = await test.app
    .get(AuditService)
    .list(systemCaller('t'), { subjectId: made.body.id }, { sort: 'at' });
  expect(items.map(({ action }) => action)).toEqual(['account.create', 'account.update', 'account.delete']);
  expect(items[1]).toMatchObject({ before: { name: 'Account 1' }, after: { name: 'New' } });
});

it('does a repeated POST once', async () => {
  const key = { 'idempotency-key': 'k1' };
  const [first, second] = [await create(account('2'), key), await create(account('2'), key)];
  expect([second.status, second.body.id]).toEqual([201, first.body.id]);
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(await create(account('2'))).toMatchObject({ status: 409, body: { id: first.body.id } });
});

it.each([
  [{}, ['provider', 'externalId', 'name']],
  [{ ...account('3'), provider: 'oci' }, ['provider']],
  [{ ...account('3'), externalId: '' }, ['externalId']],
  [{ ...account('3'), name: 'a\u0000b' }, ['name']],
  [{ ...account('3'), settings: [] }, ['settings']],
  [{ ...account('3'), settings: { text: 'x'.repeat(20_000) } }, ['settings']],
  [{ ...account('3'), credential: 'k' }, ['credential']],
  [{ ...account('3'), credential: { accessKeyId: 7 } }, ['credential']],
  [{ ...account('3'), credential: { key: 'k' } }, ['settings']],
  [{ ...account('3'), settings: { connector: 'nothing' } }, ['settings.connector']],
  [{ ...account('3'), colour: 'blue' }, ['colour']],
])('names what is wrong with %j', async (body, fields) => {
  const answer = await create(body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors.map(({ field }: any) => field)).toEqual(fields);
});

it('retires what bills have named, and brings it back, with its resources', async () => {
  await billAccounts(test, 1);
  await billResources(test, { n: 101, account: 1 });
  const path = `/inventory/accounts/${uid(1)}`;
  expect(await test.rest('DELETE', path)).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('retire it instead') },
  });
  const listed = async () => [
    (await test.rest('GET', '/inventory?account=acc-1')).body.total,
    (await test.rest('GET', '/inventory/accounts?q=acc-1')).body.total,
    (await test.rest('GET', '/inventory/accounts?q=acc-1&retired=true')).body.total,
    (await test.rest('GET', '/inventory/summary?account=acc-1')).body.count,
  ];
  expect(await listed()).toEqual([1, 1, 0, 1]);
  const retired = await test.rest('PATCH', path, { retired: true });
  expect(retired.body.retiredAt).toMatch(/^20/);
  expect(await listed()).toEqual([0, 0, 1, 0]);
  expect((await test.rest('GET', `/inventory/${uid(101)}`)).status).toBe(404);
  await billResources(test, { n: 102, account: 1 });
  expect(await listed()).toEqual([0, 0, 1, 0]);
  expect((await test.rest('PATCH', path, { retired: false })).body.retiredAt).toBeNull();
  expect(await listed()).toEqual([2, 1, 0, 2]);
});

it.each(['x', uid(999)])('answers 404 to the account %s', async (id) => {
  for (const method of ['GET', 'PATCH', 'DELETE'] as const)
    expect((await test.rest(method, `/inventory/accounts/${id}`, method === 'PATCH' ? {} : undefined)).status).toBe(
      404,
    );
});

it('does the same by GraphQL', async () => {
  const run = (text: string, variables = {}) => test.graphql(text, variables);
  const made = await run(
    'mutation ($input: CreateAccountInput!) { createAccount(input: $input) { id version origin provider } }',
    { input: account('9') },
  );
  expect(made.data.createAccount).toMatchObject({ version: 1, origin: 'api', provider: 'aws' });
  const { id } = made.data.createAccount;
  const update = `mutation ($v: Int) { updateAccount(id: "${id}", input: { name: "Nine" }, version: $v) { name version
    auditEntries { action after } } }`;
  expect((await run(update, { v: 1 })).data.updateAccount).toMatchObject({
    name: 'Nine',
    version: 2,
    auditEntries: [{ action: 'account.update', after: { name: 'Nine' } }, { action: 'account.create' }],
  });
  expect((await run(update, { v: 1 })).errors[0].extensions.code).toBe('CONFLICT');
  expect((await run(`mutation { deleteAccount(id: "${id}") }`)).data.deleteAccount).toBe(true);
  expect((await run(`{ account(id: "${id}") { id } }`)).errors[0].extensions.code).toBe('NOT_FOUND');
});
