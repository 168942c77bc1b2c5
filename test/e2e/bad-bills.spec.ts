import { gzipSync } from 'node:zlib';
import { startApp, type TestApp } from '../support/app.js';
import { CHARGE, csvOf } from '../support/bills.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const upload = (body: string | Buffer) =>
  test.rest('POST', '/cost/imports?filename=bad.csv&wait=60&source=bad', body, {
    'content-type': 'application/octet-stream',
  });

const ROWS = 200;
const charges = Array.from({ length: ROWS }, (_, at) => ({ ...CHARGE, ChargeDescription: `charge ${at}` }));
const good = csvOf(charges);
const header = good.slice(0, good.indexOf('\n') + 1);
/** The bill with one row changed: half a percent of it, so that the rest is kept. */
const withRow = (change: Record<string, string>) =>
  csvOf(charges.map((row, at) => (at === 99 ? { ...row, ...change } : row)));
const withLine = (line: string) => good.replace(/^.*charge 99$/m, line);
const lineOf = (at: number) => good.split('\n')[at + 1]!;

it.each([
  ['an empty file', '', /empty/],
  ['a wrong delimiter', good.replaceAll(',', '|'), /delimit|\||expected/i],
  ['a header that names a column twice', good.replace('ProviderName', 'BilledCost'), /twice/],
  ['a mandatory column missing', good.replace('BillingCurrency', 'x_Currency'), /BillingCurrency/],
  ['a gzip that breaks off', gzipSync(good).subarray(0, 600), /.+/],
  ['a gzip that unfolds without end', gzipSync(Buffer.alloc(200_000_000, 'a')), /.+/],
])('refuses %s, and says why', async (_name, body, reason) => {
  const answer = await upload(body);
  expect(answer.body).toMatchObject({ state: 'refused', rowsAccepted: 0, periods: [] });
  expect(answer.body.error).toMatch(reason);
});

it.each([
  ['a header only', header, 0],
  ['a byte order mark', `\uFEFF${good}`, ROWS],
  ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), ROWS],
])('takes %s', async (_name, body, rows) => {
  const answer = await upload(body);
  expect(answer.body).toMatchObject({ state: 'done', rowsAccepted: rows, rowsQuarantined: 0 });
});

it.each([
  ['an amount that is no number', withRow({ BilledCost: 'NaN' }), 'BilledCost'],
  ['an amount beyond all bounds', withRow({ EffectiveCost: '1e400' }), 'EffectiveCost'],
  ['a day that no calendar has', withRow({ ChargePeriodStart: '2026-02-30T00:00:00Z' }), 'ChargePeriodStart'],
  ['a currency that nobody issues', withRow({ BillingCurrency: 'QQQ' }), 'BillingCurrency'],
  ['a bill without its account', withRow({ BillingAccountId: '' }), 'BillingAccountId'],
  ['a row too wide', withLine(`${lineOf(99)},and,more`), null],
  ['a row too narrow', withLine('1,2'), null],
  ['a NUL', withLine(lineOf(99).replace('charge', 'cha\0rge')), null],
  ['a line of 10 MB', withLine(lineOf(99).replace('charge', 'x'.repeat(10_000_000))), null],
])('quarantines %s with its line, and keeps the rest', async (_name, body, column) => {
  const { body: answer } = await upload(body);
  expect(answer).toMatchObject({ state: 'done', rowsAccepted: ROWS - 1, rowsQuarantined: 1 });
  const quarantine = await test.rest('GET', `/cost/imports/${answer.id}/quarantine`);
  expect(quarantine.body.items).toMatchObject([{ file: 'bad.csv', line: 101, ...(column && { column }) }]);
  expect(quarantine.body.items[0].reason).not.toBe('');
  expect(quarantine.body.items[0].raw.length).toBeLessThanOrEqual(4096);
});
