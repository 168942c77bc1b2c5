import { startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { oidcEnv, RealProvider, type Profile } from '../support/oidc-provider.js';

/** Which person an identity is: the address alone is never enough to become somebody. */
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

async function signIn(name: string, profile: Profile, app = test) {
  provider.people.set(name, profile);
  const browser = new Browser(app.url);
  const to = (await browser.ask('/auth/login')).headers.get('location')!;
  const reply = await browser.ask(await provider.signIn(to, name), { headers: { accept: 'application/json' } });
  const text = await reply.text();
  return { browser, status: reply.status, detail: text ? JSON.parse(text).detail : '' };
}

const me = async (browser: Browser) => (await browser.script('GET', '/auth/me')).body;
const invite = async (email: string) => (await test.rest('POST', '/users/invitations', { email })).body.userId;
const verified = (email: string): Profile => ({ email, email_verified: true });

it('joins an invitation with the identity that has its address', async () => {
  const id = await invite('ann@example.com');
  const { browser } = await signIn('ann', verified('ANN@example.com'));
  expect(await me(browser)).toMatchObject({ id, email: 'ann@example.com' });
  expect((await test.rest('GET', `/users/${id}`)).body).toMatchObject({
    issuer: provider.issuer,
    origin: 'invitation',
  });
});

it.each([false, undefined, 'false'])('lets nobody in whose address is not verified: %j', async (email_verified) => {
  await invite('bob@example.com');
  const refused = await signIn('bob', { email: 'bob@example.com', email_verified });
  expect(refused).toMatchObject({ status: 401, detail: expect.stringContaining('does not say that bob@example.com') });
  const fresh = await signIn(`new ${email_verified}`, { email: 'new@example.com', email_verified });
  expect(fresh.status).toBe(401);
});

it('lets nobody in without an address', async () => {
  expect(await signIn('nobody', {})).toMatchObject({
    status: 401,
    detail: expect.stringContaining('no e-mail address'),
  });
});

it('keeps a person who has got another address at the provider', async () => {
  const before = await me((await signIn('carol', verified('carol@example.com'))).browser);
  const after = await me((await signIn('carol', verified('carol.new@example.com'))).browser);
  expect(after).toMatchObject({ id: before.id, email: 'carol.new@example.com', actor: 'user:carol.new@example.com' });
});

it('gives nobody the address of another', async () => {
  const dora = await me((await signIn('dora', verified('dora@example.com'))).browser);
  const renamed = await me((await signIn('carol', verified('dora@example.com'))).browser);
  expect([renamed.id === dora.id, renamed.email]).toEqual([false, 'carol.new@example.com']);
  const thief = await signIn('thief', verified('dora@example.com'));
  expect(thief).toMatchObject({ status: 401, detail: expect.stringContaining('another account of the provider') });
});

it('lets nobody in who is disabled, and tells them so', async () => {
  const { browser } = await signIn('eve', verified('eve@example.com'));
  const { id } = await me(browser);
  expect((await test.rest('PATCH', `/users/${id}`, { disabled: true })).status).toBe(200);
  expect((await browser.ask('/auth/me')).status).toBe(401);
  const again = await signIn('eve', verified('eve@example.com'));
  expect(again).toMatchObject({ status: 401, detail: expect.stringContaining('an administrator has disabled you') });
  expect((await test.rest('PATCH', `/users/${id}`, { disabled: false })).status).toBe(200);
  expect((await browser.ask('/auth/me')).status).toBe(401);
  expect((await signIn('eve', verified('eve@example.com'))).status).toBe(302);
});

it('takes unverified addresses where the settings say so, and never that of somebody', async () => {
  const env = { ...oidcEnv(provider.issuer), CLOUDGOV_OIDC_VERIFIED_EMAIL: 'off' };
  const lax = await startApp({ env });
  await provider.serve(lax.url);
  expect((await signIn('fay', { email: 'fay@example.com' }, lax)).status).toBe(302);
  await lax.rest('POST', '/users/invitations', { email: 'gil@example.com' });
  const refused = await signIn('gil', { email: 'gil@example.com' }, lax);
  expect(refused).toMatchObject({ status: 401, detail: expect.stringContaining('is somebody already') });
  await lax.close();
  await provider.serve(test.url);
});

it('makes one person of two first sign-ins at once', async () => {
  provider.people.set('twin', verified('twin@example.com'));
  const ways = await Promise.all(
    [1, 2, 3].map(async () => {
      const browser = new Browser(test.url);
      const to = (await browser.ask('/auth/login')).headers.get('location')!;
      return { browser, back: await provider.signIn(to, 'twin') };
    }),
  );
  const replies = await Promise.all(ways.map(({ browser, back }) => browser.ask(back)));
  expect(replies.map(({ status }) => status)).toEqual([302, 302, 302]);
  expect((await test.rest('GET', '/users?q=twin@')).body.total).toBe(1);
});

it('starts while the provider is down, says so, and finds it when it is back', async () => {
  const late = await RealProvider.listen();
  const other = await startApp({ env: oidcEnv(late.issuer) });
  expect((await other.rest('GET', '/health')).status).toBe(200);
  const down = await new Browser(other.url).ask('/auth/login', { headers: { accept: 'application/json' } });
  expect([down.status, down.headers.get('retry-after'), (await down.json()).code]).toEqual([503, '5', 'UNAVAILABLE']);
  const page = await new Browser(other.url).ask('/auth/login');
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('cannot be reached')]);
  await late.serve(other.url);
  expect((await new Browser(other.url).ask('/auth/login')).status).toBe(302);
  await other.close();
  await late.close();
});

it('says where there is no provider', async () => {
  const plain = await startApp();
  const reply = await new Browser(plain.url).ask('/auth/login', { headers: { accept: 'application/json' } });
  expect([reply.status, (await reply.json()).code]).toEqual([404, 'NOT_FOUND']);
  await plain.close();
});
