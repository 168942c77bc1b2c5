import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { readAll, readBill } from '../../../../test/support/bills.js';
import { FileRefused, openSource } from './index.js';

const CHARGES = `
  SELECT 0.0000008::DECIMAL(38, 15) AS BilledCost, 0.1::DOUBLE AS EffectiveCost, 7::BIGINT AS ListCost,
         'USD' AS BillingCurrency, '42' AS BillingAccountId, DATE '2026-05-01' AS BillingPeriodStart,
         TIMESTAMP '2026-05-02 03:04:05.25' AS ChargePeriodStart, TIMESTAMPTZ '2026-05-02 05:00:00+02' AS ChargePeriodEnd,
         'AWS' AS ProviderName, MAP {' org': 'a', 'env': 'b'} AS Tags, {'CoreCount': 2, 'Os': NULL} AS SkuPriceDetails,
         [1, 2] AS x_List, true AS x_Flag, NULL::MAP(VARCHAR, VARCHAR) AS x_None, 'ü "q", back\\slash' AS RegionName`;

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'parquet-spec-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, query: string): Promise<string> {
  const path = join(folder, name);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'Asia/Tokyo'");
  await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

describe('a Parquet bill', () => {
  it('is read exactly, whatever the types of its columns, and names that are patterns', async () => {
    const path = await write('bill[1]*.parquet', CHARGES);
    const { source, rows, bad } = await readAll(await openSource(path, 'bill.parquet', { tempDir: folder }));
    expect([source.format, source.version, bad]).toEqual(['parquet', '1.1', []]);
    expect(Object.fromEntries(source.columns.map((name, index) => [name, rows[0]?.values[index]]))).toEqual({
      BilledCost: '0.000000800000000',
      EffectiveCost: '0.1',
      ListCost: '7',
      BillingCurrency: 'USD',
      BillingAccountId: '42',
      BillingPeriodStart: '2026-05-01T00:00:00Z',
      ChargePeriodStart: '2026-05-02T03:04:05.25Z',
      ChargePeriodEnd: '2026-05-02T03:00:00Z',
      ProviderName: 'AWS',
      Tags: '{" org":"a","env":"b"}',
      SkuPriceDetails: '{"CoreCount":2,"Os":null}',
      RegionName: 'ü "q", back\\slash',
    });
    expect(rows[0]).toMatchObject({ line: 1, needsEscape: true, tags: { canonical: '{"env":"b","org":"a"}' } });
    expect(JSON.parse(rows[0]?.x ?? '')).toEqual({ x_List: '[1,2]', x_Flag: 'true' });
  });

  it('comes from a stream as from a file, in order, its bad rows by their number, and leaves nothing behind', async () => {
    const amount = "CASE WHEN i = 4999 THEN 'nan'::DOUBLE WHEN i = 5000 THEN 'inf'::DOUBLE ELSE i END";
    const path = await write(
      'many.parquet',
      `SELECT * REPLACE (${amount} AS EffectiveCost) FROM (${CHARGES}), range(6000) t(i)`,
    );
    const place = join(folder, 'place');
    await mkdir(place);
    const bytes = await readFile(path);
    const { rows, bad, bytesRead } = await readBill([bytes.subarray(0, 100), bytes.subarray(100)], { tempDir: place });
    expect(rows.map(({ line }) => line)).toEqual(
      Array.from({ length: 6000 }, (_, index) => index + 1).filter((line) => line !== 5000 && line !== 5001),
    );
    expect(bad.map(({ line, column, reason }) => [line, column, reason])).toEqual([
      [5000, 'EffectiveCost', '"nan" is no decimal number.'],
      [5001, 'EffectiveCost', '"inf" is no decimal number.'],
    ]);
    expect([bytesRead, await readdir(place)]).toEqual([bytes.length, []]);
  });
});

describe('a Parquet source', () => {
  it('is read by small batches, left early, and closed twice', async () => {
    const path = await write('left.parquet', `SELECT columns(*) FROM (${CHARGES}), range(5000)`);
    const source = await openSource(path, 'left.parquet', { tempDir: folder });
    for await (const { rows } of source.batches({ size: 10 })) {
      expect(rows).toHaveLength(10);
      break;
    }
    await source.close();
    expect((await readdir(folder)).filter((name) => name.startsWith('cloudgov-'))).toEqual([]);
  });
});

describe('a Parquet file is refused', () => {
  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 10), 'truncated', /cut off/],
    [
      'damaged in its end',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -60), Buffer.alloc(52, 1), bytes.subarray(-8)]),
      'corrupt',
      /cannot be read/,
    ],
  ])('%s is refused', async (name, spoil, reason, message) => {
    const path = join(folder, `${name}.parquet`);
    await writeFile(path, spoil(await readFile(await write('whole.parquet', CHARGES))));
    const error: unknown = await openSource(path, name, { tempDir: folder }).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(FileRefused);
    expect([(error as FileRefused).reason, (error as FileRefused).message]).toEqual([
      reason,
      expect.stringMatching(message),
    ]);
    expect((error as FileRefused).message).not.toContain(folder);
  });

  it('that is no FOCUS is refused as a CSV is', async () => {
    const path = await write('other.parquet', "SELECT 1 AS BilledCots, 'USD' AS BillingCurrency");
    await expect(openSource(path, 'other.parquet', { tempDir: folder })).rejects.toThrow(/lacks BilledCost/);
    expect((await readdir(folder)).filter((name) => name.startsWith('cloudgov-'))).toEqual([]);
  });
});
