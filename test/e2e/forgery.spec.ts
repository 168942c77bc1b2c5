import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app.js';
import type { Browser } from '../support/browser.js';
import { listen } from '../support/listener.js';
import { operations } from '../support/openapi.js';
import { eventually } from '../support/program.js';
import { signedIn } from '../support/signed-in.js';

/** A page of another site makes a browser send its cookie, but cannot read our token nor claim to be us. */
let test: TestApp;
let browser: Browser;

beforeAll(async () => {
  test = await startApp();
  browser = await signedIn(test, 'ann@example.com', 'admin');
});
afterAll(() => test.close());

type Headers = Record<string, string>;
const token = (): Headers => ({ 'x-csrf-token': browser.cookie('cloudgov_csrf')! });
const own = (): Headers => ({ origin: test.url });
const evil: Headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

const REFUSED: [string, () => Headers][] = [
  ['nothing', () => ({})],
  ['the token alone', token],
  ['our origin alone', own],
  ['another token', () => ({ ...own(), 'x-csrf-token': 'x'.repeat(43) })],
  ['a part of the token', () => ({ ...own(), 'x-csrf-token': token()['x-csrf-token']!.slice(0, 20) })],
  ['another origin', () => ({ ...token(), ...evil })],
  ['no origin, as of a sandbox', () => ({ ...token(), origin: 'null' })],
  ['an origin like ours', () => ({ ...token(), origin: `${test.url}.evil.example` })],
  ['another site', () => ({ ...token(), 'sec-fetch-site': 'same-site' })],
];
const TAKEN: [string, () => Headers][] = [
  ['our origin', () => ({ ...token(), ...own() })],
  ['the same origin, as browsers call it', () => ({ ...token(), 'sec-fetch-site': 'same-origin' })],
];

let names = 0;
const post = async (headers: Headers) => {
  const account = { provider: 'aws', externalId: `n-${names++}`, name: 'new' };
  const body = JSON.stringify(account);
  const reply = await browser.ask('/inventory/accounts', {
    method: 'POST',
    body,
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
  });
  return reply.status;
};
const accounts = async () => (await test.rest('GET', '/inventory/accounts')).body.total;

describe('REST', () => {
  it.each(REFUSED)('changes nothing with %s', async (_name, headers) => {
    const before = await accounts();
    expect([await post(headers()), await accounts()]).toEqual([403, before]);
  });
  it.each(TAKEN)('takes the token with %s', async (_name, headers) => expect(await post(headers())).toBe(201));
  it.each<[string, Headers]>([
    ['a page of ours', { 'sec-fetch-site': 'same-origin' }],
    ['the person, by its address', { 'sec-fetch-site': 'none' }],
    ['a program that says nothing', {}],
  ])('reads without it for %s', async (_name, headers) => {
    expect((await browser.ask('/inventory', { headers })).status).toBe(200);
  });
  it.each(['PUT', 'PATCH', 'DELETE'])('asks for it with %s too', async (method) => {
    const reply = await browser.ask('/auth/sessions', { method });
    expect([403, 404]).toContain(reply.status);
    expect((await browser.ask('/auth/me')).status).toBe(200);
  });
  it('tells the token of this session, and of no other', async () => {
    const { body } = await browser.script('GET', '/auth/me');
    expect(body.csrfToken).toBe(browser.cookie('cloudgov_csrf'));
    const other = await signedIn(test, 'bob@example.com', 'admin');
    expect(other.cookie('cloudgov_csrf')).not.toBe(body.csrfToken);
    expect(await post({ ...own(), 'x-csrf-token': other.cookie('cloudgov_csrf')! })).toBe(403);
  });
});

