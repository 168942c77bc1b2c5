import { gzipSync } from 'node:zlib';
import { Decimal } from '#common';
import { startApp, type TestApp } from '../support/app.js';
import { csvOf, focusFile, type FocusFile } from '../support/focus-file.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const CSV = { 'content-type': 'text/csv' };

const upload = (name: string, body: string, query = '', headers: Record<string, string> = CSV) =>
  test.rest('POST', `/cost/imports?filename=${name}&wait=60${query}`, body, headers);

/** Azure's own export, a charge in each row: what it cost, and what kind of charge it was. */
const azure = (charges: [cost: string, type: string, model: string][]) =>
  csvOf(
    [
      'BillingAccountId',
      'BillingPeriodStartDate',
      'BillingPeriodEndDate',
      'SubscriptionId',
      'Date',
      'MeterCategory',
      'Quantity',
    ]
      .concat('EffectivePrice', 'Cost', 'UnitPrice', 'BillingCurrency', 'ResourceId', 'ChargeType', 'PricingModel')
      .concat('reservationId', 'PublisherType', 'Frequency', 'ProductName', 'MeterId', 'UnitOfMeasure'),
    charges.map(([cost, type, model]) => ({
      ...{
        BillingAccountId: 'ea',
        BillingPeriodStartDate: '09/01/2026',
        BillingPeriodEndDate: '09/30/2026',
        Cost: cost,
      },
      ...{
        SubscriptionId: 'sub',
        Date: '09/04/2026',
        MeterCategory: 'Virtual Machines',
        BillingCurrency: 'USD',
        ChargeType: type,
      },
      ...{
        Quantity: '1',
        EffectivePrice: cost,
        UnitPrice: cost,
        PricingModel: model,
        ResourceId: '/r/1',
        UnitOfMeasure: '1 Hour',
      },
      ...{ reservationId: '', PublisherType: 'Azure', Frequency: 'UsageBased', ProductName: 'VM', MeterId: 'm' },
    })),
  );

const september = focusFile('1.2', { month: '2026-09-01', rows: 200, seed: 5, providers: ['AWS'] });
const billed = ({ rows }: Pick<FocusFile, 'rows'>) =>
  rows.reduce((sum, row) => sum.plus(row.BilledCost!), new Decimal(0)).toFixed();

/** What is billed in the first currency, without zeroes at the end; undefined where there is nothing. */
async function total() {
  const { body } = await test.rest('GET', '/cost/summary?from=2020-01-01&to=2030-01-01&metric=billed');
  const [first] = body.currencies;
  return first && new Decimal(first.total).toFixed();
}

it.each(['1.0', '1.1', '1.2', '1.3', '1.4'] as const)('takes a conforming file of FOCUS %s', async (version) => {
  const file = focusFile(version, { month: `2026-0${1 + Number(version.slice(2))}-01`, rows: 120 });
  const { body } = await upload(`focus-${version}.csv`, file.csv(), '&source=versions');
  expect(body).toMatchObject({ state: 'done', focusVersion: version, rowsAccepted: 120, rowsQuarantined: 0 });
  expect(body.conformance).toMatchObject({ score: 100, rules: [] });
});

it('answers 202 with where the import is, and the import there', async () => {
  const { status, headers, body } = await test.rest('POST', '/cost/imports?filename=x.csv', september.csv(), CSV);
  expect([status, headers.get('location')]).toEqual([202, `/cost/imports/${body.id}`]);
  expect(['queued', 'running', 'done']).toContain(body.state);
  const listed = await test.rest('GET', '/cost/imports?limit=1');
  expect(listed.body.items[0].id).toBe(body.id);
  const { data } = await test.graphql(
    `{ costImport(id: "${body.id}") { id names } costImports(first: 1) { totalCount } }`,
  );
  expect(data.costImport).toEqual({ id: body.id, names: ['x.csv'] });
});

it('changes nothing when the same comes again, and everything when it is corrected', async () => {
  await test.close();
  test = await startApp();
  const first = await upload('a.csv', september.csv());
  expect(await total()).toBe(billed(september));
  const again = await upload('b.csv', september.csv());
  expect(again.body).toMatchObject({ state: 'done', isUnchanged: true, rowsRead: 200, periods: first.body.periods });
  const corrected = {
    ...september,
    rows: september.rows.map((row, at) => (at === 7 ? { ...row, BilledCost: '-12.000000000000000001' } : row)),
  };
  const third = await upload('c.csv.gz', gzipSync(csvOf(corrected.header, corrected.rows)) as never, '', {
    'content-type': 'application/gzip',
  });
  expect(third.body).toMatchObject({ state: 'done', isUnchanged: false });
  expect(await total()).toBe(billed(corrected));
  const replaced = await test.rest('GET', `/cost/imports/${first.body.id}`);
  expect(new Set(replaced.body.periods.map((period: any) => period.isActive))).toEqual(new Set([false]));
  const back = await upload('a.csv', september.csv());
  expect(back.body).toMatchObject({ state: 'done', isUnchanged: false });
  expect(await total()).toBe(billed(september));
});

