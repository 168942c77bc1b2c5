import { Clock, Decimal } from '#common';
import { Database } from '#data';
import { ChargesService } from '../../libs/cost/src/charges/charges.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { csvOf, focusFile, type Row } from '../support/focus-file.js';

let test: TestApp;
const file = focusFile('1.2', { month: '2026-09-01', rows: 200, seed: 3 });
const newer = focusFile('1.4', { month: '2026-08-01', rows: 40, seed: 4, providers: ['AWS'] });
const rows: Row[] = file.rows.map((row, at) => ({ ...row, x_Project: at % 3 ? `p${at % 2}` : null }));

beforeAll(async () => {
  test = await startApp();
  test.app.get(Clock).now = () => new Date('2026-10-02T09:00:00Z');
  for (const csv of [csvOf([...file.header, 'x_Project'], rows), newer.csv()]) {
    const { body } = await test.rest('POST', '/cost/imports?filename=a.csv&wait=60', csv, {
      'content-type': 'text/csv',
    });
    expect(body).toMatchObject({ state: 'done', rowsQuarantined: 0 });
  }
});
afterAll(() => test.close());

type Word = readonly [string, string];
const PERIOD: Word[] = [
  ['from', '2026-08-01'],
  ['to', '2026-10-01'],
];
const bill: Word[] = [
  ['from', '2026-09-01'],
  ['to', '2026-10-01'],
  ['by', 'billing'],
];

const ask = (words: readonly Word[], token?: string) =>
  test.rest(
    'GET',
    `/cost/charges?${new URLSearchParams(words.map(([name, value]) => [name, value])).toString()}`,
    undefined,
    token ? { authorization: `Bearer ${token}` } : {},
  );

/** How many charges an answer counts, all currencies together. */
const counted = (body: any) =>
  body.currencies.reduce((sum: number, { groups }: any) => sum + Number(groups[0].measures.count), 0);

const number = (text: string | null | undefined) => (text ? Number(text) : NaN);

it.each<[string, (row: Row) => boolean]>([
  ['ChargeCategory:eq:Tax', (row) => row.ChargeCategory === 'Tax'],
  ['ChargeClass:ne:Correction', (row) => row.ChargeClass !== 'Correction'],
  ['ProviderName:in:AWS,Microsoft', (row) => row.ProviderName !== 'Google Cloud'],
  ['RegionId:notin:eu-central-1,westeurope', (row) => !['eu-central-1', 'westeurope'].includes(row.RegionId!)],
  ['RegionId:isnull', (row) => row.RegionId === null],
  ['SkuPriceDetails:notnull', (row) => row.SkuPriceDetails !== null],
  ['EffectiveCost:lt:0', (row) => number(row.EffectiveCost) < 0],
  ['PricingQuantity:gte:4.5', (row) => number(row.PricingQuantity) >= 4.5],
  ['ChargePeriodStart:gt:2026-09-12T10:00:00Z', (row) => row.ChargePeriodStart! > '2026-09-12T10:00:00Z'],
  [
    'SkuPriceDetails.CoreCount:gt:2',
    (row) => number(row.SkuPriceDetails && JSON.parse(row.SkuPriceDetails).CoreCount) > 2,
  ],
  ['ServiceName:like:amazon%', (row) => row.ServiceName!.startsWith('Amazon')],
  ['ServiceName:notlike:%s%', (row) => !/s/i.test(row.ServiceName!)],
  ['PublisherName:eqcolumn:ProviderName', (row) => row.PublisherName === row.ProviderName],
  ['EffectiveCost:necolumn:ListCost', (row) => !new Decimal(row.EffectiveCost!).eq(row.ListCost!)],
  ['x.x_Project:eq:p1', (row) => row.x_Project === 'p1'],
  ['tag:Owner:eq:team-3', (row) => (row.Tags ? JSON.parse(row.Tags).Owner === 'team-3' : false)],
  ['Tags.CostCenter:isnull', (row) => !row.Tags],
])('selects %s', async (where, isMeant) => {
  const { status, body } = await ask([...bill, ['where', where], ['measures', 'count']]);
  const expected = rows.filter(isMeant).length;
  expect(expected).toBeGreaterThan(0);
  expect(expected).toBeLessThan(rows.length);
  expect([status, counted(body)]).toEqual([200, expected]);
});

it('answers GraphQL and REST alike, conditions and all', async () => {
  const words = `by: billing, from: "2026-09-01", to: "2026-10-01", filter: { providers: ["aws"] },
    where: [{ column: "ServiceName", op: in, values: ["Amazon S3", "AWS Lambda, or so"] }, { column: "RegionId", op: notnull }],
    groupBy: ["ServiceName", "x.x_Project"], measures: ["sum:EffectiveCost", "avg:EffectiveCost", "max:ListCost"]`;
  const { data } = await test.graphql(`{ costCharges(${words}) {
    from to by groupBy measures completeThrough currencies { currency groupCount total groups { key measures } } } }`);
  const { body } = await ask([
    ...bill,
    ['provider', 'aws'],
    ['where', 'ServiceName:eq:Amazon S3'],
    ['where', 'RegionId:notnull'],
    ['groupBy', 'ServiceName,x.x_Project'],
    ['measures', 'sum:EffectiveCost,avg:EffectiveCost,max:ListCost'],
  ]);
  expect(data.costCharges).toEqual(body);
  expect(body.currencies[0]).toMatchObject({ currency: 'USD', groupCount: 3 });
});

