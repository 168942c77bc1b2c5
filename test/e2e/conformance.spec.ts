import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app.js';
import { csvOf, focusFile, type Row } from '../support/focus-file.js';
import { parquetOf } from '../support/parquet.js';
import { describeReal, realData } from '../support/real-data.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const { header, rows } = focusFile('1.2', { month: '2026-09-01', rows: 1_000 });

interface Found {
  id: string;
  failedRows: number;
  firstLine: number;
  example: string;
}

async function importOf(name: string, body: string | Buffer) {
  const type = { 'content-type': 'application/octet-stream' };
  const answer = await test.rest('POST', `/cost/imports?filename=${name}&wait=60&source=judged`, body, type);
  const found: Found[] = answer.body.conformance.rules;
  return { ...answer.body, of: (id: string) => found.find((rule) => rule.id === id) };
}

/** What a cell is made, and the rules that nothing before it breaks. */
type Defect = [column: string, change: (value: string) => string, ...rules: string[]];

const MENDED: Defect[] = [
  ['ChargePeriodEnd', (at) => at.replace('Z', ''), 'DateTimeFormat-A-006-M', 'ChargePeriodEnd-C-002-M'],
  ['ChargePeriodEnd', (at) => at.replace('Z', '+02:00'), 'DateTimeFormat-A-001-M'],
  ['ChargePeriodEnd', (at) => at.replace('T', ' '), 'DateTimeFormat-A-002-M', 'DateTimeFormat-A-004-M'],
  ['ChargePeriodEnd', (at) => at.replace(':00Z', 'Z'), 'DateTimeFormat-A-005-M'],
  ['ListCost', (cost) => `+${cost}`, 'NumericFormat-A-010-M', 'ListCost-C-002-M'],
  ['ListCost', (cost) => `${cost}E+0`, 'NumericFormat-A-006-M'],
  ['ListCost', (cost) => ` ${cost}`, 'NumericFormat-A-003-M', 'ListCost-C-004-M'],
  ['BillingCurrency', (code) => code.toLowerCase(), 'CurrencyFormat-A-001-C'],
  ['ChargeCategory', (category) => category.toUpperCase(), 'ChargeCategory-C-003-M'],
  ['SkuPriceDetails', () => 'two cores', 'KeyValueFormat-A-001-M'],
  ['Tags', () => '{"a":"1","a":"2"}', 'KeyValueFormat-A-002-M', 'Tags-C-001-M'],
  ['Tags', () => '{"a":["1"]}', 'KeyValueFormat-A-003-M', 'KeyValueFormat-A-004-M'],
];

const UNREADABLE: Defect[] = [
  ['ListCost', () => '1 2', 'NumericFormat-A-002-M', 'NumericFormat-A-003-M'],
  ['ListCost', () => '1/2', 'NumericFormat-A-004-M'],
  ['ListCost', () => '2*3', 'NumericFormat-A-007-M'],
  ['ListCost', () => '1.5x10^3', 'NumericFormat-A-005-M'],
  ['ListCost', () => '$5', 'NumericFormat-A-008-M'],
  ['ListCost', () => '1,000', 'NumericFormat-A-009-M'],
  ['ListCost', () => '(5)', 'NumericFormat-A-011-M'],
  ['ChargePeriodEnd', () => '2026-02-30T00:00:00Z', 'ChargePeriodEnd-C-002-M'],
  ['BillingCurrency', () => 'usq', 'BillingCurrency-C-006-M'],
];

/** The file with a defect in every third row, and where each is. */
function spoilt(defects: readonly Defect[]) {
  const places = defects.map(([column, change, ...ids], at) => {
    const row = rows[3 * at]!;
    const value = change(row[column] ?? '');
    return { at: 3 * at, row: { ...row, [column]: value }, ids, line: 3 * at + 2, example: `${column}=${value}` };
  });
  const changed = places.reduce<Row[]>((all, { at, row }) => all.with(at, row), rows);
  const expected = places.flatMap(({ ids, line, example }) => ids.map((id) => ({ id, firstLine: line, example })));
  return { csv: csvOf(header, changed), expected };
}

it('judges what the file says, not what it was mended to', async () => {
  const { csv, expected } = spoilt(MENDED);
  const { rowsAccepted, of } = await importOf('mended.csv', csv);
  expect(rowsAccepted).toBe(rows.length);
  expect(expected.map(({ id }) => of(id))).toMatchObject(expected);
});

it('judges rows that cannot be read, too', async () => {
  const { csv, expected } = spoilt(UNREADABLE);
  const tooWide = `${csv.split('\n')[1]!},and,more\n`;
  const { of, ...delivered } = await importOf('unreadable.csv', csv + tooWide);
  expect(delivered).toMatchObject({ rowsRead: rows.length + 1, rowsQuarantined: UNREADABLE.length + 1 });
  expect(delivered.conformance.rowsChecked).toBe(rows.length);
  expect(expected.map(({ id }) => of(id))).toMatchObject(expected);
});

