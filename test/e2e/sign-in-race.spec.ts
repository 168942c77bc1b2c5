import { jest } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.js';
import { Sessions } from '../../libs/access/src/sessions/sessions.js';
import { PeopleService } from '../../libs/access/src/people/people.service.js';
import { asOwner } from '../support/database.js';
import { Browser } from '../support/browser.js';
import { eventually } from '../support/program.js';

/** Somebody is disabled while they sign in: whichever comes first, they are out afterwards. */
let test: TestApp;

beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());
afterEach(() => void jest.restoreAllMocks());

/** Work that, once it is done, waits within its transaction until it may go on. */
function held(service: object, method: string) {
  let isReached!: () => void;
  let goOn!: () => void;
  const reached = new Promise<void>((done) => (isReached = done));
  const gate = new Promise<void>((done) => (goOn = done));
  const original = (service as any)[method].bind(service);
  jest.spyOn(service as any, method).mockImplementation(async (...args: unknown[]) => {
    const done = await original(...args);
    isReached();
    await gate;
    return done;
  });
  return { reached, goOn };
}

const isAnyoneWaiting = () =>
  eventually(
    async () => (await asOwner(test.databaseUrl, 'select from pg_locks where not granted')).rowCount! > 0,
    Boolean,
  );

async function invited(email: string) {
  const { body } = await test.rest('POST', '/users/invitations', { email });
  const browser = new Browser(test.url);
  return {
    browser,
    enter: () => browser.submit('/auth/link', { token: body.url.split('/').at(-1) }),
    disable: () => test.rest('PATCH', `/users/${body.userId}`, { disabled: true }),
    open: async () =>
      (await asOwner(test.databaseUrl, `select from session where person_id = '${body.userId}' and ended_at is null`))
        .rowCount,
  };
}

it('refuses a sign-in that was under way when they were disabled', async () => {
  const ann = await invited('ann@example.com');
  const { reached, goOn } = held(test.app.get(PeopleService), 'save');
  const disabling = ann.disable();
  await reached;
  const entering = ann.enter();
  await isAnyoneWaiting();
  goOn();
  expect([(await disabling).status, (await entering).status]).toEqual([200, 401]);
  expect([await ann.open(), ann.browser.cookie('cloudgov_session')]).toEqual([0, undefined]);
});

it('ends a session that was being made when they were disabled', async () => {
  const bob = await invited('bob@example.com');
  const { reached, goOn } = held(test.app.get(Sessions), 'start');
  const entering = bob.enter();
  await reached;
  const disabling = bob.disable();
  await isAnyoneWaiting();
  goOn();
  expect([(await entering).status, (await disabling).status]).toEqual([303, 200]);
  expect(await bob.open()).toBe(0);
  expect((await bob.browser.ask('/auth/me')).status).toBe(401);
});
