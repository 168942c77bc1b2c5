import { Database } from '#data';
import { startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { signedIn } from '../support/signed-in.js';

let test: TestApp;

beforeAll(async () => void (test = await startApp({ env: { CLOUDGOV_SESSION_IDLE_MINUTES: '30' } })));
afterAll(() => test.close());

const sql = (text: string, values: unknown[] = []) => test.app.get(Database).query<any>(text, values);
const statusOf = async (browser: Browser) => (await browser.script('GET', '/auth/me')).status;
const idOf = async (browser: Browser) => (await browser.script('GET', '/auth/me')).body.id;
const sessionsOf = async (browser: Browser) => (await browser.script('GET', '/auth/sessions')).body.items;

/** Signs somebody in once more, who has been let in before. */
async function another(email: string): Promise<Browser> {
  await sql('update person set last_seen_at = null where email = $1', [email]);
  return signedIn(test, email);
}

describe('the cookie of a session', () => {
  it('is for the server alone, and the token against forgery for our pages', async () => {
    const browser = await signedIn(test, 'cookie@example.com');
    const [session, csrf] = ['cloudgov_session', 'cloudgov_csrf'].map((name) =>
      browser.set.find((line) => line.startsWith(`${name}=`)),
    );
    expect(session).toMatch(/^cloudgov_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(csrf).toMatch(/^cloudgov_csrf=[\w-]{43}; Max-Age=604800; Path=\/; SameSite=Lax$/);
  });

  it('goes by HTTPS alone where browsers reach us by it, and no other is taken', async () => {
    const env = { CLOUDGOV_PUBLIC_URL: 'https://cloudgov.example.com' };
    const secure = await startApp({ env });
    const { body } = await secure.rest('POST', '/users/invitations', { email: 'tls@example.com' });
    expect(body.url).toMatch(/^https:\/\/cloudgov\.example\.com\/auth\/link\//);
    const browser = new Browser(secure.url);
    const origin = { origin: env.CLOUDGOV_PUBLIC_URL };
    await browser.submit('/auth/link', { token: body.url.split('/').at(-1) }, origin);
    const session = browser.set.find((line) => line.includes('session='));
    expect(session).toMatch(/^__Host-cloudgov_session=[\w-]{43}; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(await statusOf(browser)).toBe(200);
    const tossed = new Browser(secure.url);
    tossed.cookies.set('cloudgov_session', browser.cookie('__Host-cloudgov_session')!);
    expect(await statusOf(tossed)).toBe(401);
    await secure.close();
  });

  it.each(['', 'x', 'x'.repeat(5000), '%00', 'a=b'])('is nobody’s where it says %j', async (value) => {
    const browser = new Browser(test.url);
    browser.cookies.set('cloudgov_session', value);
    expect(await statusOf(browser)).toBe(401);
  });

  it('does not count beside a token, be it good or bad', async () => {
    const browser = await signedIn(test, 'both@example.com');
    const bad = await browser.ask('/auth/me', { headers: { authorization: 'Bearer none' } });
    expect(bad.status).toBe(401);
    const good = await browser.ask('/auth/me', { headers: { authorization: 'Bearer a-token-for-the-tests' } });
    expect(await good.json()).toMatchObject({ actor: 'token:test', id: null, csrfToken: null, permissions: ['*'] });
  });
});

describe('a session', () => {
  it('ends when nobody has used it for as long as the settings say', async () => {
    const browser = await signedIn(test, 'idle@example.com');
    const ago = async (minutes: number) =>
      sql(`update session set seen_at = now() - make_interval(mins => $1) where person_id = $2`, [minutes, id]);
    const id = await idOf(browser);
    await ago(29);
    expect(await statusOf(browser)).toBe(200);
    const [{ isFresh }] = await sql(
      `select seen_at > now() - interval '1 minute' as "isFresh" from session where person_id = $1`,
      [id],
    );
    expect(isFresh).toBe(true);
    await ago(31);
    expect(await statusOf(browser)).toBe(401);
  });

  it('ends in any case after its time', async () => {
    const browser = await signedIn(test, 'old@example.com');
    const [item] = await sessionsOf(browser);
    expect(Date.parse(item.expiresAt) - Date.parse(item.createdAt)).toBe(168 * 3_600_000);
    await sql(`update session set expires_at = now() where id = $1`, [item.id]);
    expect(await statusOf(browser)).toBe(401);
  });

  it('is written down at most once a minute', async () => {
    const browser = await signedIn(test, 'often@example.com');
    const id = await idOf(browser);
    const seen = async () => (await sql('select seen_at from session where person_id = $1', [id]))[0].seen_at.getTime();
    const before = await seen();
    for (let asked = 0; asked < 5; asked++) await statusOf(browser);
    expect(await seen()).toBe(before);
  });
});

describe('whoever is signed in', () => {
  it('sees where, and ends one, or all', async () => {
    const one = await signedIn(test, 'many@example.com');
    const two = await another('many@example.com');
    const three = await another('many@example.com');
    const list = await sessionsOf(one);
    expect(list.map(({ isCurrent }: any) => isCurrent)).toEqual([false, false, true]);
    expect(list[0]).toMatchObject({ method: 'link', address: '127.0.0.1' });
    expect((await one.script('DELETE', `/auth/sessions/${list[1].id}`)).status).toBe(204);
    expect(await Promise.all([one, two, three].map(statusOf))).toEqual([200, 401, 200]);
    expect((await one.script('DELETE', `/auth/sessions/${list[1].id}`)).status).toBe(404);
    expect((await three.script('DELETE', '/auth/sessions')).status).toBe(204);
    expect(await Promise.all([one, two, three].map(statusOf))).toEqual([401, 401, 401]);
  });

  it('does not end those of others', async () => {
    const mine = await signedIn(test, 'mine@example.com');
    const theirs = await signedIn(test, 'theirs@example.com');
    const [{ id }] = await sessionsOf(theirs);
    expect((await mine.script('DELETE', `/auth/sessions/${id}`)).status).toBe(404);
    expect((await mine.script('DELETE', `/users/${await idOf(theirs)}/sessions`)).status).toBe(403);
    expect(await statusOf(theirs)).toBe(200);
  });

  it('is signed out by an administrator, over either face', async () => {
    const browser = await signedIn(test, 'out@example.com');
    const id = await idOf(browser);
    const { data } = await test.graphql('query($id: ID!) { userSessions(userId: $id) { id method isCurrent } }', {
      id,
    });
    expect(data.userSessions).toMatchObject([{ method: 'link', isCurrent: false }]);
    expect((await test.rest('GET', `/users/${id}/sessions`)).body.items).toMatchObject(data.userSessions);
    await test.graphql('mutation($id: ID!) { endUserSessions(userId: $id) }', { id });
    expect(await statusOf(browser)).toBe(401);
  });
});
