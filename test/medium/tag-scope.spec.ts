import fc from 'fast-check';
import type { Scope } from '#common';
import { Viewer, Visit, visiting } from '#data';
import { MonthsService } from '../../libs/cost/src/imports/months.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { asOwner } from '../support/database.js';
import { csvOf, focusFile, randomOf } from '../support/focus-file.js';

const TAGS = { team: ['payments', 'search'], env: ['prod', 'dev'], vault: ['a', 'b', 'c'] };
const ACCOUNTS = ['100', '200', '300'];
const DAYS = 'from=2026-07-01&to=2026-12-01';

type Part = Exclude<Scope, { kind: 'all' } | { kind: 'any' }>;

let test: TestApp;

/** Charges of one resource say different tags, fewer tags or none; some have no resource. */
async function deliver(month: string, seed: number) {
  const random = randomOf(seed);
  const { header, rows } = focusFile('1.2', { month, rows: 240, seed, providers: ['AWS'] });
  const tags = () =>
    Object.entries(TAGS).flatMap(([key, values]) =>
      random() < 0.4 ? [[key, values[Math.floor(random() * values.length)]]] : [],
    );
  const csv = csvOf(
    header,
    rows.map((row, at) => ({
      ...row,
      SubAccountId: ACCOUNTS[at % 3]!,
      Tags: random() < 0.2 ? null : JSON.stringify(Object.fromEntries(tags())),
      ...(row.ResourceId && { ResourceId: `resource-${at % 30}`, ResourceName: `name ${at % 30}` }),
    })),
  );
  const path = `/cost/imports?filename=${month}.csv&source=s&wait=60`;
  const { body } = await test.rest('POST', path, csv, { 'content-type': 'text/csv' });
  expect(body.state).toBe('done');
}

beforeAll(async () => {
  test = await startApp();
  await deliver('2026-09-01', 7);
  await deliver('2026-10-01', 8);
}, 120_000);

afterAll(() => test.close());

const quoted = (words: readonly string[]) => `array[${words.map((word) => `'${word}'`).join(', ')}]::text[]`;

/** The rule in plain words: what the charge says of the key, else what its resource says. */
const inPart = (part: Part) => {
  if (part.kind === 'accounts') return `a.external_id = any(${quoted(part.accounts)})`;
  const said = `coalesce(t.tags ->> '${part.key}', r.tags ->> '${part.key}')`;
  return part.values.length ? `${said} = any(${quoted(part.values)})` : `${said} is not null`;
};

async function reference(parts: readonly Part[]) {
  const sql = `select coalesce(sum(c.effective_cost), 0)::text as sum, count(*)::int as n from charge c
    join cloud_account a on a.id = c.account_id join tag_set t on t.id = c.tag_set_id
    left join resource r on r.id = c.resource_uid where coalesce(${parts.map(inPart).join(' or ')}, false)`;
  const [row] = (await asOwner(test.databaseUrl, sql)).rows as { sum: string; n: number }[];
  return { sum: Number(row!.sum), n: row!.n };
}

const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 1, arbitrary: fc.subarray(ACCOUNTS).map((accounts) => ({ kind: 'accounts' as const, accounts })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...Object.entries(TAGS))
      .chain(([key, values]) => fc.subarray(values).map((some) => ({ kind: 'tag' as const, key, values: some }))),
  },
);
const partsOf = (scope: Scope) => (scope.kind === 'any' ? scope.of : [scope as Part]);
const scope: fc.Arbitrary<Scope> = fc.oneof(
  part,
  fc.array(part, { minLength: 2, maxLength: 3 }).map((of) => ({ kind: 'any' as const, of })),
);

/** The sum of what the policies show of a table, asked without any condition. */
const shown = (asking: Scope, table: string, column: string) =>
  visiting(new Visit(Viewer.of({ actor: 'token:t', permissions: 'all', scope: asking })), async () => {
    const sql = `select coalesce(sum(${column}), 0)::text as sum, count(*)::int as n,
      count(*) filter (where not exists (select from tag_set t where t.id = tag_set_id))::int as unread from ${table}`;
    const [row] = await test.db.query<{ sum: string; n: number; unread: number }>(sql);
    return { ...row!, sum: Number(row!.sum) };
  });

/** Each way to the same sum, as its caller is answered. */
async function sums(asking: Scope) {
  const authorization = `Bearer ${test.scoped(asking)}`;
  const total = async (path: string) => (await test.rest('GET', `${path}&${DAYS}`, undefined, { authorization })).body;
  const summed = async (groupBy: string) => {
    const { currencies } = await total(`/cost/summary?${groupBy}`);
    return Number(currencies[0]?.total ?? 0);
  };
  const charged = (await total('/cost/charges?measures=sum:EffectiveCost')).currencies[0];
  return {
    services: await summed('groupBy=service'),
    tags: await summed('groupBy=tag:env&granularity=daily'),
    charges: Number(charged?.total?.['sum:EffectiveCost'] ?? 0),
  };
}

async function agree(asking: Scope) {
  const { sum, n } = await reference(partsOf(asking));
  const near = (value: number) => expect([asking, value]).toEqual([asking, expect.closeTo(sum, 6)]);
  Object.values(await sums(asking)).forEach(near);
  for (const [table, column] of [
    ['charge', 'effective_cost'],
    ['charge_resource_daily', 'effective'],
    ['charge_resource_monthly', 'effective'],
  ] as const) {
    const found = await shown(asking, table, column);
    near(found.sum);
    expect([asking, table, found.unread]).toEqual([asking, table, 0]);
    if (table === 'charge') expect([asking, found.n]).toEqual([asking, n]);
  }
}

it('sums, of any scope, what a plain question finds: the charge’s tags, else its resource’s', async () => {
  await test.app.get(MonthsService).make(new AbortController().signal);
  await fc.assert(fc.asyncProperty(scope, agree), { numRuns: 40, seed: 20261124 });
}, 240_000);

it('follows the tags that a resource gets later, also in what was answered before', async () => {
  const asking: Scope = { kind: 'tag', key: 'team', values: ['search'] };
  const before = await reference([asking]);
  await asOwner(test.databaseUrl, `update resource set tags = tags || '{"team": "search"}' where name < 'name 2'`);
  expect((await reference([asking])).n).toBeGreaterThan(before.n);
  await agree(asking);
});

it('shows a charge without resource and without the tag to nobody who sees a part by tag', async () => {
  const asking: Scope = { kind: 'tag', key: 'team', values: [] };
  const viewer = Viewer.of({ actor: 'token:t', permissions: 'all', scope: asking });
  const unattributed = `select count(*)::int as n from charge c where resource_uid is null
    and not exists (select from tag_set t where t.id = c.tag_set_id and t.tags ? 'team')`;
  const [all] = (await asOwner(test.databaseUrl, unattributed)).rows as { n: number }[];
  expect(all!.n).toBeGreaterThan(0);
  expect(await visiting(new Visit(viewer), () => test.db.query(unattributed))).toEqual([{ n: 0 }]);
});
