import { as, machine, type Somebody } from '../support/access.js';
import { startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { signedIn } from '../support/signed-in.js';

/** A token is no way to keep rights that its maker has lost. */
let test: TestApp;
let root: Somebody;

beforeAll(async () => {
  test = await startApp();
  root = as(test);
  await signedIn(test, 'keeper@example.com', 'admin');
});
afterAll(() => test.close());

const idOf = async (browser: Browser) => (await browser.script('GET', '/auth/me')).body.id;
const bindings = async (principalId: string) =>
  (await root.get(`/access/bindings?principalId=${principalId}`)).body.items;
const bind = (principalId: string, role: string, scope?: object) =>
  root.post('/access/bindings', { principalType: 'user', principalId, role, scope });
const unbind = async (principalId: string) => {
  for (const { id } of await bindings(principalId))
    expect((await root.delete(`/access/bindings/${id}`)).status).toBe(204);
};

let made = 0;
async function tokenOf(maker: Browser, roles: string[], scope?: object): Promise<Somebody & { id: string }> {
  const { body } = await maker.script('POST', '/tokens', { name: `made-${++made}`, roles, scope });
  return { ...as(test, body.token), id: body.id };
}
const statuses = async (who: Somebody) => [
  (await who.get('/inventory')).status,
  (await who.get('/tokens')).status,
  (await who.post('/budgets', {})).status,
];

it('does what its maker still may', async () => {
  const ann = await signedIn(test, 'ann@example.com', 'admin');
  const id = await idOf(ann);
  const token = await tokenOf(ann, ['admin']);
  expect(await statuses(token)).toEqual([200, 200, 422]);
  await unbind(id);
  await bind(id, 'finops');
  expect(await statuses(token)).toEqual([200, 403, 422]);
  await unbind(id);
  expect(await statuses(token)).toEqual([403, 403, 403]);
  await bind(id, 'admin');
  expect(await statuses(token)).toEqual([200, 200, 422]);
});

it('sees of the estate what its maker still does', async () => {
  for (const externalId of ['1', '2', '3'])
    await root.post('/inventory/accounts', { provider: 'aws', externalId, name: externalId });
  const bob = await signedIn(test, 'bob@example.com', 'admin');
  const id = await idOf(bob);
  const [all, two] = [await tokenOf(bob, ['viewer']), await tokenOf(bob, ['viewer'], { accounts: ['1', '2'] })];
  const seen = async (who: Somebody) =>
    (await who.get('/inventory/accounts')).body.items?.map(({ externalId }: any) => externalId).sort();
  expect([await seen(all), await seen(two)]).toEqual([
    ['1', '2', '3'],
    ['1', '2'],
  ]);
  await unbind(id);
  await bind(id, 'viewer', { accounts: ['2', '3'] });
  expect([await seen(all), await seen(two)]).toEqual([['2', '3'], ['2']]);
  await unbind(id);
  await bind(id, 'viewer', { tag: { key: 'team', values: ['a'] } });
  expect((await two.get('/inventory/accounts')).status).toBe(403);
});

it('lets nobody in whose maker is disabled, until they are enabled', async () => {
  const carol = await signedIn(test, 'carol@example.com', 'admin');
  const id = await idOf(carol);
  const token = await tokenOf(carol, ['viewer', 'admin']);
  const grandchild = (await token.post('/tokens', { name: 'grandchild', roles: ['viewer'] })).body.token;
  const both = async () => [
    (await token.get('/inventory')).status,
    (await as(test, grandchild).get('/inventory')).status,
  ];
  expect(await both()).toEqual([200, 200]);
  await root.patch(`/users/${id}`, { disabled: true });
  expect(await both()).toEqual([401, 401]);
  await root.patch(`/users/${id}`, { disabled: false });
  expect(await both()).toEqual([200, 200]);
});

it('ends with the token that made it', async () => {
  const maker = await machine(test, ['admin']);
  const child = as(test, (await maker.post('/tokens', { name: 'child', roles: ['viewer'] })).body.token);
  expect((await child.get('/inventory')).status).toBe(200);
  expect((await root.delete(`/tokens/${maker.id}`)).status).toBe(204);
  expect((await child.get('/inventory')).status).toBe(401);
});

it('keeps what others gave it, and what the installation made', async () => {
  const dora = await signedIn(test, 'dora@example.com', 'admin');
  const token = await tokenOf(dora, ['viewer']);
  const given = { principalType: 'token', principalId: token.id, role: 'finops' };
  expect((await root.post('/access/bindings', given)).status).toBe(201);
  await unbind(await idOf(dora));
  expect(await statuses(token)).toEqual([200, 403, 422]);
  const service = as(test, (await root.post('/tokens', { name: 'service', roles: ['admin'] })).body.token);
  expect(await statuses(service)).toEqual([200, 200, 422]);
});

it('is no admin who stays when its maker goes', async () => {
  const alone = await startApp();
  const eve = await signedIn(alone, 'eve@example.com', 'admin');
  const { body } = await eve.script('POST', '/tokens', { name: 'eves', roles: ['admin'] });
  const id = await idOf(eve);
  const refused = await alone.rest(
    'PATCH',
    `/users/${id}`,
    { disabled: true },
    { authorization: `Bearer ${body.token}` },
  );
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('last admin')]);
  await alone.close();
});