it.each<[string, (names: readonly string[]) => string[], Record<string, string>]>([
  [
    'custom columns before those of FOCUS',
    (names) => ['CostCenter', ...names],
    {
      'ColumnHandling-A-010-M': 'CostCenter',
      'ColumnHandling-A-012-O': 'CostCenter',
      'ColumnHandling-A-013-O': 'CostCenter',
    },
  ],
  [
    'custom columns among them',
    (names) => [names[0]!, 'x_cost_center', ...names.slice(1)],
    { 'ColumnHandling-A-011-O': 'x_cost_center', 'ColumnHandling-A-013-O': 'x_cost_center' },
  ],
  [
    'columns in other letters',
    (names) => names.map((name) => (name === 'RegionName' ? 'region_name' : name)),
    { 'ColumnHandling-A-001-M': 'region_name', 'ColumnHandling-A-003-M': 'region_name' },
  ],
  [
    'a blank before a name',
    (names) => names.map((name) => (name === 'RegionName' ? ' RegionName' : name)),
    { 'ColumnHandling-A-003-M': ' RegionName' },
  ],
])('judges the header as it is written: %s', async (_name, change, broken) => {
  const body = csvOf(header, rows.slice(0, 100));
  const { of, ...delivered } = await importOf('header.csv', withHeader(body, change));
  expect(delivered).toMatchObject({ state: 'done', rowsQuarantined: 0 });
  for (const [id, example] of Object.entries(broken)) expect(of(id)).toMatchObject({ firstLine: 0, example });
  expect(of('ColumnHandling-A-012-O') === undefined).toBe(!('ColumnHandling-A-012-O' in broken));
});

/** The file under a changed header; a column that comes with it is empty. */
function withHeader(csv: string, change: (names: readonly string[]) => string[]) {
  const names = change(header);
  const at = names.length > header.length ? names.findIndex((name) => !header.includes(name)) : -1;
  const [, ...lines] = csv.trimEnd().split('\n');
  const cells = (line: string) => (at < 0 ? line : at === 0 ? `,${line}` : line.replace(/^([^,]*),/, '$1,,'));
  return [names.join(','), ...lines.map(cells)].join('\n');
}

describeReal('the sample of the FinOps Foundation', () => {
  it('breaks the rules on moments in every row, and has a custom column among those of FOCUS', async () => {
    const { of, ...delivered } = await importOf(
      'sample.csv',
      readFileSync(realData('focus', 'finops-org', 'FOCUS-1.0_focus_sample.csv')),
    );
    expect(delivered).toMatchObject({ rowsAccepted: 1_000, conformance: { score: 96.4, rowsChecked: 1_000 } });
    const moments = { failedRows: 1_000, firstLine: 2, example: 'BillingPeriodEnd=2024-10-01 00:00:00' };
    for (const id of ['DateTimeFormat-A-002-M', 'DateTimeFormat-A-004-M', 'DateTimeFormat-A-006-M'])
      expect(of(id)).toMatchObject(moments);
    for (const id of ['ColumnHandling-A-010-M', 'ColumnHandling-A-013-O'])
      expect(of(id)).toMatchObject({ failedRows: 1_000, firstLine: 0, example: 'Id' });
    expect(of('ChargeFrequency-C-003-M')).toMatchObject({ example: 'ChargeFrequency=Usage-based' });
  });
});

describe('a Parquet bill', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'cloudgov-judged-'))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function parquet(types: Record<string, string>) {
    const [csv, path] = [join(folder, 'bill.csv'), join(folder, 'bill.parquet')];
    writeFileSync(csv, csvOf(header, rows));
    await parquetOf(csv, path, header, types);
    return importOf('bill.parquet', readFileSync(path));
  }

  it('has types, and keeps the rules on the form of its values by having them', async () => {
    const types = { ListCost: 'DOUBLE', ChargePeriodEnd: 'TIMESTAMPTZ', PricingQuantity: 'DECIMAL(18, 4)' };
    expect((await parquet(types)).conformance).toMatchObject({ score: 100, rules: [] });
  });

  it('is told where it declares another type than FOCUS', async () => {
    const { of } = await parquet({ ListCost: 'VARCHAR', BillingPeriodStart: 'DATE' });
    expect(of('ListCost-C-001-M')).toMatchObject({ firstLine: 0, example: 'ListCost is declared as text' });
    expect(of('BillingPeriodStart-C-001-M')).toMatchObject({ example: 'BillingPeriodStart is declared as other' });
  });
});
