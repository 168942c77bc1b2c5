import { startApp, type TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';
import { signedIn } from '../support/signed-in.js';

const BOOTSTRAP = 'the-token-of-the-bootstrap';

let test: TestApp;
beforeAll(async () => void (test = await startApp({ env: { CLOUDGOV_ADMIN_TOKEN: BOOTSTRAP } })));
afterAll(() => test.close());

const idOf = async (email: string) => (await test.rest('GET', `/users?q=${email}`)).body.items[0].id;
const invite = async (email: string, role?: string) =>
  (await test.rest('POST', '/users/invitations', { email, name: 'Some One', role })).body.userId;

it('lists, finds and filters people', async () => {
  await invite('list_1@example.com');
  await invite('list-2@example.com');
  const found = async (words: string) =>
    (await test.rest('GET', `/users?${words}`)).body.items.map(({ email }: any) => email);
  expect(await found('q=LIST')).toEqual(['list-2@example.com', 'list_1@example.com']);
  expect(await found('q=list_1')).toEqual(['list_1@example.com']);
  expect(await found('q=list&sort=-email&limit=1')).toEqual(['list_1@example.com']);
  const id = await idOf('list_1');
  await test.rest('PATCH', `/users/${id}`, { disabled: true });
  expect(await found('q=list&disabled=true')).toEqual(['list_1@example.com']);
  expect(await found('q=list&disabled=false')).toEqual(['list-2@example.com']);
  const query = '{ users(q: "list", sort: "email") { totalCount nodes { email name disabledAt groups origin } } }';
  expect((await test.graphql(query)).data.users).toMatchObject({
    totalCount: 2,
    nodes: [{ origin: 'invitation' }, {}],
  });
});

it('renames and disables, guarded against two editors, and records both', async () => {
  const id = await invite('edit@example.com');
  const { headers } = await test.rest('GET', `/users/${id}`);
  const etag = headers.get('etag')!;
  const change = (body: object, seen: string) => test.rest('PATCH', `/users/${id}`, body, { 'if-match': seen });
  expect((await change({ name: 'Renamed' }, etag)).body.name).toBe('Renamed');
  expectProblem(await change({ name: 'Again' }, etag), 412, 'CONFLICT');
  const mutation = 'mutation($id: ID!) { updateUser(id: $id, changes: { disabled: true }) { disabledAt version } }';
  expect((await test.graphql(mutation, { id })).data.updateUser).toMatchObject({ version: 3 });
  const { items } = (await test.rest('GET', `/audit?subjectType=user&subjectId=${id}`)).body;
  expect(items.map(({ action }: any) => action)).toEqual(['user.update', 'user.update', 'user.create']);
  expectProblem(await test.rest('PATCH', `/users/${id}`, { email: 'x@example.com' }), 422, 'INVALID');
  expectProblem(await test.rest('PATCH', `/users/${id}`, { name: '' }), 422, 'INVALID');
});

it('ends invitations with whoever is disabled', async () => {
  const { body } = await test.rest('POST', '/users/invitations', { email: 'ended@example.com' });
  await test.rest('PATCH', `/users/${body.userId}`, { disabled: true });
  await test.rest('PATCH', `/users/${body.userId}`, { disabled: false });
  const page = await fetch(body.url);
  expect(page.status).toBe(401);
});

it('deletes whoever has never signed in, with their roles, and nobody else', async () => {
  const id = await invite('gone@example.com', 'viewer');
  expect((await test.rest('DELETE', `/users/${id}`)).status).toBe(204);
  expect((await test.rest('GET', `/access/bindings?principalId=${id}`)).body.total).toBe(0);
  expectProblem(await test.rest('GET', `/users/${id}`), 404, 'NOT_FOUND');
  const browser = await signedIn(test, 'stays@example.com');
  const stays = (await browser.script('GET', '/auth/me')).body.id;
  expectProblem(await test.rest('DELETE', `/users/${stays}`), 409, 'CONFLICT');
  const { data } = await test.graphql('mutation($id: ID!) { deleteUser(id: $id) }', {
    id: await invite('gone@example.com'),
  });
  expect(data.deleteUser).toBe(true);
});

it('keeps the last who may administer, but for the bootstrap token', async () => {
  const first = await signedIn(test, 'first@example.com', 'admin');
  const id = (await first.script('GET', '/auth/me')).body.id;
  expect((await first.script('PATCH', `/users/${id}`, { disabled: true })).status).toBe(409);
  await signedIn(test, 'second@example.com', 'admin');
  expect((await first.script('PATCH', `/users/${await idOf('second@')}`, { disabled: true })).status).toBe(200);
  expect((await first.script('PATCH', `/users/${id}`, { disabled: true })).status).toBe(409);
  // A person who is disabled is no administrator who could help.
  expect((await first.script('PATCH', `/users/${await idOf('second@')}`, { disabled: false })).status).toBe(200);
  expect((await first.script('PATCH', `/users/${id}`, { disabled: true })).status).toBe(200);
  expect((await first.ask('/auth/me')).status).toBe(401);
  const path = `/users/${await idOf('second@')}`;
  const last = await test.rest('PATCH', path, { disabled: true });
  expect(last.status).toBe(409);
  const outside = await test.rest('PATCH', path, { disabled: true }, bearer(BOOTSTRAP));
  expect(outside.status).toBe(200);
});

it('has roles bound by address, and a history', async () => {
  const id = await invite('bound@example.com');
  const bind = (principalId: string) =>
    test.rest('POST', '/access/bindings', { principalType: 'user', principalId, role: 'viewer' });
  expect((await bind('Bound@Example.com')).body).toMatchObject({ principalId: id, role: 'viewer' });
  expectProblem(await bind('nobody@example.com'), 422, 'INVALID');
  const { data } = await test.graphql('query($id: ID!) { user(id: $id) { auditEntries { action actor } } }', { id });
  expect(data.user.auditEntries).toEqual([{ action: 'user.create', actor: 'token:test' }]);
});

it('shows themselves alone to whoever has a narrower scope', async () => {
  const browser = await signedIn(test, 'narrow@example.com', 'admin', { accounts: ['1234'] });
  const { body } = await browser.script('GET', '/users');
  expect(body.items.map(({ email }: any) => email)).toEqual(['narrow@example.com']);
  expect((await browser.script('GET', `/users/${await idOf('first@')}`)).status).toBe(404);
  expect((await browser.script('GET', '/users/invitations')).body.total).toBe(0);
  expect((await browser.script('POST', '/users/invitations', { email: 'a@b.c' })).status).toBe(403);
});

it('tells a machine who it is', async () => {
  const { data } = await test.graphql('{ me { id email name actor permissions roles scope } }');
  expect(data.me).toEqual({
    ...{ id: null, email: null, name: null, actor: 'token:test', permissions: ['*'], roles: [] },
    scope: { kind: 'all' },
  });
  expect((await test.rest('POST', '/auth/logout')).body).toEqual({ endSessionUrl: null });
});
