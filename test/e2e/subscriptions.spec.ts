import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { systemCaller } from '#common';
import { Database } from '#data';
import { Authenticator } from '#platform';
import { startApp, TOKEN, type TestApp, type TestAuthenticator } from '../support/app.js';
import { asOwner } from '../support/database.js';
import { CHARGE, csvOf } from '../support/bills.js';
import { bearer, listen, upgradeStatus, type Listener } from '../support/listener.js';

/** Two processes on one database; the second answers requests only. */
let one: TestApp;
let other: TestApp;
const listeners: Listener[] = [];

beforeAll(async () => {
  one = await startApp();
  other = await startApp({
    databaseUrl: one.databaseUrl,
    env: { CLOUDGOV_ROLE: 'api', CLOUDGOV_SOCKETS: '4', CLOUDGOV_SUBSCRIPTIONS: '3' },
  });
});
afterEach(async () => {
  for (const { client } of listeners.splice(0)) await client.dispose();
});
afterAll(async () => {
  await other.close();
  await one.close();
});

function listening(options: Parameters<typeof listen>[1] = {}, app = other): Listener {
  const listener = listen(app.url, options);
  listeners.push(listener);
  return listener;
}

const importOne = async (service = 'Listening') => {
  const bill = csvOf([{ ...CHARGE, ServiceName: service }]);
  const { body } = await one.rest('POST', '/cost/imports?filename=a.csv&wait=60', bill, { 'content-type': 'text/csv' });
  return body.id as string;
};

/** Writes what is there already, as a run does that tells how far it has come. */
const touch = (id: string) =>
  one.app.get(Database).query('update cost_import set rows_read = rows_read where id = $1', [id]);

/** A subscription is not acknowledged, so the import is touched until the listener has heard of it. */
async function untilHeard(listener: Listener, id: string) {
  const before = listener.events.length;
  for (; listener.events.length === before; await pause(50)) await touch(id);
}

it('tells in one process what another one imports, from the queue to its end', async () => {
  const listener = listening();
  await untilHeard(listener, await importOne());
  const id = await importOne();
  expect(await listener.heard((event) => event.id === id && event.state === 'done')).toEqual({
    id,
    state: 'done',
    rowsAccepted: 1,
    error: null,
  });
});

it('tells of one import alone, first as it is now', async () => {
  const [mine, another] = [await importOne(), await importOne()];
  const query = 'subscription($id: ID) { importChanged(id: $id) { id state } }';
  const listener = listening({ query, variables: { id: mine } });
  expect(await listener.heard(() => true)).toEqual({ id: mine, state: 'done' });
  await touch(another);
  await untilHeard(listener, mine);
  expect(listener.events.map(({ id }) => id)).not.toContain(another);
});

it('tells of an import whose bill a newer one has replaced', async () => {
  const id = await importOne('Mistaken');
  const query = 'subscription($id: ID) { importChanged(id: $id) { id periods { isActive } } }';
  const listener = listening({ query, variables: { id } });
  const active = (isActive: boolean) => (event: any) => event.periods[0].isActive === isActive;
  expect(await listener.heard(active(true))).toMatchObject({ id });
  await importOne('Corrected');
  expect(await listener.heard(active(false))).toMatchObject({ id });
});

it('finds by itself what no NOTIFY has told', async () => {
  const id = await importOne();
  const listener = listening();
  await untilHeard(listener, id);
  const database = one.app.get(Database);
  const trigger = (speak: string) => `
    create or replace function note_change() returns trigger language plpgsql as $$
    begin new.changed_in := pg_current_xact_id(); ${speak} return new; end $$`;
  await asOwner(one.databaseUrl, trigger(''));
  await database.query(`update cost_import set error = 'Silently.' where id = $1`, [id]);
  expect(await listener.heard((event) => event.error === 'Silently.')).toMatchObject({ id });
  await asOwner(one.databaseUrl, trigger(`perform pg_notify('cloudgov', 'changed ' || tg_table_name);`));
});

it('tells of an import whose run was cancelled before it could say so', async () => {
  const listener = listening();
  const database = one.app.get(Database);
  const id = await importOne();
  await untilHeard(listener, id);
  const { body } = await one.rest('GET', `/cost/imports/${id}`);
  await database.query(`update cost_import set state = 'running' where id = $1`, [id]);
  await database.query(`update job_run set state = 'queued', ended_at = null, due_at = 'infinity' where id = $1`, [
    body.runId,
  ]);
  expect((await one.rest('POST', `/jobs/runs/${body.runId}/cancel`)).status).toBe(200);
  expect(await listener.heard((event) => event.state === 'failed')).toMatchObject({ id, error: 'It was cancelled.' });
});

it('is silent to whoever may not see imports, who cannot even ask for one', async () => {
  const id = await importOne();
  const token = other.scoped({ kind: 'accounts', accounts: ['42'] });
  const narrow = listening({ connectionParams: bearer(token) });
  const asked = listening({
    query: `subscription { importChanged(id: "${id}") { id } }`,
    connectionParams: bearer(token),
  });
  await asked.ended;
  expect([asked.events, asked.errors[0].extensions.code]).toEqual([[], 'NOT_FOUND']);
  const wide = listening();
  for (let times = 0; times < 5; times++) await untilHeard(wide, id);
  expect([narrow.events, narrow.errors]).toEqual([[], []]);
});

it('refuses a caller without the permission, and names it', async () => {
  const token = other.scoped({ kind: 'all' }, new Set(['inventory:read']));
  const listener = listening({ connectionParams: bearer(token) });
  await listener.ended;
  expect([listener.events, listener.errors[0].extensions]).toEqual([
    [],
    { code: 'FORBIDDEN', permission: 'cost:read' },
  ]);
});

