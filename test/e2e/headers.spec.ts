import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp({ env: { CLOUDGOV_TRUSTED_PROXIES: 'loopback' } })));
afterAll(() => test.close());

const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const EXPECTED = {
  'content-security-policy': NOTHING,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'x-permitted-cross-domain-policies': 'none',
  'strict-transport-security': null,
  'access-control-allow-origin': null,
  'access-control-allow-credentials': null,
  'x-powered-by': null,
  server: null,
};

const of = (headers: Headers, names: string[] = Object.keys(EXPECTED)) =>
  Object.fromEntries(names.map((name) => [name, headers.get(name)]));

const ORIGIN = { origin: 'https://evil.test' };

const QUESTION = '{"query":"{ jobs { name } }"}';
const STRANGER = { authorization: '' };

it.each([
  { what: 'a list', path: '/jobs', status: 200 },
  { what: 'an answer of GraphQL', path: '/graphql', body: QUESTION, status: 200 },
  { what: 'an error of GraphQL', path: '/graphql', body: '{"query":"{ nothing }"}', status: 400 },
  { what: 'a body that is no JSON', path: '/budgets', body: '{', status: 400 },
  { what: 'an address that is none', path: '/inventory/%ff', status: 400 },
  { what: 'a stranger', path: '/jobs', headers: STRANGER, status: 401 },
  { what: 'a stranger to GraphQL', path: '/graphql', body: QUESTION, headers: STRANGER, status: 401 },
  { what: 'nothing', path: '/nowhere', status: 404 },
  { what: 'a type that is not taken', path: '/budgets', body: '<a/>', headers: { 'content-type': 'a/b' }, status: 415 },
  { what: 'a wrong value', path: '/jobs/runs?limit=0', status: 422 },
])('guards $what: $path', async ({ path, body, headers, status }) => {
  const type = body && { 'content-type': 'application/json' };
  const answer = await test.rest(body ? 'POST' : 'GET', path, body, { ...type, ...headers, ...ORIGIN });
  expect([answer.status, of(answer.headers)]).toEqual([status, EXPECTED]);
});

it('allows the page of the API its own style, and nothing else', async () => {
  const { headers, body } = await test.rest('GET', '/docs', undefined, ORIGIN);
  const style = /<style>(.*?)<\/style>/s.exec(body)![1]!;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = NOTHING.replace('frame-ancestors', `style-src 'sha256-${hash}'; frame-ancestors`);
  expect(of(headers)).toEqual({ ...EXPECTED, 'content-security-policy': policy });
  expect(body).not.toMatch(/<script|\bstyle=|\bon\w+=|javascript:/i);
});

it('promises HTTPS over HTTPS alone', async () => {
  const { headers } = await test.rest('GET', '/jobs', undefined, { 'x-forwarded-proto': 'https' });
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
});

it.each(['/jobs', '/graphql', '/budgets'])('allows no other site anything: OPTIONS %s', async (path) => {
  const headers = {
    ...ORIGIN,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };
  const reply = await fetch(test.url + path, { method: 'OPTIONS', headers });
  expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  expect(reply.status).toBeGreaterThanOrEqual(400);
});

/** What a client of the usual libraries cannot send. */
async function raw(request: string): Promise<string> {
  const socket = connect(Number(new URL(test.url).port), '127.0.0.1');
  socket.end(request);
  return text(socket);
}

it.each(['a b', '[', '@', '%', ''])('answers whoever calls it %j without a fault of its own', async (host) => {
  const body = '{"query":"{ jobs { name } }"}';
  const head = ['POST /graphql HTTP/1.1', `Host: ${host}`, 'Connection: close', 'Content-Type: application/json'];
  const answer = await raw([...head, `Content-Length: ${body.length}`, '', body].join('\r\n'));
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
});