describe('a link on another site', () => {
  const link: Headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  const guarded = operations.filter(({ method, isPublic }) => method === 'GET' && !isPublic);
  const traces = async () => {
    const runs = (await test.rest('GET', '/jobs/runs?job=audit.verify')).body.total;
    return [runs, (await test.rest('GET', '/audit?action=audit.export')).body.total];
  };

  it('reads nothing, exports nothing and starts nothing by the cookie', async () => {
    const before = await traces();
    const answered: string[] = [];
    for (const { path } of guarded) {
      const { status } = await browser.ask(path.replace(/\{\w+\}/g, randomUUID()), { headers: link });
      if (status !== 403) answered.push(path);
    }
    expect(guarded.map(({ path }) => path)).toEqual(expect.arrayContaining(['/audit/verify', '/cost/export']));
    expect([answered, await traces()]).toEqual([['/docs'], before]);
  });
  it('is as little as a link of a sibling address', async () => {
    const sibling = { ...link, 'sec-fetch-site': 'same-site' };
    expect((await browser.ask('/audit/export', { headers: sibling })).status).toBe(403);
  });
  it('works with a token, which no link carries', async () => {
    expect((await test.rest('GET', '/audit/export', undefined, link)).status).toBe(200);
  });
});

describe('GraphQL', () => {
  const ask = async (headers: Headers) => {
    const reply = await browser.ask('/graphql', {
      method: 'POST',
      body: JSON.stringify({ query: '{ me { email } }' }),
      headers: { 'content-type': 'application/json', ...headers },
    });
    return { status: reply.status, body: await reply.json() };
  };
  it.each(REFUSED)('answers nothing with %s', async (_name, headers) => {
    const { status, body } = await ask(headers());
    expect([status, body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
  });
  it.each(TAKEN)('takes the token with %s', async (_name, headers) => {
    expect((await ask(headers())).body).toEqual({ data: { me: { email: 'ann@example.com' } } });
  });
  it('asks for it where it is read by GET too', async () => {
    const query = `/graphql?query=${encodeURIComponent('{ me { email } }')}`;
    const headers = { 'apollo-require-preflight': '1' };
    for (const path of [query, query.replace('graphql', '%67raphql')])
      expect((await browser.ask(path, { headers: { ...headers, ...evil } })).status).toBe(403);
  });
});

describe('a WebSocket', () => {
  const connect = (headers: Headers) => {
    const { 'x-csrf-token': csrf, ...rest } = headers;
    const cookie = `cloudgov_session=${browser.cookie('cloudgov_session')}`;
    return listen(test.url, { headers: { cookie, ...rest }, connectionParams: csrf ? { 'x-csrf-token': csrf } : {} });
  };
  it.each(REFUSED)('is closed with %s', async (_name, headers) => {
    expect((await connect(headers()).closed).code).toBe(4403);
  });
  it('takes the token with our origin, and closes when the session has ended', async () => {
    const other = await signedIn(test, 'ws@example.com', 'viewer');
    const cookie = `cloudgov_session=${other.cookie('cloudgov_session')}`;
    const csrf = { 'x-csrf-token': other.cookie('cloudgov_csrf')! };
    const line = listen(test.url, { headers: { cookie, ...own() }, connectionParams: csrf });
    const isOpen = await Promise.race([
      line.closed.then(() => false),
      new Promise<boolean>((done) => setTimeout(done, 500, true)),
    ]);
    expect([isOpen, line.errors]).toEqual([true, []]);
    await other.script('POST', '/auth/logout');
    expect((await line.closed).code).toBe(4403);
  });
});

it('is recorded as a refusal, whichever way it came', async () => {
  const refused = async () =>
    (await test.rest('GET', '/audit?action=access.refuse&limit=200')).body.items.map(({ subjectId }: any) => subjectId);
  const ways = ['POST /graphql', 'WebSocket /graphql', 'POST /inventory/accounts', 'GET /audit/export'];
  const found = await eventually(refused, (all) => ways.every((way) => all.includes(way)));
  expect(found.filter((way: string) => way === 'POST /graphql')).toHaveLength(1);
});
