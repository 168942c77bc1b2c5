import { Owner } from '#access';
import { systemCaller, type Permission } from '#common';
import { Database } from '#data';
import { bearer } from '../support/contract.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner } from '../support/database.js';
import { Browser } from '../support/browser.js';

let test: TestApp;

beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const owner = () => test.app.get(Owner);
const linkFor = async (email: string) => (await owner().linkFor(systemCaller('job:test'), email)).secret;
const sql = <T = any>(text: string, values: unknown[] = []) => test.app.get(Database).query<T>(text, values);
const actions = async (subjectType: string) =>
  (await test.rest('GET', `/audit?subjectType=${subjectType}&limit=100`)).body.items;

const refusals = async (operation: string) =>
  (await test.rest('GET', `/audit?action=access.refuse&subjectId=${encodeURIComponent(operation)}`)).body.items;

/** Somebody who has been let in by a link. */
async function signIn(secret: string): Promise<Browser> {
  const browser = new Browser(test.url);
  const reply = await browser.submit('/auth/link', { token: secret });
  expect([reply.status, reply.headers.get('location')]).toEqual([303, '/docs']);
  return browser;
}

const invite = async (email: string) => {
  const { status, body, headers } = await test.rest('POST', '/users/invitations', { email, name: 'Some One' });
  expect([status, headers.get('location')]).toEqual([201, `/users/${body.userId}`]);
  return body;
};

describe('the first start', () => {
  it('makes one link for the owner, until somebody has signed in', async () => {
    const first = await owner().firstLink(false);
    expect(await owner().firstLink(false)).toBeUndefined();
    const again = await owner().firstLink(true);
    const early = new Browser(test.url);
    expect((await early.submit('/auth/link', { token: first!.secret })).status).toBe(401);
    const browser = await signIn(again!.secret);
    expect(await owner().firstLink(true)).toBeUndefined();
    const { body } = await browser.script('GET', '/auth/me');
    expect(body).toMatchObject({
      actor: 'user:owner@localhost',
      email: 'owner@localhost',
      permissions: ['*'],
      roles: ['admin'],
      scope: { kind: 'all' },
      csrfToken: browser.cookie('cloudgov_csrf'),
    });
  });

  it('makes none where there is an identity provider', async () => {
    const env = { CLOUDGOV_OIDC_ISSUER: 'http://127.0.0.1:9', CLOUDGOV_OIDC_CLIENT_ID: 'cloudgov' };
    const other = await startApp({ env });
    expect(await other.app.get(Owner).firstLink(true)).toBeUndefined();
    await other.close();
  });
});

