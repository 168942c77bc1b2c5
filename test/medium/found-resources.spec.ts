import type { Scope } from '#common';
import { everything, Viewer, Visit, visiting } from '#data';
import { startApp, type TestApp } from '../support/app.js';
import { deliverForeign, deliverOwn, OWN } from '../support/two-accounts.js';

let test: TestApp;

beforeAll(async () => {
  test = await startApp();
  await deliverOwn(test);
  await deliverForeign(test);
}, 120_000);
afterAll(() => test.close());

const ACCOUNT: Scope = { kind: 'accounts', accounts: [OWN] };
const TAG: Scope = { kind: 'tag', key: 'team', values: ['own'] };
const KEY: Scope = { kind: 'tag', key: 'team', values: [] };
const EITHER: Scope = { kind: 'any', of: [ACCOUNT, TAG] };

const as = <T>(scope: Scope, work: () => Promise<T>) =>
  visiting(new Visit(Viewer.of({ actor: 'token:t', permissions: 'all', scope })), work);

const found = async (pattern: string, most: number) =>
  (await test.db.query<{ id: string }>('select found_resources($1, $2) as id', [pattern, most])).map(({ id }) => id);
const seen = async (pattern: string) =>
  (await test.db.query<{ id: string }>('select id from resource where search like $1', [pattern])).map(({ id }) => id);

it.each([ACCOUNT, TAG, KEY, EITHER])('finds for %j exactly what its policies show', async (scope) => {
  for (const pattern of ['%name 1%', '%own%', '%canary%', '%canary team%', '%', 'o%']) {
    const [ids, shown] = await as(scope, () => Promise.all([found(pattern, 1000), seen(pattern)]));
    expect([pattern, ids.sort()]).toEqual([pattern, shown.sort()]);
  }
  expect(await as(scope, () => found('%own%', 1000))).not.toEqual([]);
});

it('finds no more than it is asked for, and nothing for nobody or without a scope', async () => {
  expect(await as(ACCOUNT, () => found('%own%', 2))).toHaveLength(2);
  expect(await visiting(new Visit(), () => found('%', 1000))).toEqual([]);
  expect(await everything(() => found('%', 1000))).toEqual([]);
});

it('lists the same for a caller by few found ones as by reading all', async () => {
  const authorization = `Bearer ${test.scoped(ACCOUNT)}`;
  const list = async (q: string) =>
    (await test.rest('GET', `/inventory?q=${q}&sort=-name&limit=3`, undefined, { authorization })).body;
  const whole = (await test.rest('GET', `/inventory?q=own%20name&account=${OWN}&sort=-name&limit=3`)).body;
  expect(whole.items).toHaveLength(3);
  expect(await list('own%20name')).toEqual(whole);
  expect(await list('canary')).toMatchObject({ items: [], total: 0 });
});
