import { Database } from '#data';
import { ACCOUNT_DAILY } from '../../libs/cost/src/imports/roll-ups.js';
import { startApp, type TestApp } from '../support/app.js';

const ACCOUNT = '00000000-0000-7000-8000-000000000001';
let test: TestApp;

/** A year of an account that costs 100 USD on weekdays and 40 on weekends, and 10 days of one that costs 7 EUR. */
beforeAll(async () => {
  test = await startApp();
  const db = test.app.get(Database);
  await db.query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at)
     values ('${ACCOUNT}', 'aws', '101', 'one', 'bill', now(), now())`,
  );
  await db.query(
    `insert into cost_import (id, source, place, names, state, created_by, created_at) values ('${ACCOUNT}', 's', '{}', '{}', 'done', 't', now())`,
  );
  await db.query(
    `insert into statement (import_id, source, provider, billing_account_id, billing_period, billing_period_end, is_active,
       first_day, last_day, attempt) values ('${ACCOUNT}', 's', 'aws', '100', '2025-05-01', '2026-05-01', true, '2025-05-01', '2026-04-30', 1)`,
  );
  await db.query(
    `insert into spend_daily (statement_id, billing_period, day, account_id, service, currency, billed, effective, list, contracted)
     select 1, '2025-05-01'::date, d::date, '${ACCOUNT}'::uuid, 'svc', 'USD', 0, case when extract(isodow from d) < 6 then 100 else 40 end, 0, 0
     from generate_series('2025-05-01'::date, '2026-04-30', '1 day') d
     union all select 1, '2025-05-01'::date, d::date, '${ACCOUNT}'::uuid, 'other', 'EUR', 0, 7, 0, 0
     from generate_series('2026-04-21'::date, '2026-04-30', '1 day') d`,
  );
  await db.query(ACCOUNT_DAILY, [[1], ['2025-05-01']]);
});
afterAll(() => test.close());

it('continues the week, keeps currencies apart, and is honest about a short history', async () => {
  const { status, body } = await test.rest('GET', '/cost/forecast');
  expect([status, body.from, body.to, body.level]).toEqual([200, '2026-05-01', '2026-06-01', 80]);
  const [eur, usd] = body.currencies;
  expect([eur.currency, eur.insufficientHistory, eur.method]).toEqual(['EUR', true, 'run-rate']);
  expect([usd.currency, usd.insufficientHistory, usd.points.length]).toEqual(['USD', false, 31]);
  expect(Number(usd.points[0].mean)).toBeCloseTo(100, 0);
  expect(Number(usd.points[1].mean)).toBeCloseTo(40, 0);
  expect(Number(usd.total.mean)).toBeCloseTo(21 * 100 + 10 * 40, -1);
  expect(usd.backtest.folds).toBeGreaterThan(1);
});

it('answers the second time from the stored model, for any horizon and level', async () => {
  const db = test.app.get(Database);
  const [{ fittedAt }] = (await db.query<{ fittedAt: Date }>('select fitted_at as "fittedAt" from forecast_model')) as [
    { fittedAt: Date },
  ];
  const { body } = await test.rest('GET', '/cost/forecast?horizon=7&level=95');
  expect(body.currencies[1].points).toHaveLength(7);
  const rows = await db.query<{ fittedAt: Date }>('select fitted_at as "fittedAt" from forecast_model');
  expect(rows).toEqual([{ fittedAt }]);
});

it('tells GraphQL the same', async () => {
  const rest = await test.rest('GET', '/cost/forecast?horizon=quarter-end&service=svc');
  const { data } = await test.graphql(
    `{ costForecast(horizon: "quarter-end", filter: { services: ["svc"] }) {
         from to level metric completeThrough currencies { currency method insufficientHistory total { mean lower upper }
           points { date mean lower upper } backtest { wape mase coverage folds } } } }`,
  );
  expect(data.costForecast).toEqual(rest.body);
  expect(rest.body.to).toBe('2026-07-01');
});

it('shows a scope nothing of what it cannot see', async () => {
  const headers = { authorization: `Bearer ${test.scoped({ kind: 'accounts', accounts: ['999'] })}` };
  expect((await test.rest('GET', '/cost/forecast', undefined, headers)).body.currencies).toEqual([]);
});

it.each(['horizon=0', 'horizon=401', 'horizon=soon', 'level=50', 'level=100', 'groupBy=service'])(
  'refuses %s',
  async (query) => {
    expect((await test.rest('GET', `/cost/forecast?${query}`)).status).toBe(422);
  },
);