describe('a link', () => {
  it('is used by its button alone, and once', async () => {
    const secret = await linkFor('owner@localhost');
    const mail = new Browser(test.url);
    for (let looks = 0; looks < 3; looks++) {
      const page = await mail.ask(`/auth/link/${secret}`);
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(page.headers.get('referrer-policy')).toBe('same-origin');
      const html = await page.text();
      expect(html).toContain('owner@localhost');
      expect(html).not.toMatch(/<script|onclick|style="/);
    }
    expect(mail.set).toEqual([]);
    await signIn(secret);
    const again = new Browser(test.url);
    const refused = await again.submit('/auth/link', { token: secret });
    expect([refused.status, again.set, await refused.text()]).toEqual([
      401,
      [],
      expect.stringContaining('has been used'),
    ]);
    expect((await again.ask(`/auth/link/${secret}`)).status).toBe(401);
  });

  it('lets one in where two try at once', async () => {
    const secret = await linkFor('owner@localhost');
    const tries = Array.from({ length: 5 }, () => new Browser(test.url).submit('/auth/link', { token: secret }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([303, 401, 401, 401, 401]);
  });

  it('ends after its time', async () => {
    const secret = await linkFor('owner@localhost');
    await sql(`update sign_in_link set expires_at = now() - interval '1 second' where used_at is null`);
    expect((await new Browser(test.url).submit('/auth/link', { token: secret })).status).toBe(401);
  });

  it('lasts a quarter of an hour, an invitation a week', async () => {
    const { expiresAt, createdAt } = await owner().linkFor(systemCaller('job:test'), 'owner@localhost');
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(15 * 60_000);
    const invitation = await invite('week@example.com');
    expect(Date.parse(invitation.expiresAt) - Date.parse(invitation.createdAt)).toBe(7 * 86_400_000);
  });
});

describe('the use of a link', () => {
  it('is not for a page of another site', async () => {
    const secret = await linkFor('owner@localhost');
    const browser = new Browser(test.url);
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await browser.submit('/auth/link', { token: secret }, evil)).status).toBe(403);
    await signIn(secret);
  });

  it('is told as a problem to programs', async () => {
    const { status, type, body } = await test.rest('POST', '/auth/link', { token: 'none' }, { authorization: '' });
    expect([status, type, body.code]).toEqual([401, expect.stringContaining('problem+json'), 'UNAUTHENTICATED']);
  });

  it('leaves its secret in no table and no record', async () => {
    const secret = await linkFor('owner@localhost');
    const browser = await signIn(secret);
    const tables = await sql<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const kept of [secret, browser.cookie('cloudgov_session')!])
      for (const { name } of tables) {
        const { rows } = await asOwner(test.databaseUrl, `select from ${name} t where t::text like '%${kept}%'`);
        expect([name, rows]).toEqual([name, []]);
      }
  });

  it('is recorded as it is made, used and refused', async () => {
    const made = (await actions('link')).map(({ action }: any) => action);
    expect(made).toEqual(expect.arrayContaining(['link.create', 'link.use']));
    const started = (await actions('session')).find(({ action }: any) => action === 'session.start');
    expect(started).toMatchObject({ actor: 'user:owner@localhost', after: { method: 'link' } });
    const refused = await refusals('POST /auth/link');
    const why = expect.stringContaining('this link has been used');
    expect(refused).toContainEqual(expect.objectContaining({ actor: 'anonymous', note: why }));
  });

  it('fills no log by being guessed', async () => {
    const before = (await refusals('POST /auth/link')).length;
    const guess = (n: number) => new Browser(test.url).submit('/auth/link', { token: `guess-${n}` });
    for (let n = 0; n < 20; n++) expect((await guess(n)).status).toBe(401);
    expect([await actions('user'), (await refusals('POST /auth/link')).length]).toEqual([
      expect.not.arrayContaining([expect.objectContaining({ action: 'session.refuse' })]),
      before,
    ]);
  });
});

describe('an invitation', () => {
  it('makes a person, who comes in by it', async () => {
    const { userId, url, email } = await invite('Ann@Example.com');
    expect([email, url.startsWith(`${test.url}/auth/link/`)]).toEqual(['ann@example.com', true]);
    const before = (await test.rest('GET', `/users/${userId}`)).body;
    expect(before).toMatchObject({
      email: 'ann@example.com',
      name: 'Some One',
      origin: 'invitation',
      lastSeenAt: null,
    });
    const { items } = (await test.rest('GET', '/users/invitations')).body;
    expect(items[0]).toMatchObject({ userId, email: 'ann@example.com', createdBy: 'token:test' });
    expect(JSON.stringify(items)).not.toContain('url');
    const browser = await signIn(url.split('/').at(-1));
    const { body } = await browser.script('GET', '/auth/me');
    expect(body).toMatchObject({ id: userId, permissions: ['self:read', 'self:write'], roles: [] });
    expect((await browser.script('GET', '/inventory')).status).toBe(403);
    const after = (await test.rest('GET', '/users/invitations')).body.items.map(({ userId: id }: any) => id);
    expect(after).not.toContain(userId);
    const again = await test.rest('POST', '/users/invitations', { email: 'ann@example.com' });
    expect([again.status, again.body.code]).toEqual([409, 'CONFLICT']);
  });

  it('brings a role that its maker holds, where they hold it', async () => {
    const scope = { accounts: ['123456789012'] };
    const given = { email: 'fay@example.com', role: 'viewer', scope };
    const { body } = await test.rest('POST', '/users/invitations', given);
    const fay = await signIn(body.url.split('/').at(-1));
    const me = (await fay.script('GET', '/auth/me')).body;
    expect(me).toMatchObject({ roles: ['viewer'], scope: { kind: 'accounts', accounts: ['123456789012'] } });
    expect((await fay.script('GET', '/inventory')).status).toBe(200);
    const token = test.scoped({ kind: 'all' }, new Set(['access:write', 'inventory:read']));
    const more = { email: 'gil@example.com', role: 'admin' };
    const refused = await test.rest('POST', '/users/invitations', more, bearer(token));
    expect([refused.status, (await test.rest('GET', '/users?q=gil@')).body.total]).toEqual([403, 0]);
  });
});