it('keeps sources apart, and takes several files as one delivery', async () => {
  const before = new Decimal(await total());
  const [half, rest] = [september.rows.slice(0, 90), september.rows.slice(90)];
  const form = new FormData();
  form.append('file', new Blob([csvOf(september.header, half)]), 'one.csv');
  form.append('file', new Blob([csvOf(september.header, rest)]), 'two.csv');
  const reply = await fetch(`${test.url}/cost/imports?wait=60&source=other`, {
    method: 'POST',
    headers: { authorization: `Bearer a-token-for-the-tests` },
    body: form,
  });
  const body: any = await reply.json();
  expect(body).toMatchObject({ state: 'done', names: ['one.csv', 'two.csv'], rowsAccepted: 200, source: 'other' });
  expect(await total()).toBe(before.times(2).toFixed());
});

it('counts usage once that Azure delivers twice, as billed and as amortised', async () => {
  const form = new FormData();
  const actual: [string, string, string][] = [
    ['7', 'Usage', 'OnDemand'],
    ['100', 'Purchase', 'Reservation'],
  ];
  const amortized: [string, string, string][] = [
    ['7', 'Usage', 'OnDemand'],
    ['3', 'Usage', 'Reservation'],
  ];
  form.append('file', new Blob([azure(actual)]), 'ActualCost.csv');
  form.append('file', new Blob([azure(amortized)]), 'AmortizedCost.csv');
  const reply = await fetch(`${test.url}/cost/imports?wait=60&source=azure-ea`, {
    method: 'POST',
    headers: { authorization: `Bearer a-token-for-the-tests` },
    body: form,
  });
  expect(await reply.json()).toMatchObject({ state: 'done', rowsQuarantined: 0 });
  const own = '/cost/summary?from=2026-09-01&to=2026-10-01&account=sub';
  const of = async (metric: string) => (await test.rest('GET', `${own}&metric=${metric}`)).body.currencies[0].total;
  expect([await of('billed'), await of('effective')]).toEqual(['107', '10']);
});

it('holds a delivery with too many unreadable rows until a person forces it', async () => {
  const before = await total();
  const rows = september.rows.map((row, at) => (at % 20 ? row : { ...row, BilledCost: 'much' }));
  const { status, body } = await upload('bad.csv', csvOf(september.header, rows));
  expect([status, body.state]).toEqual([200, 'held']);
  expect(body).toMatchObject({ rowsRead: 200, rowsAccepted: 190, rowsQuarantined: 10 });
  expect(await total()).toBe(before);
  const quarantine = await test.rest('GET', `/cost/imports/${body.id}/quarantine?limit=3`);
  expect(quarantine.body.total).toBe(10);
  expect(quarantine.body.items[1]).toMatchObject({ file: 'bad.csv', line: 22, column: 'BilledCost' });
  expect(quarantine.body.items[1].raw).toContain('much');
  const forced = await test.rest('POST', `/cost/imports/${body.id}/force`);
  expect([forced.status, forced.body.state]).toEqual([200, 'done']);
  expect(await total()).not.toBe(before);
  expect((await test.rest('POST', `/cost/imports/${body.id}/force`)).status).toBe(409);
});

it('refuses what is no bill, saying what was expected and what was found', async () => {
  const { body } = await upload('recipe.csv', 'Flour,Butter\n1,2\n');
  expect(body).toMatchObject({ state: 'refused', rowsRead: 0, periods: [] });
  expect(body.error).toMatch(/BilledCost/);
  expect(body.error).toMatch(/Flour/);
});

it('lets nobody of a narrower scope import or look', async () => {
  const token = { authorization: `Bearer ${test.scoped({ kind: 'accounts', accounts: ['1'] })}` };
  expect((await upload('x.csv', september.csv(), '', { ...CSV, ...token })).status).toBe(403);
  expect((await test.rest('GET', '/cost/imports', undefined, token)).body).toMatchObject({ items: [], total: 0 });
  const { body } = await test.rest('GET', '/cost/imports?limit=1');
  expect((await test.rest('GET', `/cost/imports/${body.items[0].id}`, undefined, token)).status).toBe(404);
});

it.each([
  [{}, 422],
  [{ uri: 'ftp://x' }, 422],
  [{ uri: '../../etc/passwd' }, 422],
  [{ uri: 's3://UPPER' }, 422],
  [{ uri: '/etc/passwd' }, 422],
])('refuses the uri of %j', async (body, status) => {
  expect((await test.rest('POST', '/cost/imports', body)).status).toBe(status);
});

it('takes files at its own route alone', async () => {
  expect((await test.rest('POST', '/graphql', 'a,b', CSV)).status).toBe(415);
  const form = { 'content-type': 'multipart/form-data; boundary=x' };
  expect((await test.rest('POST', '/graphql', '--x--', form)).status).toBe(415);
});

it('does once what is sent twice under one key', async () => {
  const headers = { ...CSV, 'idempotency-key': 'bill-2026-09' };
  const first = await upload('k.csv', september.csv(), '', headers);
  const second = await upload('k.csv', september.csv(), '', headers);
  expect(second.body.id).toBe(first.body.id);
});
