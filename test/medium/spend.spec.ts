import { Database } from '#data';
import { ACCOUNT_DAILY } from '../../libs/cost/src/imports/roll-ups.js';
import { startApp, type TestApp } from '../support/app.js';
import { BEARERS } from '../support/bearers.js';

const ACCOUNT = '00000000-0000-7000-8000-00000000000';
let test: TestApp;

/** Two accounts with a month of charges, `n` hours on the n-th day at 1.000000000000000000001 an hour; the roll-ups alone. */
beforeAll(async () => {
  test = await startApp();
  const db = test.app.get(Database);
  await db.query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at)
     select ('${ACCOUNT}' || n)::uuid, 'aws', '10' || n, 'acc' || n, 'bill', now(), now() from generate_series(1, 2) n`,
  );
  await db.query(
    `insert into cost_import (id, source, place, names, state, created_by, created_at) values ('${ACCOUNT}9', 's', '{}', '{}', 'done', 't', now())`,
  );
  await db.query(
    `insert into statement (import_id, source, provider, billing_account_id, billing_period, billing_period_end, is_active,
       first_day, last_day, attempt) values ('${ACCOUNT}9', 's', 'aws', '100', '2026-05-01', '2026-06-01', true, '2026-05-01', '2026-05-31', 1)`,
  );
  await db.query(`insert into tag_set (hash, tags) values ('\\x00', '{"team": "payments"}'), ('\\x01', '{}')`);
  await db.query(`select add_billing_month('2026-05-01')`);
  await db.query(
    `insert into charge_resource_daily (statement_id, billing_period, day, account_id, region, service, category, currency,
       charge_category, sku_id, sku_price_id, pricing_unit, tag_set_id, billed, effective, list, contracted, pricing_quantity)
     select 1, '2026-05-01', '2026-05-01'::date + d, ('${ACCOUNT}' || a)::uuid, 'r', 'svc' || a, 'Compute', 'USD', 'Usage',
       'sku', 'price', 'Hours', a, 1.000000000000000000001 * (d + 1), 2, 3, 4, d + 1
     from generate_series(0, 30) d, generate_series(1, 2) a`,
  );
  await db.query(
    `insert into spend_daily (statement_id, billing_period, day, account_id, region, service, category, currency, billed,
       effective, list, contracted)
     select statement_id, billing_period, day, account_id, region, service, category, currency, billed, effective, list,
       contracted from charge_resource_daily`,
  );
  for (const sql of [ACCOUNT_DAILY, BEARERS]) await db.query(sql, [[1], ['2026-05-01']]);
});
afterAll(() => test.close());

const MAY = 'from=2026-05-01&to=2026-06-01';
const one = {
  key: { service: 'svc1', account: '101' },
  names: { account: 'acc1' },
  total: '496.000000000000000000496',
};

it('sums to the last digit, tells the largest groups apart and folds the rest', async () => {
  const { body } = await test.rest('GET', `/cost/summary?${MAY}&groupBy=service,account&metric=billed&top=1`);
  expect(body).toMatchObject({ from: '2026-05-01', to: '2026-06-01', completeThrough: '2026-05-31', metric: 'billed' });
  expect(body.currencies).toEqual([
    {
      currency: 'USD',
      total: '992.000000000000000000992',
      previousTotal: '0',
      groups: [{ ...one, points: [] }],
      otherGroups: { count: 1, total: '496.000000000000000000496', points: [] },
    },
  ]);
});

it('gives a point for each day or month', async () => {
  const daily = await test.rest('GET', `/cost/summary?${MAY}&granularity=daily&metric=billed`);
  const [{ groups }] = daily.body.currencies;
  expect(groups[0].points).toHaveLength(31);
  expect(groups[0].points[30]).toEqual({ date: '2026-05-31', amount: '62.000000000000000000062' });
  const monthly = await test.rest('GET', `/cost/summary?${MAY}&granularity=monthly&metric=list`);
  expect(monthly.body.currencies[0].groups[0].points).toEqual([{ date: '2026-05-01', amount: '186' }]);
});

it('takes the days that are left out from the bills: the last 30 whole ones', async () => {
  const { data } = await test.graphql('{ costSummary { from to currencies { total previousTotal } } }');
  expect(data.costSummary).toMatchObject({ from: '2026-05-02', to: '2026-06-01', currencies: [{ total: '120' }] });
});

it('groups and filters by tag, an untagged charge having none', async () => {
  const tagged = await test.rest('GET', `/cost/summary?${MAY}&groupBy=tag:team`);
  expect(tagged.body.currencies[0].groups.map(({ key }: { key: object }) => key)).toEqual([
    { 'tag:team': 'payments' },
    { 'tag:team': null },
  ]);
  const only = await test.rest('GET', `/cost/summary?${MAY}&tag.team=payments`);
  expect(only.body.currencies[0].total).toBe('62');
  const other = await test.rest('GET', `/cost/summary?${MAY}&not.tag.team=payments&groupBy=account`);
  expect(other.body.currencies[0].groups.map(({ key }: { key: object }) => key)).toEqual([{ account: '102' }]);
});

it('takes a change apart into usage, price and the rest, which add up to it', async () => {
  const query = 'from=2026-05-16&to=2026-05-31&compareTo=2026-05-01..2026-05-16&metric=billed&groupBy=account';
  const [{ change, drivers }] = (await test.rest('GET', `/cost/drivers?${query}`)).body.currencies;
  expect(change).toBe('450.00000000000000000045');
  expect(drivers[0]).toMatchObject({
    amount: '345.000000000000000000345',
    previousAmount: '120.00000000000000000012',
    change: '225.000000000000000000225',
    usageEffect: '225.000000000000',
    priceEffect: '0.000000000000000000225',
    otherEffect: '0',
  });
  const all = await test.graphql(
    '{ costDrivers(from: "2026-05-01", to: "2026-06-01") { currencies { drivers { key otherEffect } } } }',
  );
  expect(all.data.costDrivers.currencies[0].drivers[0]).toEqual({ key: { service: 'svc1' }, otherEffect: '62' });
});

it.each([
  [{ kind: 'accounts', accounts: ['101'] } as const, 'svc1'],
  [{ kind: 'tag', key: 'team', values: ['payments'] } as const, 'svc1'],
])('sums only what the scope %j sees', async (scope, service) => {
  const headers = { authorization: `Bearer ${test.scoped(scope)}` };
  const { body } = await test.rest('GET', `/cost/summary?${MAY}&groupBy=service`, undefined, headers);
  expect(body.currencies[0]).toMatchObject({ total: '62', groups: [{ key: { service } }], otherGroups: null });
  const drivers = await test.rest('GET', `/cost/drivers?${MAY}`, undefined, headers);
  expect(drivers.body.currencies[0]).toMatchObject({ total: '62', drivers: [{ key: { service } }] });
});

it.each(['form=1', 'from=2026-02-30', 'from=2026-06-01&to=2026-05-01', 'groupBy=nothing', 'top=0', 'metric=paid'])(
  'refuses %s',
  async (query) => {
    expect(await test.rest('GET', `/cost/summary?${query}`)).toMatchObject({ status: 422, body: { code: 'INVALID' } });
  },
);
