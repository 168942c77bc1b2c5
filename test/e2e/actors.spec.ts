import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { as } from '../support/access.js';
import { Browser } from '../support/browser.js';
import { oidcEnv, RealProvider } from '../support/oidc-provider.js';

/** A person is who they are by their id: their address may change, and be somebody else's later. */
let test: TestApp;
let provider: RealProvider;

beforeAll(async () => {
  provider = await RealProvider.listen();
  test = await startApp({ env: oidcEnv(provider.issuer) });
  await provider.serve(test.url);
});
afterAll(async () => {
  await test.close();
  await provider.close();
});

const SHARED = 'carol@example.com';
const ELEVATION = { role: 'finops', minutes: 5, reason: 'the bill of October', scope: { accounts: ['1'] } };

async function signIn(subject: string, email: string): Promise<Browser> {
  provider.people.set(subject, { email, email_verified: true });
  const browser = new Browser(test.url);
  const to = (await browser.ask('/auth/login')).headers.get('location')!;
  expect((await browser.ask(await provider.signIn(to, subject))).status).toBe(302);
  return browser;
}

const me = async (browser: Browser) => (await browser.script('GET', '/auth/me')).body;
const bind = (principalId: string, role: string, scope?: object) =>
  test.rest('POST', '/access/bindings', { principalType: 'user', principalId, role, scope });

/** A POST under an `Idempotency-Key`, as a script of the console sends it. */
const note = async (browser: Browser) => {
  const reply = await browser.ask('/audit', {
    method: 'POST',
    body: JSON.stringify({ subject: 'a step', note: 'done by hand' }),
    headers: {
      accept: 'application/json',
      origin: test.url,
      'content-type': 'application/json',
      'idempotency-key': 'one-key',
      'x-csrf-token': browser.cookie('cloudgov_csrf')!,
    },
  });
  return { id: (await reply.json()).id, isReplayed: reply.headers.get('idempotent-replayed') === 'true' };
};
const audited = async (actor: string) =>
  (await as(test, TOKEN).get(`/audit?limit=100&actor=${encodeURIComponent(actor)}`)).body.items;

it('passes nothing of a person on to whoever gets their address', async () => {
  const carol = await signIn('carol', SHARED);
  const { id } = await me(carol);
  for (const role of ['security', 'operator']) await bind(id, role, { accounts: ['1'] });
  const first = await note(carol);
  const elevation = (await carol.script('POST', '/access/elevations', ELEVATION)).body;
  const run = (await carol.script('POST', '/jobs/access.tidy/run?wait=30')).body.id;
  const view = (await carol.script('POST', '/views', { name: 'mine', page: 'cost', query: {} })).body;

  const renamed = await signIn('carol', 'carol.new@example.com');
  const dave = await signIn('dave', SHARED);
  const other = (await me(dave)).id;
  expect(other).not.toBe(id);
  for (const role of ['security', 'operator']) await bind(other, role, { accounts: ['2'] });

  const seen = (await dave.script('GET', '/audit')).body.items;
  expect(new Set(seen.map(({ actorId }: any) => actorId))).toEqual(new Set([`user:${other}`]));
  expect((await dave.script('GET', `/access/elevations/${elevation.id}`)).status).toBe(404);
  expect((await dave.script('POST', `/access/elevations/${elevation.id}/cancel`)).status).toBe(404);
  expect((await dave.script('GET', `/jobs/runs/${run}`)).status).toBe(404);
  expect((await dave.script('GET', `/views/${view.id}`)).status).toBe(404);
  expect(await note(dave)).toEqual({ id: expect.not.stringContaining(first.id), isReplayed: false });

  expect((await renamed.script('GET', `/access/elevations/${elevation.id}`)).status).toBe(200);
  expect((await renamed.script('GET', `/jobs/runs/${run}`)).status).toBe(200);
  expect((await renamed.script('PATCH', `/views/${view.id}`, { name: 'still mine' })).status).toBe(200);
  expect(await note(renamed)).toEqual({ id: first.id, isReplayed: true });
  expect((await renamed.script('GET', '/audit')).body.items.map(({ id }: any) => id)).toContain(first.id);
});

it('names both people by the address that they had, and each by their id', async () => {
  const [carol, dave] = await Promise.all([signIn('carol', 'carol.new@example.com'), signIn('dave', SHARED)]);
  const [hers, his] = [(await me(carol)).id, (await me(dave)).id].map((id: string) => `user:${id}`) as [string, string];
  const ids = (entries: any[]) => [...new Set(entries.map(({ actorId }) => actorId))].sort();
  const names = (entries: any[]) => [...new Set(entries.map(({ actor }) => actor))].sort();
  expect(ids(await audited(`user:${SHARED}`))).toEqual([hers, his].sort());
  expect(names(await audited(hers))).toEqual([`user:${SHARED}`, 'user:carol.new@example.com'].sort());
  expect(names(await audited(his))).toEqual([`user:${SHARED}`]);
});

it('does not let anybody approve their own request under another address, nor by a token of before', async () => {
  const eve = await signIn('eve', 'eve@example.com');
  const { id } = await me(eve);
  await bind(id, 'admin');
  const elevation = (await eve.script('POST', '/access/elevations', ELEVATION)).body;
  const { token } = (await eve.script('POST', '/tokens', { name: 'eves', roles: ['admin'] })).body;

  const renamed = await signIn('eve', 'eve.new@example.com');
  const path = `/access/elevations/${elevation.id}/approve`;
  expect((await renamed.script('POST', path)).status).toBe(403);
  expect((await as(test, token).post(path)).status).toBe(403);

  const fay = await signIn('fay', 'eve@example.com');
  await bind((await me(fay)).id, 'admin');
  expect((await fay.script('POST', path)).body).toMatchObject({ state: 'approved', decidedBy: 'user:eve@example.com' });
});
