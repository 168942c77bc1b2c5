import { Database } from '#data';
import { AddingUp } from '../../libs/cost/src/imports/adding-up.js';
import { ensurePartitions } from '../../libs/cost/src/imports/partitions.js';
import { startApp, type TestApp } from '../support/app.js';

const ID = '00000000-0000-7000-8000-00000000000';
let test: TestApp;
let db: Database;

beforeAll(async () => {
  test = await startApp();
  db = test.app.get(Database);
  await ensurePartitions((sql, params) => db.query(sql, params), ['2026-05-01', '2026-06-01']);
  await db.query(
    `insert into cost_import (id, source, place, names, state, created_by, created_at) values ('${ID}1', 's', '{}', '{}', 'done', 't', now())`,
  );
});
afterAll(() => test.close());

/** Ninety charges of two bills, three a day, in lines that go through May and June by turns. */
async function bills() {
  const statements = [];
  for (const [index, start] of ['2026-05-01', '2026-06-01'].entries()) {
    const [row] = await db.query<{ id: number }>(
      `insert into statement (import_id, source, provider, billing_account_id, billing_period, billing_period_end, attempt)
       values ('${ID}1', 's', 'aws', '1', $1, $1::date + 30, 1) returning id`,
      [start],
    );
    await db.query(
      `insert into charge (statement_id, billing_period, account_id, line, resource_uid, tag_set_id, charge_period_start,
         service_name, service_category, billing_currency, billed_cost, effective_cost, pricing_quantity)
       select $1, $2::date, '${ID}2', 2 * n + $3, ('${ID}' || n % 3)::uuid, 1, $2::date + n / 3 * interval '1 day', 'EC2',
         'Compute', 'USD', 0.1 + n, n * 1.000000000000000000001, n
       from generate_series(1, 45) n`,
      [row!.id, start, index],
    );
    statements.push({ id: row!.id, start, provider: 'aws', billingAccountId: '1', end: start, rows: 45 });
  }
  return statements;
}

interface Sums {
  billed: string;
  effective: string;
  keys: number;
}

const sums = async (sql: string, ids: number[]) => {
  const text = `select sum(billed)::text as billed, sum(effective)::text as effective, count(*)::int as keys
    from (select sum(billed) as billed, sum(effective) as effective from (${sql}) c group by keys) g`;
  return (await db.query<Sums>(text, [ids]))[0];
};
const charges = (keys: string) =>
  `select (${keys}) as keys, billed_cost as billed, effective_cost as effective
   from (select *, (charge_period_start at time zone 'UTC')::date as day from charge) c where statement_id = any($1)`;
const rollUp = (table: string, keys: string) =>
  `select (${keys}) as keys, billed, effective from ${table} where statement_id = any($1)`;

it.each([
  [[], false],
  [[30], false],
  [[7, 8, 50, 91], false],
  [[30, 60], true],
])('adds up the same whatever the segments are (%j, in mixed order: %j)', async (lines: number[], isMixed: boolean) => {
  const statements = await bills();
  const ids = statements.map(({ id }) => id);
  let taken = 0;
  // Only after the first segment is it known.
  const mixes = () => isMixed && taken > 0;
  const adding = new AddingUp(db, () => statements, mixes);
  for (const line of lines) {
    await adding.take(line);
    taken++;
  }
  await adding.finish(91);
  const fine = 'statement_id, day, resource_uid';
  expect(await sums(rollUp('charge_resource_daily', fine), ids)).toEqual(await sums(charges(fine), ids));
  const coarse = 'statement_id, day';
  const expected = await sums(charges(coarse), ids);
  expect(expected).toMatchObject({ billed: '2079.0', keys: 32 });
  expect(await sums(rollUp('spend_daily', coarse), ids)).toEqual(expected);
  expect(await sums(rollUp('account_daily', coarse), ids)).toEqual(expected);
});
