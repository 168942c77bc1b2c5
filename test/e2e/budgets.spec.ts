import { Database, everything } from '#data';
import { Clock } from '#common';
import { Budget } from '../../libs/budgets/src/budget.entity.js';
import { BudgetStatuses } from '../../libs/budgets/src/budget-statuses.js';
import { ACCOUNT_DAILY } from '../../libs/cost/src/imports/roll-ups.js';
import { startApp, type TestApp } from '../support/app.js';

const ACCOUNT = '00000000-0000-7000-8000-00000000000';
let test: TestApp;

const NOW = '2026-11-12T10:00:00Z';

/** Two accounts that cost 10 USD a day each for a hundred days up to yesterday, and 1 EUR a day of one of them. */
beforeAll(async () => {
  test = await startApp();
  const db = test.app.get(Database);
  let ticks = 0;
  test.app.get(Clock).now = () => new Date(Date.parse(NOW) + ticks++);
  await db.query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at)
     select ('${ACCOUNT}' || n)::uuid, 'aws', '10' || n, 'acc' || n, 'bill', now(), now() from generate_series(1, 2) n`,
  );
  await db.query(
    `insert into cost_import (place, id, source, names, state, created_by, created_at, started_at)
     values ('{}', '${ACCOUNT}9', 's', '{}', 'done', 't', '2026-11-12', '2026-11-12')`,
  );
  await db.query(
    `insert into statement (attempt, import_id, source, provider, billing_account_id, billing_period, billing_period_end, is_active,
       first_day, last_day) values (1, '${ACCOUNT}9', 's', 'aws', '100', '2026-08-01', '2026-12-01', true, '2026-08-03', '2026-11-11')`,
  );
  await db.query(
    `insert into spend_daily (statement_id, billing_period, day, account_id, service, currency, billed, effective, list, contracted)
     select 1, '2026-08-01'::date, d::date, ('${ACCOUNT}' || a)::uuid, 'svc', c, 0, case c when 'USD' then 10 else 1 end, 0, 0
     from generate_series('2026-08-03'::date, '2026-11-11', '1 day') d, generate_series(1, 2) a, (values ('USD'), ('EUR')) v (c)
     where c = 'USD' or a = 1`,
  );
  await db.query(ACCOUNT_DAILY, [[1], ['2026-08-01']]);
});
afterAll(() => test.close());

const budget = { name: 'fleet', limit: '1000', currency: 'USD', period: 'monthly' };
async function make(more: object = {}) {
  const { status, body } = await test.rest('POST', '/budgets', { ...budget, ...more });
  expect([status, body]).toEqual([201, expect.objectContaining({ name: expect.any(String) })]);
  return body;
}

it('tells where a budget stands: spend, forecast, burn, thresholds and what it cannot count', async () => {
  const { id } = await make({
    limit: '500',
    thresholds: [
      { percent: 40, basis: 'actual' },
      { amount: '590', basis: 'forecasted' },
      { percent: 130, basis: 'forecasted' },
    ],
  });
  const { status, body } = await test.rest('GET', `/budgets/${id}/status`);
  expect([status, body.state]).toEqual([200, 'forecast_exceeded']);
  expect(body).toMatchObject({
    period: { start: '2026-11-01', end: '2026-12-01' },
    spent: '220',
    limit: '500',
    remaining: '280',
    percentUsed: '44',
    burnRatePerDay: '20',
    otherCurrencies: [{ currency: 'EUR', spent: '11' }],
    currency: 'USD',
    completeThrough: '2026-11-10',
    budget: { id, name: 'fleet' },
  });
  expect(Number(body.forecast.mean)).toBeCloseTo(600, 0);
  expect(body.exhaustsOn).toBe('2026-11-26');
  expect(body.thresholds.map(({ state }: { state: string }) => state)).toEqual(['fired', 'fired', 'pending']);
});

it('stores states and when a threshold first fired, by the job, once', async () => {
  const { id } = await make({ name: 'watched', thresholds: [{ percent: 10, basis: 'actual' }] });
  const checked = [];
  for (let round = 0; round < 4; round++) {
    const run = await test.rest('POST', '/jobs/budgets.check/run?wait=30');
    expect([run.status, run.body.state]).toEqual([200, 'done']);
    checked.push((await test.rest('GET', `/budgets/${id}`)).body.checkedAt);
  }
  expect([...new Set(checked)].sort()).toEqual(checked);
  expect((await test.rest('GET', `/budgets/${id}`)).body.state).toBe('warning');
  const { body } = await test.rest('GET', `/budgets/${id}/status`);
  expect(body.thresholds).toMatchObject([
    { percent: 10, amount: '100', state: 'fired', firedAt: expect.stringContaining('2026-11-12T10:00') },
  ]);
});

it('keeps nothing of a budget that is changed while it is judged', async () => {
  const { id } = await make({ name: 'hasty', thresholds: [{ percent: 10, basis: 'actual' }] });
  const judged = await everything(() => test.db.repository(Budget).findOneByOrFail({ id }));
  await test.app.get(BudgetStatuses).check(judged, async (keep) => {
    await test.rest('PATCH', `/budgets/${id}`, { limit: '9000' });
    await keep();
  });
  const { body } = await test.rest('GET', `/budgets/${id}`);
  expect([body.state, body.checkedAt]).toEqual([null, null]);
  expect((await test.rest('GET', `/budgets/${id}/status`)).body.thresholds).toMatchObject([{ state: 'pending' }]);
});

it('names every value that cannot be used', async () => {
  const bad = {
    name: '',
    limit: '0',
    currency: 'DOL',
    period: 'weekly',
    scope: { tags: 1 },
    thresholds: [{ basis: 'x' }],
    y: 1,
  };
  const { status, type, body } = await test.rest('POST', '/budgets', bad);
  expect([status, type]).toEqual([422, 'application/problem+json; charset=utf-8']);
  const fields = body.errors.map(({ field }: { field: string }) => field).sort();
  expect(fields).toEqual(['currency', 'limit', 'name', 'period', 'scope.tags', 'thresholds.0.basis', 'y']);
  expect((await test.rest('POST', '/budgets', { ...budget, period: 'custom' })).body.errors[0].field).toBe('period');
});

it.each([[[]], [[null]], [['5']], [{}], [{ toString: 1 }]])('refuses %j where an amount is due', async (limit) => {
  const thresholds = [{ amount: limit, basis: 'actual' }];
  const bad = { ...budget, limit, thresholds, plan: [{ start: '2026-10-01', limit }] };
  const { status, body } = await test.rest('POST', '/budgets', bad);
  expect(status).toBe(422);
  const fields = body.errors.map(({ field }: { field: string }) => field).sort();
  expect(fields).toEqual(['limit', 'plan.0.limit', 'thresholds.0.amount']);
});

it.each([['[]'], ['[[[]]]'], ['['.repeat(20_000) + ']'.repeat(20_000)]])(
  'refuses a scope that is a list',
  async (scope) => {
    const body = `{"name":"n","limit":"1","currency":"USD","period":"monthly","scope":${scope}}`;
    const { status } = await test.rest('POST', '/budgets', body, { 'content-type': 'application/json' });
    expect(status).toBe(422);
  },
);

it('keeps two people from overwriting each other, and records each change', async () => {
  const created = await test.rest('POST', '/budgets', { ...budget, name: 'shared' });
  expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"']);
  const path = `/budgets/${created.body.id}`;
  const changed = await test.rest('PATCH', path, { limit: '2000.000000000000000001' }, { 'if-match': '"1"' });
  expect([changed.status, changed.body.limit, changed.headers.get('etag')]).toEqual([
    200,
    '2000.000000000000000001',
    '"2"',
  ]);
  expect((await test.rest('PATCH', path, { limit: '3' }, { 'if-match': '"1"' })).status).toBe(412);
  expect((await test.rest('DELETE', path, undefined, { 'if-match': '"2"' })).status).toBe(204);
  expect((await test.rest('GET', path)).status).toBe(404);
  const { items } = (await test.rest('GET', `/audit?subjectId=${created.body.id}&sort=at`)).body;
  expect(items.map(({ action }: { action: string }) => action)).toEqual([
    'budget.create',
    'budget.update',
    'budget.delete',
  ]);
  expect(items[1]).toMatchObject({ before: { limit: '1000' }, after: { limit: '2000.000000000000000001' } });
});

it('answers a repeated POST with its first answer', async () => {
  const headers = { 'idempotency-key': 'once' };
  const first = await test.rest('POST', '/budgets', { ...budget, name: 'twice' }, headers);
  const again = await test.rest('POST', '/budgets', { ...budget, name: 'twice' }, headers);
  expect([again.status, again.body.id, again.headers.get('idempotent-replayed')]).toEqual([201, first.body.id, 'true']);
  expect((await test.rest('POST', '/budgets', { ...budget, name: 'other' }, headers)).status).toBe(422);
});

it('builds a hierarchy of one currency, without circles, answered in one query a level', async () => {
  const top = await make({ name: 'company' });
  const part = await make({ name: 'team', parentId: top.id });
  expect((await test.rest('PATCH', `/budgets/${top.id}`, { parentId: part.id })).status).toBe(422);
  expect((await test.rest('POST', '/budgets', { ...budget, currency: 'EUR', parentId: top.id })).status).toBe(422);
  expect((await test.rest('DELETE', `/budgets/${top.id}`)).status).toBe(409);
  const { data } = await test.graphql(
    'query ($id: ID!) { budget(id: $id) { name parts { name status { state spent } } } }',
    {
      id: top.id,
    },
  );
  expect(data.budget).toEqual({
    name: 'company',
    parts: [{ name: 'team', status: { state: 'ok', spent: '220' } }],
  });
});

it('watches the part of the estate that its filter names', async () => {
  const { id } = await make({ name: 'one account', scope: { accounts: ['101'] } });
  expect((await test.rest('GET', `/budgets/${id}/status`)).body.spent).toBe('110');
});

it('shows a narrower scope its own budgets, counted within it, and no others', async () => {
  const token = test.scoped({ kind: 'accounts', accounts: ['102'] });
  const headers = { authorization: `Bearer ${token}` };
  const everyone = await make({ name: 'of everyone' });
  const own = await test.rest('POST', '/budgets', { ...budget, name: 'own' }, headers);
  const listed = await test.rest('GET', '/budgets', undefined, headers);
  expect(listed.body).toMatchObject({ total: 1, items: [{ id: own.body.id }] });
  expect((await test.rest('GET', `/budgets/${own.body.id}/status`, undefined, headers)).body).toMatchObject({
    spent: '110',
    otherCurrencies: [],
  });
  expect((await test.rest('GET', `/budgets/${everyone.id}/status`, undefined, headers)).status).toBe(404);
  expect((await test.rest('PATCH', `/budgets/${everyone.id}`, { name: 'x' }, headers)).status).toBe(404);
});

it('does the same through GraphQL', async () => {
  const { data } = await test.graphql(
    `mutation { createBudget(input: { name: "graph", limit: "0.000000012345", currency: "USD", period: annual,
       thresholds: [{ percent: 80, basis: forecasted }], plan: [{ start: "2026-01-01", limit: "5000" }] }) {
         id limit thresholds { percent basis } plan { start limit } status { limit state } } }`,
  );
  expect(data.createBudget).toMatchObject({
    limit: '0.000000012345',
    thresholds: [{ percent: 80, basis: 'forecasted' }],
    plan: [{ start: '2026-01-01', limit: '5000' }],
    status: { limit: '5000' },
  });
  const { id } = data.createBudget;
  const stale = await test.graphql(`mutation { updateBudget(id: "${id}", changes: { name: "n" }, version: 7) { id } }`);
  expect(stale.errors[0].extensions.code).toBe('CONFLICT');
  expect((await test.graphql(`mutation { deleteBudget(id: "${id}") }`)).data.deleteBudget).toBe(true);
});
