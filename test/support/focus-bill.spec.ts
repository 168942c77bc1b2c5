import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decimal } from '#common';
import { openSource } from '../../libs/cost/src/reading/index.js';
import { readAll } from './bills.js';
import { writeBill, type WrittenBill } from './focus-bill.js';
import { parquetOf } from './parquet.js';

const shape = { rows: 3_000, resources: 400, tagSets: 90, skus: 30, services: 7, accounts: 5, days: 9, seed: 3 };
const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('writeBill', () => {
  const folder = mkdtempSync(join(tmpdir(), 'focus-bill-'));
  const path = join(folder, 'bill.csv');
  let written: WrittenBill;
  let read: Awaited<ReturnType<typeof readAll>>;

  beforeAll(async () => {
    written = await writeBill(path, shape);
    read = await readAll(await openSource(createReadStream(path), 'bill.csv'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const cells = (column: string) => read.rows.map(({ values }) => values[read.source.columns.indexOf(column)]!);
  const sumOf = (column: string) => cells(column).reduce((sum, cell) => sum.plus(cell), new Decimal(0));

  it('writes what the reader accepts, every row of it', () => {
    expect(read.bad).toEqual([]);
    expect(read.rows).toHaveLength(shape.rows);
    expect(read.source.version).toBe('1.2');
    expect(written.columns).toHaveLength(57);
    expect(written.bytes).toBe(readFileSync(path).length);
  });

  it('tells its sums exactly', () => {
    const inUnits = (column: string) => sumOf(column).times('1e12').toFixed();
    expect(inUnits('BilledCost')).toBe(written.billed.toString());
    expect(inUnits('EffectiveCost')).toBe(written.effective.toString());
  });

  it('has as many resources, tag sets, SKUs, services, accounts and days as asked', () => {
    const distinct = (column: string) => new Set(cells(column)).size;
    expect(distinct('ResourceId')).toBe(shape.resources);
    expect(distinct('Tags')).toBe(shape.tagSets);
    expect(distinct('SkuId')).toBe(shape.skus);
    expect(distinct('ServiceName')).toBe(shape.services);
    expect(distinct('SubAccountId')).toBe(shape.accounts);
    expect(distinct('ChargePeriodStart')).toBe(shape.days);
  });

  it('has some negative corrections, and costs that are quantity times price', () => {
    const negative = cells('BilledCost').filter((cell) => cell.startsWith('-'));
    expect(negative.length).toBeGreaterThan(0);
    expect(cells('ChargeClass').filter(Boolean)).toHaveLength(negative.length);
    const [costs, prices] = [cells('ContractedCost'), cells('ContractedUnitPrice')];
    const isOff = (quantity: string, row: number) => !new Decimal(quantity).times(prices[row]!).equals(costs[row]!);
    expect(cells('PricingQuantity').filter(isOff)).toEqual([]);
  });
});

describe('writeBill in other forms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'focus-bill-'));
  const path = join(folder, 'bill.csv');
  let written: WrittenBill;

  beforeAll(async () => {
    written = await writeBill(path, shape);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the same bytes again, packed or not', async () => {
    const packed = join(folder, 'bill.csv.gz');
    await writeBill(packed, { ...shape, format: 'csv.gz' });
    expect(digestOf(gunzipSync(readFileSync(packed)))).toBe(digestOf(readFileSync(path)));
    await writeBill(packed, { ...shape, seed: 4, format: 'csv.gz' });
    expect(digestOf(gunzipSync(readFileSync(packed)))).not.toBe(digestOf(readFileSync(path)));
  });

  it('becomes a Parquet file with the same sums', async () => {
    const parquet = join(folder, 'bill.parquet');
    await parquetOf(path, parquet, written.columns);
    const again = await readAll(await openSource(createReadStream(parquet), 'bill.parquet'));
    expect(again.rows).toHaveLength(shape.rows);
    const place = again.source.columns.indexOf('BilledCost');
    const sum = again.rows.reduce((total, { values }) => total.plus(values[place]!), new Decimal(0));
    expect(sum.times('1e12').toFixed()).toBe(written.billed.toString());
  });
});
