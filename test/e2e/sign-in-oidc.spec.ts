import { Database } from '#data';
import { startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { oidcEnv, RealProvider, type Profile } from '../support/oidc-provider.js';

/** The whole way, with a real provider. */
let test: TestApp;
let provider: RealProvider;

beforeAll(async () => {
  provider = await RealProvider.listen();
  const env = { ...oidcEnv(provider.issuer), CLOUDGOV_OIDC_ADMIN_GROUP: 'platform' };
  test = await startApp({ env });
  await provider.serve(test.url);
});
afterAll(async () => {
  await test.close();
  await provider.close();
});

const audited = async (action: string) =>
  (await test.rest('GET', `/audit?action=${action}&limit=100`)).body.items as any[];
const userOf = async (email: string) => (await test.rest('GET', `/users?q=${email}`)).body.items[0];

/** Where our application sends a browser, and the address that the provider sends it back to. */
async function begun(browser: Browser, name: string, returnTo = '/inventory/summary') {
  const reply = await browser.ask(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
  expect(reply.status).toBe(302);
  return provider.signIn(reply.headers.get('location')!, name);
}

async function signIn(name: string, profile?: Profile, browser = new Browser(test.url)) {
  if (profile) provider.people.set(name, profile);
  const reply = await browser.ask(await begun(browser, name));
  return { browser, reply };
}

const ann = { email: 'Ann@Example.com', email_verified: true, name: 'Ann', groups: ['payments', 'everyone'] };

it('lets a person in, makes them known, and goes to where they wanted', async () => {
  const { browser, reply } = await signIn('ann', ann);
  expect([reply.status, reply.headers.get('location')]).toEqual([302, '/inventory/summary']);
  const { body } = await browser.script('GET', '/auth/me');
  expect(body).toMatchObject({ actor: 'user:ann@example.com', email: 'ann@example.com', name: 'Ann', roles: [] });
  const user = await userOf('ann@example.com');
  expect(user).toMatchObject({
    id: body.id,
    origin: 'oidc',
    issuer: provider.issuer,
    groups: ['everyone', 'payments'],
  });
  expect(user.lastSeenAt).not.toBeNull();
  expect((await audited('session.start'))[0]).toMatchObject({
    actor: 'user:ann@example.com',
    after: { method: 'oidc' },
  });
});

it('asks for a code with a challenge, a state and a nonce, each new', async () => {
  const browser = new Browser(test.url);
  const asked = async () => new URL((await browser.ask('/auth/login')).headers.get('location')!).searchParams;
  const [first, second] = [await asked(), await asked()];
  expect(Object.fromEntries(first)).toMatchObject({
    response_type: 'code',
    client_id: 'cloudgov',
    code_challenge_method: 'S256',
    redirect_uri: `${test.url}/auth/callback`,
    scope: 'openid email profile groups',
  });
  for (const word of ['state', 'nonce', 'code_challenge']) {
    expect(first.get(word)!.length).toBeGreaterThanOrEqual(43);
    expect(second.get(word)).not.toBe(first.get(word));
  }
});

it('binds roles to groups, which each sign-in tells anew', async () => {
  const binding = { principalType: 'group', principalId: 'payments', role: 'viewer', scope: { accounts: ['1234'] } };
  expect((await test.rest('POST', '/access/bindings', binding)).status).toBe(201);
  const { browser } = await signIn('ann');
  expect((await browser.script('GET', '/auth/me')).body).toMatchObject({
    roles: ['viewer'],
    scope: { kind: 'accounts', accounts: ['1234'] },
  });
  const moved = await signIn('ann', { ...ann, groups: ['everyone'] });
  expect((await moved.browser.script('GET', '/auth/me')).body).toMatchObject({ roles: [] });
  // Of the person, not of the browser: the other session has lost them too.
  expect((await browser.script('GET', '/inventory')).status).toBe(403);
});

it('gives everything to the group of administrators that the settings name', async () => {
  const { browser } = await signIn('root', { email: 'root@example.com', email_verified: true, groups: 'platform' });
  expect((await browser.script('GET', '/auth/me')).body).toMatchObject({ permissions: ['*'], scope: { kind: 'all' } });
  expect((await browser.script('GET', '/users')).status).toBe(200);
});

it('takes an answer once, from the browser that asked, within ten minutes', async () => {
  const browser = new Browser(test.url);
  const callback = await begun(browser, 'ann');
  const stranger = new Browser(test.url);
  expect((await stranger.ask(callback)).status).toBe(401);
  expect((await browser.ask(callback)).status).toBe(302);
  const replayed = await browser.ask(callback);
  expect([replayed.status, await replayed.text()]).toEqual([401, expect.stringContaining('has been finished already')]);
  const late = await begun(browser, 'ann');
  await test.app.get(Database).query(`update sign_in_attempt set expires_at = now() - interval '1 second'`);
  expect((await browser.ask(late)).status).toBe(401);
});

it('takes no code twice, even with another state', async () => {
  const browser = new Browser(test.url);
  const used = new URL(await begun(browser, 'ann'));
  const other = new URL(await begun(browser, 'ann'));
  expect((await browser.ask(used.href)).status).toBe(302);
  other.searchParams.set('code', used.searchParams.get('code')!);
  const refused = await new Browser(test.url).ask(other.href);
  expect(refused.status).toBe(401);
  const again = await browser.ask(other.href);
  expect([again.status, await again.text()]).toEqual([401, expect.stringContaining('the provider says invalid_grant')]);
});

it('finishes several that were begun side by side', async () => {
  const browser = new Browser(test.url);
  const first = await begun(browser, 'ann', '/one');
  const second = await begun(browser, 'ann', '/two');
  expect((await browser.ask(second)).headers.get('location')).toBe('/two');
  expect((await browser.ask(first)).headers.get('location')).toBe('/one');
});

it('makes a new session at each sign-in, and ends the one before', async () => {
  const { browser } = await signIn('ann');
  const before = browser.cookie('cloudgov_session')!;
  await signIn('ann', undefined, browser);
  const after = browser.cookie('cloudgov_session')!;
  expect(after).not.toBe(before);
  const old = new Browser(test.url);
  old.cookies.set('cloudgov_session', before);
  expect((await old.ask('/auth/me')).status).toBe(401);
  // A session that somebody has put into a browser beforehand is never the one that is signed in.
  const fixed = new Browser(test.url);
  fixed.cookies.set('cloudgov_session', 'chosen-by-somebody-else');
  await signIn('ann', undefined, fixed);
  expect(fixed.cookie('cloudgov_session')).not.toBe('chosen-by-somebody-else');
});

it('signs out here, and tells where the provider does', async () => {
  const { browser } = await signIn('ann');
  const secret = browser.cookie('cloudgov_session')!;
  const { status, body } = await browser.script('POST', '/auth/logout');
  expect(status).toBe(200);
  const there = new URL(body.endSessionUrl);
  expect([there.origin, there.pathname]).toEqual([provider.issuer, '/session/end']);
  expect(there.searchParams.get('post_logout_redirect_uri')).toBe(`${test.url}/docs`);
  expect((await fetch(there)).status).toBe(200);
  expect(browser.cookie('cloudgov_session')).toBeUndefined();
  browser.cookies.set('cloudgov_session', secret);
  expect((await browser.ask('/auth/me')).status).toBe(401);
  expect((await audited('session.end'))[0]).toMatchObject({ actor: 'user:ann@example.com' });
});

it('knows keys that the provider has rotated in', async () => {
  expect((await signIn('ann')).reply.status).toBe(302);
  await provider.serve(test.url, 'second');
  expect((await signIn('ann')).reply.status).toBe(302);
});
