import { Controller, Get, Post } from '@nestjs/common';
import { Public, Throttled } from '#platform';
import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';
import { upgradeStatus } from '../support/listener.js';

@Controller('door')
class DoorController {
  @Post() @Public() @Throttled('sign-in', 'email') knock() {
    return {};
  }
  @Get('open') @Public() look() {
    return {};
  }
}

const LIMITS = { CLOUDGOV_RATE_LIMIT: '5', CLOUDGOV_STRANGER_LIMIT: '4', CLOUDGOV_SIGN_IN_LIMIT: '3' };
const open = (env: NodeJS.ProcessEnv = {}) => startApp({ controllers: [DoorController], env: { ...LIMITS, ...env } });

let test: TestApp;
beforeEach(async () => void (test = await open()));
afterEach(() => test.close());

type Headers = Record<string, string>;
const stranger = { authorization: '' };
const from = (address: string): Headers => ({ ...stranger, 'x-forwarded-for': address });
const ask = (path: string, headers: Headers) => test.rest('GET', path, undefined, headers);
const statuses = async (times: number, asking: () => Promise<{ status: number }>) => {
  const all: number[] = [];
  for (let n = 0; n < times; n += 1) all.push((await asking()).status);
  return all;
};

it('gives each token a bucket of its own, and says what is left in it', async () => {
  const other = bearer(test.scoped({ kind: 'all' }));
  const first = await ask('/jobs', bearer(TOKEN));
  expect([first.status, first.headers.get('ratelimit-limit')]).toEqual([200, '4']);
  const second = await ask('/jobs', bearer(TOKEN));
  const limits = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map((name) => second.headers.get(name));
  expect(limits).toEqual(['5', '3', expect.stringMatching(/^2\d$/)]);
  expect(await statuses(4, () => ask('/jobs', bearer(TOKEN)))).toEqual([200, 200, 200, 429]);
  expect((await ask('/jobs', other)).status).toBe(200);
});

it('refuses with a problem that says when to come again, and to GraphQL in its own words', async () => {
  await statuses(5, () => ask('/jobs', bearer(TOKEN)));
  const refused = await ask('/jobs', bearer(TOKEN));
  expectProblem(refused, 429, 'TOO_MANY');
  expect(refused.headers.get('retry-after')).toMatch(/^1[0-2]$/);
  const { status, headers, body } = await test.rest('POST', '/graphql', { query: '{ jobs { name } }' });
  expect([status, body.errors[0].extensions]).toEqual([429, { code: 'TOO_MANY' }]);
  expect(headers.get('retry-after')).toMatch(/^1[0-2]$/);
  expect(await upgradeStatus(`${test.url}/graphql`, { ...bearer(TOKEN), ...UPGRADE })).toBe(429);
  expect((await test.rest('GET', '/metrics')).body).toContain('cloudgov_throttled_total{rule="token"} 3');
});

const UPGRADE = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': Buffer.alloc(16).toString('base64'),
};

it('counts strangers by their address, whatever they guess and wherever they ask, but for health', async () => {
  const tries = ['/jobs', '/door/open', '/nowhere', '/metrics', '/metrics', '/graphql', '/door/open'];
  const found: number[] = [];
  for (const [n, path] of tries.entries()) found.push((await ask(path, bearer(`guess-${n}`))).status);
  expect(found).toEqual([401, 200, 404, 401, 429, 429, 429]);
  expect(await upgradeStatus(`${test.url}/graphql`, UPGRADE)).toBe(429);
  expect(await statuses(9, () => ask('/health/live', stranger))).toEqual(Array(9).fill(200));
});

it('does not mix those who have proved who they are with the strangers beside them', async () => {
  expect((await ask('/jobs', bearer(TOKEN))).status).toBe(200);
  expect(await statuses(5, () => ask('/jobs', stranger))).toEqual([401, 401, 401, 401, 429]);
  expect((await ask('/jobs', bearer(TOKEN))).status).toBe(200);
  expect(await statuses(9, () => ask('/metrics', bearer(TOKEN)))).toEqual(Array(9).fill(200));
});

it('lets few try to sign in from one address, and few with one e-mail address', async () => {
  await test.close();
  test = await open({ CLOUDGOV_TRUSTED_PROXIES: 'loopback' });
  const knock = (address: string, email: string) => test.rest('POST', '/door', { email }, from(address));
  expect(await statuses(4, () => knock('192.0.2.1', `${Math.random()}@x.test`))).toEqual([201, 201, 201, 429]);
  expect((await knock('192.0.2.2', 'a@x.test')).status).toBe(201);
  expect((await knock('192.0.2.3', ' A@X.test')).status).toBe(201);
  expect((await knock('192.0.2.4', 'a@x.test')).status).toBe(201);
  const refused = await knock('192.0.2.5', 'A@x.test');
  expectProblem(refused, 429, 'TOO_MANY');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(10);
});

it('learns nothing from an address that is only claimed', async () => {
  let n = 0;
  expect(await statuses(5, () => ask('/door/open', from(`192.0.2.${++n}`)))).toEqual([200, 200, 200, 200, 429]);
});

it('believes a proxy that is named, and records that address', async () => {
  await test.close();
  test = await open({ CLOUDGOV_TRUSTED_PROXIES: '127.0.0.1' });
  const through = { ...bearer(TOKEN), 'x-forwarded-for': '6.6.6.6, 192.0.2.9' };
  const account = { provider: 'aws', externalId: 'a-1', name: 'one' };
  expect((await test.rest('POST', '/inventory/accounts', account, through)).status).toBe(201);
  expect((await test.rest('GET', '/audit')).body.items[0].address).toBe('192.0.2.9');
  expect(await statuses(5, () => ask('/door/open', from('192.0.2.1')))).toEqual([200, 200, 200, 200, 429]);
  expect((await ask('/door/open', from('192.0.2.2'))).status).toBe(200);
});
