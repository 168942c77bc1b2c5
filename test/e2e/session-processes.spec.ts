import { Browser } from '../support/browser.js';
import { newDatabase, type TestDatabase } from '../support/database.js';
import { eventually, Installation, type Program } from '../support/program.js';

/** Two processes answer one console: what ends in one has ended in the other with its next request. */
const TOKEN = 'a-token-for-two-processes';
const installation = new Installation();
let database: TestDatabase;
let here: Program;
let there: Program;

beforeAll(async () => {
  database = await newDatabase();
  const env = { DATABASE_URL: database.url, CLOUDGOV_ADMIN_TOKEN: TOKEN };
  here = await installation.launch(env);
  there = await installation.launch(env);
}, 120_000);
afterAll(async () => {
  await installation.remove();
  await database.drop();
});

const rest = async (program: Program, method: string, path: string, body?: object) => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const reply = await fetch(program.url() + path, { method, headers, body: body && JSON.stringify(body) });
  return { status: reply.status, body: reply.status === 204 ? undefined : await reply.json() };
};

/** Somebody whose one cookie is sent to both processes, as behind a balancer. */
async function signedIn(email: string) {
  const { body } = await rest(here, 'POST', '/users/invitations', { email, role: 'admin' });
  const [one, other] = [new Browser(here.url()), new Browser(there.url())];
  const entered = await one.submit('/auth/link', { token: body.url.split('/').at(-1) });
  for (const [name, value] of one.cookies) other.cookies.set(name, value);
  const statuses = async () =>
    Promise.all([one, other].map(async (each) => (await each.script('GET', '/auth/me')).status));
  expect([entered.status, await statuses()]).toEqual([303, [200, 200]]);
  return { id: body.userId, one, other, statuses };
}

it('is signed out everywhere by signing out in either', async () => {
  const ann = await signedIn('ann@example.com');
  expect((await ann.other.script('POST', '/auth/logout')).status).toBe(200);
  expect(await ann.statuses()).toEqual([401, 401]);
});

it('is out everywhere once the sessions are ended in one', async () => {
  const bob = await signedIn('bob@example.com');
  expect((await rest(there, 'DELETE', `/users/${bob.id}/sessions`)).status).toBe(204);
  expect(await bob.statuses()).toEqual([401, 401]);
});

it('is out everywhere once disabled in one, and so within a second are their tokens', async () => {
  const carol = await signedIn('carol@example.com');
  const { token } = (await carol.one.script('POST', '/tokens', { name: 'carols', roles: ['viewer'] })).body;
  const use = async (program: Program) =>
    (await fetch(`${program.url()}/inventory`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect([await use(here), await use(there)]).toEqual([200, 200]);
  expect((await rest(there, 'PATCH', `/users/${carol.id}`, { disabled: true })).status).toBe(200);
  expect([await carol.statuses(), await use(there)]).toEqual([[401, 401], 401]);
  expect(
    await eventually(
      () => use(here),
      (status) => status !== 200,
    ),
  ).toBe(401);
});

it('may do elsewhere what a role allows that was given here', async () => {
  const dora = await signedIn('dora@example.com');
  for (const { id } of (await rest(here, 'GET', `/access/bindings?principalId=${dora.id}`)).body.items)
    expect((await rest(here, 'DELETE', `/access/bindings/${id}`)).status).toBe(204);
  const reads = async (browser: Browser) => (await browser.script('GET', '/inventory')).status;
  expect(await reads(dora.one)).toBe(403);
  expect(
    await eventually(
      () => reads(dora.other),
      (status) => status !== 200,
    ),
  ).toBe(403);
});