describe('who invites', () => {
  it('is told the link once, also where its request is repeated', async () => {
    const key = { 'idempotency-key': 'invite-1' };
    const ask = () => test.rest('POST', '/users/invitations', { email: 'hal@example.com' }, key);
    const [first, again] = [await ask(), await ask()];
    expect([first.status, typeof first.body.url, again.status, again.body.id]).toEqual([
      201,
      'string',
      201,
      first.body.id,
    ]);
    expect(again.body.url ?? null).toBeNull();
  });

  it('can revoke it, once', async () => {
    const { id, url } = await invite('bob@example.com');
    expect((await test.rest('DELETE', `/users/invitations/${id}`)).status).toBe(204);
    expect((await new Browser(test.url).ask(url)).status).toBe(401);
    expect((await test.rest('DELETE', `/users/invitations/${id}`)).status).toBe(409);
  });

  it('must be an administrator where the person is known, for they could use the link as well', async () => {
    await invite('carol@example.com');
    const token = test.scoped({ kind: 'all' }, new Set(['access:write']));
    const body = { email: 'carol@example.com' };
    const refused = await test.rest('POST', '/users/invitations', body, bearer(token));
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
    const fresh = await test.rest('POST', '/users/invitations', { email: 'dora@example.com' }, bearer(token));
    expect(fresh.status).toBe(201);
  });

  it('has no scope', async () => {
    const token = test.scoped({ kind: 'accounts', accounts: ['1'] });
    const refused = await test.rest('POST', '/users/invitations', { email: 'eve@example.com' }, bearer(token));
    expect(refused.status).toBe(403);
  });
});

describe('whoever could use the link as well', () => {
  it('must be one of the whole estate, for as long as there is one', async () => {
    await invite('kim@example.com');
    const inviting = { permissions: new Set<Permission>(['access:write']), scope: { kind: 'all' } as const };
    const narrow = { permissions: 'all', scope: { kind: 'accounts', accounts: ['1'] } } as const;
    const brief = { permissions: 'all', scope: { kind: 'all' }, expiresAt: new Date('2099-01-01') } as const;
    for (const grants of [[inviting, narrow], [brief]]) {
      const token = test.granted(grants);
      const refused = await test.rest('POST', '/users/invitations', { email: 'kim@example.com' }, bearer(token));
      expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
    }
  });

  it('does not come in as them once they have come in another way, or have been given more', async () => {
    const token = test.scoped({ kind: 'all' }, new Set(['access:write']));
    const invited = async (email: string) =>
      (await test.rest('POST', '/users/invitations', { email }, bearer(token))).body;
    const [been, given] = [await invited('gus@example.com'), await invited('ivy@example.com')];
    await signIn(await linkFor('gus@example.com'));
    await test.rest('POST', '/access/bindings', { principalType: 'user', principalId: given.userId, role: 'admin' });
    for (const { url } of [been, given]) expect((await new Browser(test.url).ask(url)).status).toBe(401);
  });
});
