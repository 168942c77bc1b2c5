import { MonthsService } from '#cost';
import { Database } from '#data';
import { ACCOUNT_DAILY } from '../../libs/cost/src/imports/roll-ups.js';
import { startApp, type TestApp } from '../support/app.js';

const ACCOUNT = '00000000-0000-7000-8000-00000000000';
const MONTHS = ['2026-03-01', '2026-04-01', '2026-05-01'];
const PLACE = 'statement_id, billing_period, day, account_id, region, service, category, currency';
let test: TestApp;
let db: Database;

/**
 * A bill for each of three months: on the n-th day two services of two accounts cost n and 2n of their own, told in two
 * rows of the finest roll-up as after a bill of two segments; the tenth day of a month has no charges.
 */
beforeAll(async () => {
  test = await startApp();
  db = test.app.get(Database);
  await db.query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at)
     select ('${ACCOUNT}' || n)::uuid, 'aws', '10' || n, 'acc' || n, 'bill', now(), now() from generate_series(1, 2) n`,
  );
  await db.query(
    `insert into cost_import (id, source, place, names, state, created_by, created_at) values ('${ACCOUNT}9', 's', '{}', '{}', 'done', 't', now())`,
  );
  await db.query(`insert into tag_set (hash, tags) values ('\\x00', '{"team": "payments"}'), ('\\x01', '{}')`);
  for (const [index, month] of MONTHS.entries()) await bill(index + 1, month);
});
afterAll(() => test.close());

async function bill(id: number, month: string) {
  await db.query(
    `insert into statement (import_id, source, provider, billing_account_id, billing_period, billing_period_end, is_active,
       first_day, last_day, attempt)
     select '${ACCOUNT}9', 's', 'aws', '100', $1::date, next, true, $1::date, next - 1, 1
     from (select ($1::date + interval '1 month')::date as next) n`,
    [month],
  );
  await db.query('select add_billing_month($1)', [month]);
  await db.query(
    `insert into charge_resource_daily (${PLACE}, charge_category, sku_id, tag_set_id, resource_uid, resource_type, billed,
       effective, list, contracted)
     select $1::int, $2::date, d::date, ('${ACCOUNT}' || a)::uuid, 'r' || a, 'svc' || v, 'Compute', 'USD', 'Usage', 'sku', a,
       ('${ACCOUNT}' || v)::uuid, 'vm', 0, extract(day from d) * v * $1::int / 2 + segment, 0, 0
     from generate_series($2::date, $2::date + interval '1 month' - interval '1 day', '1 day') d,
       generate_series(1, 2) a, generate_series(1, 2) v, (values (-7), (7)) s (segment)
     where extract(day from d) <> 10`,
    [id, month],
  );
  await db.query(
    `insert into spend_daily (${PLACE}, billed, effective, list, contracted)
     select ${PLACE}, sum(billed), sum(effective), sum(list), sum(contracted) from charge_resource_daily
     where statement_id = $1 group by ${PLACE}`,
    [id],
  );
  await db.query(ACCOUNT_DAILY, [[id], [month]]);
}

const PERIODS = [
  'from=2026-03-01&to=2026-06-01',
  'from=2026-03-10&to=2026-05-20',
  'from=2026-03-31&to=2026-07-15',
  'from=2026-04-01&to=2026-05-01',
  'from=2026-04-02&to=2026-04-30',
  'from=2026-04-20&to=2026-05-11',
];
const QUESTIONS = [
  'groupBy=service',
  'groupBy=service,account&granularity=monthly',
  'groupBy=tag:team&granularity=monthly',
  'groupBy=resource&tag.team=payments',
  'groupBy=type,provider&provider=aws&service=svc2',
  'groupBy=service&granularity=daily&region=r1',
  'groupBy=tag:team,account&granularity=daily',
  'groupBy=resource&granularity=daily&type=vm',
];
const ASKED = PERIODS.flatMap((period) => [
  ...QUESTIONS.map((question) => `summary?${period}&${question}`),
  `drivers?${period}&groupBy=account`,
]);

/** Another `top`, which changes nothing of so few groups, makes the same question one that was not asked before. */
const ask = (top: number) =>
  Promise.all(ASKED.map(async (query) => (await test.rest('GET', `/cost/${query}&top=${top}`)).body));

it('answers by days and by months alike, as soon as they are made, and then from nothing else', async () => {
  const byDays = await ask(7);
  const totals = byDays.map(({ currencies }) => currencies[0].total);
  const days = (n: number) => (n * (n + 1)) / 2 - 10;
  expect(totals[0]).toBe(String(6 * (days(31) + 2 * days(30) + 3 * days(31))));
  expect(new Set(totals).size).toBeGreaterThan(10);
  const months = test.app.get(MonthsService);
  const { signal } = new AbortController();
  await db.query('update statement set is_active = false where id = 3');
  expect(await months.make(signal)).toBe(2);
  await db.query('update statement set is_active = true where id = 3');
  expect(await ask(8)).toEqual(byDays);
  expect([await months.make(signal), await months.make(signal)]).toEqual([1, 0]);
  expect(await ask(9)).toEqual(byDays);
  await db.query('delete from charge_resource_daily');
  await db.query('delete from spend_daily');
  expect(await ask(10)).toEqual(byDays);
});
