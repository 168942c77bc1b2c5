import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { expectProblem } from '../support/contract.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp({ env: { CLOUDGOV_BODY_LIMIT: '2048', CLOUDGOV_UPLOAD_LIMIT: '300000' } });
});
afterAll(() => test.close());

const large = 'x'.repeat(4096);
const JSON_TYPE = { 'content-type': 'application/json' };

it.each(['/budgets', '/graphql', '/tokens', '/cost/imports'])('takes no larger JSON at %s', async (path) => {
  const answer = await test.rest('POST', path, JSON.stringify({ name: large, query: large }), JSON_TYPE);
  expectProblem(answer, 413, 'TOO_LARGE');
});

it.each([
  ['/budgets', 'text/csv'],
  ['/graphql', 'text/csv'],
  ['/budgets', 'multipart/form-data; boundary=x'],
  ['/graphql', 'multipart/form-data; boundary=x'],
  ['/graphql', 'application/x-www-form-urlencoded'],
])('lets nothing past the limit of %s by calling it %s', async (path, type) => {
  const { status } = await test.rest('POST', path, large, { 'content-type': type });
  expect([413, 415]).toContain(status);
});

const files = (sizes: number[]) => {
  const form = new FormData();
  for (const [n, size] of sizes.entries()) form.append('file', new Blob(['x'.repeat(size)]), `${n}.csv`);
  return form;
};

it.each([
  ['a file', 'x'.repeat(600_000), { 'content-type': 'text/csv' }],
  ['a form of one file', files([600_000]), {}],
  ['a form of several', files([200_000, 200_000]), {}],
] as const)('takes no larger delivery: %s', async (_what, body, headers) => {
  const reply = await fetch(`${test.url}/cost/imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
    body,
  });
  const told = { status: reply.status, type: reply.headers.get('content-type')!, headers: reply.headers };
  expectProblem({ ...told, body: await reply.json() }, 413, 'TOO_LARGE');
  expect((await test.rest('GET', '/cost/imports')).body.total).toBe(0);
});

it('takes a delivery that just fits', async () => {
  const form = files([150_000, 150_000]);
  const headers = { authorization: `Bearer ${TOKEN}` };
  expect((await fetch(`${test.url}/cost/imports`, { method: 'POST', headers, body: form })).status).toBe(202);
});

it('ends a WebSocket that says more at once', async () => {
  const socket = new WebSocket(`${test.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: large } }));
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1009);
});
