import { exportSPKI, SignJWT } from 'jose';
import { startApp, type TestApp } from '../support/app.js';
import { Browser } from '../support/browser.js';
import { HostileIssuer, newKey, seconds, signed, unsigned, type Token } from '../support/hostile-issuer.js';
import { CLIENT, oidcEnv } from '../support/oidc-provider.js';
import { eventually } from '../support/program.js';

/** A provider that answers what it should not: whatever it is, nobody comes in by it. */
let test: TestApp;
let issuer: HostileIssuer;

beforeAll(async () => {
  issuer = await HostileIssuer.listen();
  test = await startApp({ env: oidcEnv(issuer.address) });
});
beforeEach(() => issuer.reset());
afterAll(async () => {
  await test.close();
  await issuer.close();
});

/** A browser that has begun to sign in, and what the provider has to send it back with. */
async function begun(browser = new Browser(test.url)) {
  const to = (await browser.ask('/auth/login')).headers.get('location')!;
  const asked = new URL(to).searchParams;
  issuer.nonce = asked.get('nonce')!;
  const back = (words: Record<string, string>) =>
    `/auth/callback?${new URLSearchParams({ state: asked.get('state')!, ...words }).toString()}`;
  return { browser, back };
}

async function tryWith(words: Record<string, string> = { code: 'c' }) {
  const { browser, back } = await begun();
  const reply = await browser.ask(back(words), { headers: { accept: 'application/json' } });
  const text = await reply.text();
  return { browser, status: reply.status, detail: text ? JSON.parse(text).detail : '' };
}

/** A good token with other claims, or another header. */
const spoilt =
  (claims: object, header: object = {}) =>
  (token: Token) =>
    signed({ ...token, header: { ...token.header, ...header }, claims: { ...token.claims, ...claims } });

const people = async () => (await test.rest('GET', '/users')).body.total;
const sessions = async () => (await test.rest('GET', '/audit?action=session.start')).body.total;

const SPOILT: [string, (token: Token) => Promise<string> | string, RegExp][] = [
  ['expired', spoilt({ iat: seconds() - 900, exp: seconds() - 61 }), /has expired or is not valid yet/],
  ['without an expiry', spoilt({ exp: undefined }), /cannot be used/],
  ['for another audience', spoilt({ aud: 'somebody-else' }), /not meant for us/],
  [
    'for several, of another party',
    spoilt({ aud: [CLIENT.id, 'other'], azp: 'other' }),
    /not meant for us|cannot be used/,
  ],
  ['of another issuer', spoilt({ iss: 'https://id.example.com' }), /not meant for us/],
  ['issued in the future', spoilt({ iat: seconds() + 120, exp: seconds() + 600 }), /comes from the future/],
  ['not valid yet', spoilt({ nbf: seconds() + 120 }), /has expired or is not valid yet/],
  ['with another nonce', spoilt({ nonce: 'another' }), /not meant for us/],
  ['without a nonce', spoilt({ nonce: undefined }), /cannot be used/],
  ['without a subject', spoilt({ sub: undefined }), /cannot be used/],
  ['of alg none', (token) => unsigned({ ...token, header: { alg: 'none' } }), /cannot be used/],
  ['unsigned', unsigned, /cannot be used/],
  [
    'signed by another key',
    async (token) => signed({ ...token, key: (await newKey('bad')).privateKey }),
    /cannot be used/,
  ],
  [
    'signed by a key that is not published',
    async (token) => signed({ ...token, header: { alg: 'RS256', kid: 'bad' }, key: (await newKey('bad')).privateKey }),
    /signed by no key/,
  ],
  [
    'signed with the client’s secret',
    ({ claims }) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.from(CLIENT.secret)),
    /cannot be used/,
  ],
  [
    'signed with the public key as a secret',
    async ({ claims }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'good' })
        .sign(Buffer.from(await exportSPKI(issuer.key.publicKey))),
    /cannot be used/,
  ],
  [
    'changed after it was signed',
    async (token) => {
      const [header, , signature] = (await signed(token)).split('.');
      const claims = Buffer.from(JSON.stringify({ ...token.claims, sub: 'root' })).toString('base64url');
      return [header, claims, signature].join('.');
    },
    /cannot be used/,
  ],
  ['that is no token', () => 'a.b', /cannot be used/],
  ['that is missing', () => '', /cannot be used/],
];