it('cuts at the limit and still counts and totals everything', async () => {
  const { body } = await ask([...bill, ['groupBy', 'ResourceId'], ['limit', '2']]);
  for (const { currency, groups, groupCount, total } of body.currencies) {
    const own = rows.filter((row) => row.BillingCurrency === currency);
    expect(groups).toHaveLength(2);
    expect(groupCount).toBe(new Set(own.map((row) => row.ResourceId)).size);
    const sum = own.reduce((all, row) => all.plus(row.EffectiveCost!), new Decimal(0));
    expect(new Decimal(total['sum:EffectiveCost']).toFixed()).toBe(sum.toFixed());
    const [first, second] = groups.map(({ measures }: any) => Number(measures['sum:EffectiveCost']));
    expect(first).toBeGreaterThanOrEqual(second);
  }
});

it('takes the last bills, or the last thirty days, unless told', async () => {
  const bills = await ask([['by', 'billing']]);
  expect(bills.body).toMatchObject({ from: '2026-09-01', by: 'billing', measures: ['sum:EffectiveCost'] });
  const { body } = await ask([]);
  expect(body).toMatchObject({ by: 'charge', groupBy: [], completeThrough: expect.any(String) });
  expect(Date.parse(body.to) - Date.parse(body.from)).toBe(30 * 86_400_000);
});

it('finds the provider of a bill under its old and its new name', async () => {
  const august: Word[] = [
    ['from', '2026-08-01'],
    ['to', '2026-09-01'],
    ['by', 'billing'],
  ];
  const { body } = await ask([...august, ['groupBy', 'ProviderName,ServiceProviderName'], ['measures', 'count']]);
  expect(body.currencies).toMatchObject([{ groups: [{ key: { ProviderName: 'AWS', ServiceProviderName: 'AWS' } }] }]);
});

it.each([
  [{ kind: 'accounts', accounts: ['100000000010'] } as const, (row: Row) => row.SubAccountId === '100000000010'],
  [{ kind: 'tag', key: 'Owner', values: ['team-2'] } as const, (row: Row) => Boolean(row.Tags?.includes('"team-2"'))],
])('counts only what the scope %j sees', async (scope, isSeen) => {
  const { body } = await ask([...bill, ['measures', 'count']], test.scoped(scope));
  expect(counted(body)).toBe(rows.filter(isSeen).length);
  const others = await ask(
    [...bill, ['where', 'SubAccountId:eq:100000000011'], ['measures', 'count']],
    test.scoped(scope),
  );
  expect(others.body.currencies.length ? counted(others.body) : 0).toBe(
    rows.filter((row) => isSeen(row) && row.SubAccountId === '100000000011').length,
  );
});

it.each([
  ['groupBy', 'ServiceName; drop table charge'],
  ['groupBy', 'c.service_name'],
  ['groupBy', 'EffectiveCost.key'],
  ['groupBy', 'constructor'],
  ['groupBy', 'ServiceName,ServiceName'],
  ['groupBy', 'BilledCost,ListCost,SkuId,SkuMeter,RegionId,RegionName,Tags,InvoiceId,day'],
  ['measures', 'sum:EffectiveCost) from pg_user --'],
  ['measures', 'sum:ServiceName'],
  ['measures', 'sum:'],
  ['measures', 'toString:EffectiveCost'],
  ['measures', 'ratio:EffectiveCost'],
  ['measures', 'change:EffectiveCost'],
  ['measures', 'sum:EffectiveCost,sum:PricingCurrencyEffectiveCost'],
  ['where', 'ServiceName'],
  ['where', 'ServiceName:is:x'],
  ['where', 'ServiceName:eq'],
  ['where', "ServiceName' or 1=1 --:eq:x"],
  ['where', 'EffectiveCost:eq:much'],
  ['where', 'ChargePeriodStart:gt:yesterday'],
  ['where', 'EffectiveCost:eqcolumn:ServiceName'],
  ['by', 'invoice'],
  ['limit', '0'],
  ['anomalies', 'perhaps'],
  ['grupBy', 'ServiceName'],
])('refuses %s=%s', async (name, value) => {
  expect(await ask([...PERIOD, [name, value]])).toMatchObject({ status: 422, body: { code: 'INVALID' } });
});

it('refuses anomalies of bills, and of anything but one sum', async () => {
  expect((await ask([...bill, ['anomalies', 'true']])).status).toBe(422);
  expect((await ask([...PERIOD, ['anomalies', 'true'], ['measures', 'count']])).status).toBe(422);
});

it('says which column was meant', async () => {
  const { body } = await ask([...PERIOD, ['groupBy', 'ServiceNam']]);
  expect(body.errors[0].messages[0]).toContain('did you mean ServiceName?');
});

it('takes a value or a key for what it is, however much it looks like SQL', async () => {
  const value = `'; drop table charge; --`;
  const none = await ask([...bill, ['where', `ServiceName:eq:${value}`], ['measures', 'count']]);
  expect([none.status, none.body.currencies]).toEqual([200, []]);
  const { body } = await ask([...bill, ['groupBy', `tag:${value}`], ['groupBy', `x.${value}`], ['measures', 'count']]);
  expect(counted(body)).toBe(rows.length);
  expect(Object.values(body.currencies[0].groups[0].key)).toEqual([null, null]);
});

it('ends a question that takes too long, and says what to ask instead', async () => {
  const service = test.app.get(ChargesService);
  const patience = service.timeoutMs;
  service.timeoutMs = 100;
  const db = test.app.get(Database);
  const { status, body } = await db.transaction(async () => {
    await db.query('lock table charge in access exclusive mode');
    return ask(bill);
  });
  service.timeoutMs = patience;
  expect([status, body.code]).toEqual([503, 'UNAVAILABLE']);
  expect(body.detail).toMatch(/longer than 0.1 s.*shorter period/);
  expect((await ask(bill)).status).toBe(200);
});