it.each([
  ['a wrong token', bearer('wrong')],
  ['none', {}],
])('closes the connection of %s', async (_name, connectionParams) => {
  expect(await listening({ connectionParams }).closed).toMatchObject({ code: 4403 });
});

it('takes the token of the upgrade as well', async () => {
  const id = await importOne();
  const listener = listening({ connectionParams: {}, headers: { authorization: `Bearer ${TOKEN}` } });
  await untilHeard(listener, id);
  expect(listener.events[0]).toMatchObject({ id });
});

it('tells nothing more once the rights of the token have changed', async () => {
  const id = await importOne();
  const token = other.scoped({ kind: 'all' });
  const listener = listening({ connectionParams: bearer(token) });
  await untilHeard(listener, id);
  const { length } = listener.events;
  const callers = other.app.get<TestAuthenticator>(Authenticator);
  callers.add(token, { ...systemCaller('token:less'), permissions: new Set() });
  await touch(id);
  await listener.ended;
  const [{ extensions, code }] = listener.errors;
  // The next event finds it out, unless the look at all listeners has come first.
  expect(listener.events).toHaveLength(length);
  expect(['UNAUTHENTICATED', 4403]).toContain(extensions?.code ?? code);
});

it('closes the connection of a token that is revoked, and of no other, though nothing is told', async () => {
  const [quiet, id] = [await importOne(), await importOne()];
  const token = other.scoped({ kind: 'all' });
  const query = `subscription { importChanged(id: "${quiet}") { id } }`;
  const [revoked, kept] = [listening({ query, connectionParams: bearer(token) }), listening()];
  await revoked.heard(() => true);
  await untilHeard(kept, id);
  other.app.get<TestAuthenticator>(Authenticator).revoke(token);
  expect(await revoked.closed).toMatchObject({ code: 4403 });
  await untilHeard(kept, id);
});

it.each([
  ['a query', '{ accounts { totalCount } }', 'INVALID'],
  ['nonsense', 'subscription { nothing { id } }', 'INVALID'],
  ['no GraphQL', 'subscription {', 'INVALID'],
])('refuses %s', async (_name, query, code) => {
  const listener = listening({ query });
  await listener.ended;
  expect([listener.events, listener.errors[0].extensions.code]).toEqual([[], code]);
});

it('bounds the subscriptions of one caller, with the figures', async () => {
  const id = await importOne();
  const query = `subscription { importChanged(id: "${id}") { id } }`;
  const kept = [listening({ query }), listening({ query }), listening({ query })];
  await Promise.all(kept.map(({ heard }) => heard(() => true)));
  const last = listening({ query });
  await last.ended;
  expect(last.errors[0].extensions).toEqual({ code: 'TOO_MANY', limited: 'subscriptions', limit: 3, asked: 4 });
});

it('bounds the connections of one caller, who may try again later', async () => {
  const kept = Array.from({ length: 4 }, () => listening({ query: 'subscription { nothing }' }));
  await Promise.all(kept.map(({ ended }) => ended));
  const lasting = Array.from({ length: 5 }, () => listening({ connectionParams: bearer(TOKEN) }));
  expect(await Promise.race(lasting.map(({ closed }) => closed))).toMatchObject({ code: 1013 });
});

it('answers an upgrade elsewhere, and one that is no WebSocket, with an error', async () => {
  const upgrade = { connection: 'upgrade', upgrade: 'websocket' };
  const statuses = await Promise.all(
    ['/elsewhere', '/graphql'].map((path) => upgradeStatus(other.url + path, upgrade)),
  );
  expect(statuses).toEqual([404, 400]);
});

it('answers in HTTP/1.1 who offers HTTP/2 with every request, one after another and with a body', async () => {
  const offer = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABk', 'Host: localhost'];
  const body = '{ "query": "{ jobs { name } }" }';
  const post = [`Authorization: Bearer ${TOKEN}`, 'Content-Type: application/json', `Content-Length: ${body.length}`];
  const asked = [
    ['GET /health/live HTTP/1.1', ...offer, '', ''].join('\r\n'),
    ['POST /graphql HTTP/1.1', ...offer, ...post, '', body].join('\r\n'),
  ];
  const socket = connect(Number(new URL(other.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (part) => (heard += part.toString()));
  for (const [at, text] of asked.entries()) {
    socket.write(text);
    while (heard.split('HTTP/1.1 200').length < at + 2) await pause(10);
  }
  while (!heard.includes('platform.tidy')) await pause(10);
  socket.destroy();
});

it('cuts off a stranger who asks on and on without reading the answers, with no word to the log for each', async () => {
  const lines: unknown[] = [];
  const { error } = console;
  console.error = (line: unknown) => void lines.push(line);
  const socket = new WebSocket(`${other.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  const closed = once(socket, 'close');
  socket.on('error', () => undefined).pause();
  const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(100_000) } });
  for (let times = 0; times < 300 && socket.readyState === socket.OPEN; times++)
    await new Promise((sent) => socket.send(ping, sent));
  socket.resume();
  expect((await closed)[0]).toBe(1006);
  console.error = error;
  expect(lines).toEqual([]);
});

it('ends every subscription when the server stops', async () => {
  const app = await startApp();
  const listener = listening({}, app);
  await new Promise<void>((done) => listener.client.on('connected', () => done()));
  await app.close();
  expect(await listener.closed).toMatchObject({ code: 1001, reason: 'Going away' });
});