it('lets in whom a good token tells of', async () => {
  const { status, browser } = await tryWith();
  expect(status).toBe(302);
  expect((await browser.script('GET', '/auth/me')).body.email).toBe('mallory@example.com');
});

it.each([
  ['half a minute too late', spoilt({ exp: seconds() - 30 })],
  ['half a minute too early', spoilt({ iat: seconds() + 30, nbf: seconds() + 30 })],
])('forgives clocks that differ: %s', async (_name, answer) => {
  issuer.answer = answer;
  expect((await tryWith()).status).toBe(302);
});

it.each(SPOILT)('refuses a token %s', async (_name, answer, why) => {
  const before = [await people(), await sessions()];
  issuer.answer = answer;
  const { status, detail, browser } = await tryWith();
  expect([status, detail]).toEqual([401, expect.stringMatching(why)]);
  expect(browser.cookie('cloudgov_session')).toBeUndefined();
  expect([await people(), await sessions()]).toEqual(before);
  const notes = async () =>
    (await test.rest('GET', '/audit?action=access.refuse&actor=anonymous')).body.items.map(({ note }: any) => note);
  expect(await eventually(notes, (all) => all.some((note: string) => why.test(note)))).not.toContain(null);
});

it('refuses alg none and unsigned tokens even of a provider that says it makes them', async () => {
  const open = { id_token_signing_alg_values_supported: ['none', 'RS256', 'HS256'] };
  const other = await HostileIssuer.listen();
  other.metadata = open;
  const lax = await startApp({ env: oidcEnv(other.address) });
  for (const answer of [(token: Token) => unsigned({ ...token, header: { alg: 'none' } }), unsigned]) {
    const browser = new Browser(lax.url);
    const asked = new URL((await browser.ask('/auth/login')).headers.get('location')!).searchParams;
    Object.assign(other, { nonce: asked.get('nonce'), answer, userInfo: { sub: 'mallory' } });
    const reply = await browser.ask(`/auth/callback?code=c&state=${asked.get('state')}`);
    expect([reply.status, browser.cookie('cloudgov_session')]).toEqual([401, undefined]);
  }
  await lax.close();
  await other.close();
});

it('fetches a key that is new, and believes none that is withdrawn', async () => {
  const old = issuer.key;
  const fresh = await newKey('fresh');
  issuer.published = [fresh.jwk];
  issuer.answer = (token) => signed({ ...token, header: { alg: 'RS256', kid: 'fresh' }, key: fresh.privateKey });
  expect((await tryWith()).status).toBe(302);
  issuer.answer = (token) => signed({ ...token, header: { alg: 'RS256', kid: 'good' }, key: old.privateKey });
  expect((await tryWith()).status).toBe(401);
});

it('believes no information that is of somebody else', async () => {
  issuer.userInfo = { sub: 'root', email: 'root@example.com', email_verified: true };
  expect(await tryWith()).toMatchObject({ status: 401, detail: expect.stringContaining('cannot be used') });
});

it('tells what the provider says, and nothing of what it should not', async () => {
  const denied = await tryWith({ error: 'access_denied', error_description: '<b>no\u0000</b>' });
  expect(denied).toMatchObject({ status: 401, detail: expect.stringContaining('the provider says access_denied') });
  const { browser, back } = await begun();
  const page = await browser.ask(back({ error: 'access_denied', error_description: '<b>no</b>' }));
  expect([page.status, await page.text()]).toEqual([401, expect.stringContaining('&#60;b&#62;no')]);
});

it('is not confused by answers of another provider', async () => {
  expect(await tryWith({ code: 'c', iss: 'https://id.example.com' })).toMatchObject({ status: 401 });
});

it.each(['state=', 'code=c', 'code=c&state=none', `code=c&state=${'x'.repeat(400)}`, '', '%', 'state=a&state=b'])(
  'lets nobody in by /auth/callback?%s',
  async (query) => {
    const { browser } = await begun();
    expect((await browser.ask(`/auth/callback?${query}`)).status).toBe(401);
  },
);

it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'sends nobody to %s',
  async (returnTo) => {
    const reply = await new Browser(test.url).ask(`/auth/login?returnTo=${encodeURIComponent(returnTo)}`);
    expect([reply.status, reply.headers.get('location')]).toEqual([422, null]);
  },
);
