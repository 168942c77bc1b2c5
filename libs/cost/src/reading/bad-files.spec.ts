import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { CHARGE, csvOf, readAll, readBill } from '../../../../test/support/bills.js';
import { seeded } from '../../../../test/support/daily-spend.js';
import { FileRefused, openSource } from './index.js';

const chance = seeded(7);
const noise = Buffer.from(Array.from({ length: 4096 }, () => chance() * 256));
const good = csvOf([CHARGE, CHARGE]);
const header = good.slice(0, good.indexOf('\n') + 1);
const row = csvOf([CHARGE]).slice(header.length);
const charge = (change: Record<string, string>) => csvOf([{ ...CHARGE, ...change }]).slice(header.length);

const refusal = (bytes: string | Buffer, options = {}) =>
  readBill(bytes, options).then(
    () => undefined,
    (error: unknown) => error as FileRefused,
  );

/** A bad third line between good ones: what is said of it, and that the others are kept. */
async function quarantineOf(bad: string) {
  const { rows, bad: quarantined } = await readBill(header + row + bad + row);
  return { lines: rows.map(({ line }) => line), quarantined };
}

describe('a bad file is refused, and says what was expected and found', () => {
  it.each([
    ['of no bytes', Buffer.alloc(0), 'empty', /is empty/],
    ['of blank lines', Buffer.from('\n \n\n'), 'empty', /is empty/],
    ['of a byte order mark', Buffer.from('\uFEFF'), 'empty', /is empty/],
    ['a ZIP archive', Buffer.from('PK\x03\x04 some file'), 'not_a_bill', /ZIP archive/],
    ['an Excel workbook', Buffer.from('PK\x03\x04 [Content_Types].xml'), 'not_a_bill', /Excel workbook/],
    ['an HTML page', Buffer.from('<!DOCTYPE html><html>'), 'not_a_bill', /HTML page/],
    ['JSON', Buffer.from('[{"BilledCost": 1}]'), 'not_a_bill', /JSON/],
    ['of UTF-16 without its mark', Buffer.from(good, 'utf16le'), 'encoding', /byte order mark/],
    ['separated by bars', Buffer.from(good.replaceAll(',', '|')), 'wrong_delimiter', /separated by "\|"/],
    ['of lines that end with CR', Buffer.from(good.replaceAll('\n', '\r')), 'wrong_delimiter', /CR alone/],
    ['of bytes at random', noise, 'not_a_bill', /neither CSV nor gzip nor Parquet/],
    ['of Latin-1 in its header', Buffer.from(`Währung,${good}`, 'latin1'), 'encoding', /The header is no text/],
    ['of a column twice', Buffer.from(`BilledCost,billed cost,${good}`), 'duplicate_columns', /twice: BilledCost/],
    ['without a mandatory column', Buffer.from('BilledCots,BillingCurrency\n1,USD\n'), 'not_focus', /lacks BilledCost/],
    ['of gzip in gzip', gzipSync(gzipSync(good)), 'not_a_bill', /gzip inside gzip/],
    ['of damaged gzip', Buffer.concat([gzipSync(good).subarray(0, -8), Buffer.alloc(8, 7)]), 'corrupt', /damaged/],
    ['of Parquet cut off', Buffer.from('PAR1 and some more'), 'truncated', /cut off/],
  ])('%s', async (_, bytes, reason, message) => {
    const error = await refusal(bytes);
    expect(error).toBeInstanceOf(FileRefused);
    expect([error?.reason, error?.code]).toEqual([reason, 'INVALID']);
    expect(error?.message).toMatch(message);
  });

  it('names the near miss of a column that is lacking', async () => {
    const error = await refusal(good.replace('BilledCost', 'BiledCost'));
    expect(error?.message).toContain('Is "BiledCost" meant to be BilledCost?');
    expect(error?.details).toMatchObject({ suggestions: { BilledCost: 'BiledCost' } });
  });

  it('a gzip that was cut off fails when its end is missed, after the rows before it', async () => {
    const packed = gzipSync(header + row.repeat(5000));
    const error = await refusal(packed.subarray(0, packed.length - 20));
    expect([error?.reason, error?.message]).toEqual(['truncated', 'The gzip ends in the middle: it was cut off.']);
  });

  it('a zip bomb stops at its ratio, and at the size allowed', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(header), Buffer.alloc(80_000_000, row)]), { level: 1 });
    expect((await refusal(bomb, { maxRatio: 20 }))?.message).toMatch(/more than 20 times its size/);
    expect((await refusal(bomb, { maxUnpackedBytes: 1_000_000 }))?.message).toMatch(/more than the 1000000 bytes/);
  });

  it('a file that is not there', async () => {
    await expect(openSource('/nowhere/bill.csv', 'bill.csv')).rejects.toThrow(/no file/);
  });
});

const BAD_ROWS: [string, string, string | null, string | RegExp][] = [
  ['NaN', charge({ BilledCost: 'NaN' }), 'BilledCost', '"NaN" is no decimal number.'],
  ['Infinity', charge({ EffectiveCost: 'Infinity' }), 'EffectiveCost', '"Infinity" is no decimal number.'],
  ['1e400', charge({ BilledCost: '1e400' }), 'BilledCost', '"1e400" is no decimal number.'],
  ['a thousands separator', charge({ BilledCost: '1,000.00' }), 'BilledCost', '"1,000.00" is no decimal number.'],
  ['30 February', charge({ ChargePeriodStart: '2026-02-30' }), 'ChargePeriodStart', '"2026-02-30" is no date or time.'],
  ['an unknown currency', charge({ BillingCurrency: 'USB' }), 'BillingCurrency', '"USB" is no currency of ISO 4217.'],
  ['no currency', charge({ BillingCurrency: '' }), 'BillingCurrency', /is empty/],
  ['no amount', charge({ BilledCost: 'NULL' }), 'BilledCost', /is empty/],
  ['no account', charge({ BillingAccountId: ' ' }), 'BillingAccountId', /is empty/],
  ['no billing period', charge({ BillingPeriodStart: '' }), 'BillingPeriodStart', /is empty/],
  ['a row too wide', row.replace('\n', ',more\n'), null, /too wide: 10 fields where the header has 9/],
  ['a quoted row too wide', row.replace('\n', ',"more"\n'), null, /too wide: 10 fields where the header has 9/],
  ['a row too narrow', row.replace(',AWS', ''), null, /too narrow: 8 fields where the header has 9/],
  ['another delimiter', row.replaceAll(',', ';'), null, /too narrow: 1 fields/],
  ['NUL', charge({ ProviderName: 'A\0B' }), null, /NUL character/],
  ['a stray quote', charge({ ProviderName: 'x' }).replace('x', '5" disk'), null, /A quote stands inside a field/],
  ['text after a quote', charge({ ProviderName: 'x' }).replace('x', '"a"b'), null, /text follows a closing quote/],
];

describe('a bad row is quarantined with its line and reason, and the others are kept', () => {
  it.each(BAD_ROWS)('%s', async (_, bad, column, reason) => {
    const { lines, quarantined } = await quarantineOf(bad);
    expect(lines).toEqual([2, 4]);
    expect(quarantined).toEqual([
      {
        line: 3,
        column,
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
        raw: bad.trimEnd(),
      },
    ]);
  });
});

describe('a row that cannot be told from its neighbours takes no other with it', () => {
  it('bytes that are no UTF-8, on their line only', async () => {
    const latin = Buffer.from(charge({ ProviderName: 'Zürich' }), 'latin1');
    const utf8 = charge({ ProviderName: 'Zürich \uFFFD' });
    const { rows, bad } = await readBill(Buffer.concat([Buffer.from(header + utf8), latin, Buffer.from(row)]));
    expect(rows.map(({ line, values }) => [line, values.at(-1)])).toEqual([
      [2, 'Zürich \uFFFD'],
      [4, 'AWS'],
    ]);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual([[3, 'The row holds bytes that are no text.']]);
  });

  it('a line of 10 MB, in one chunk or many, without holding it', async () => {
    const long = Buffer.alloc(10_000_000, 'x');
    const chunks = Array.from({ length: 100 }, (_, index) => long.subarray(index * 100_000, (index + 1) * 100_000));
    for (const middle of [[long], chunks]) {
      const { rows, bad } = await readBill([Buffer.from(header + row), ...middle, Buffer.from(`\n${row}`)]);
      expect(rows.map(({ line }) => line)).toEqual([2, 4]);
      expect(bad.map(({ line, reason }) => [line, reason])).toEqual([
        [3, 'The row is longer than 1048576 characters.'],
      ]);
      expect(bad[0]?.raw.length).toBe(4096);
    }
  });

  it('a quote that is never closed takes its own line and no other', async () => {
    const { rows, bad } = await readBill(header + row + row.replace('AWS', '"AWS') + row.repeat(3));
    expect(rows.map(({ line }) => line)).toEqual([2, 4, 5, 6]);
    expect(bad.map(({ line, reason }) => [line, reason])).toEqual([[3, 'A quoted field is never closed.']]);
  });

  it('a quote that is never closed is given up once the row would be too long', async () => {
    const text = header + row.replace('AWS', '"AWS') + row.repeat(20_000);
    const { rows, bad } = await readBill(text, { maxRowLength: 1000 });
    expect([rows.length, rows[0]?.line, bad.length, bad[0]?.line]).toEqual([20_000, 3, 1, 2]);
  });

  it('a quote that closes many lines later makes no row of them', async () => {
    const open = row.replace('AWS', '"AWS');
    const { rows, bad } = await readBill(header + open + row.repeat(2) + open + row);
    expect(rows.map(({ line }) => line)).toEqual([3, 4, 6]);
    expect(bad.map(({ line }) => line)).toEqual([2, 5]);
  });

  it('names the line a row starts on, after rows of several lines and blank ones', async () => {
    const two = charge({ ProviderName: 'two\nlines' });
    const { rows, bad } = await readBill(`${header}${two}\n\r\n${charge({ BilledCost: 'x' })}${two}`);
    expect(rows.map(({ line, needsEscape }) => [line, needsEscape])).toEqual([
      [2, true],
      [7, true],
    ]);
    expect(bad.map(({ line }) => line)).toEqual([6]);
  });
});

const ODD_FILES: [string, Buffer][] = [
  ['UTF-8 with its mark', Buffer.from(`\uFEFF${good}`)],
  ['UTF-16 LE', Buffer.from(`\uFEFF${good}`, 'utf16le')],
  ['UTF-16 BE', Buffer.from(`\uFEFF${good}`, 'utf16le').swap16()],
  ['CRLF', Buffer.from(good.replaceAll('\n', '\r\n'))],
  ['no last line end', Buffer.from(good.trimEnd())],
  ['semicolons', Buffer.from(good.replaceAll(',', ';'))],
  ['tabs', Buffer.from(good.replaceAll(',', '\t'))],
  ['gzip', gzipSync(good)],
  ['gzip of several members', Buffer.concat([gzipSync(header + row), gzipSync(row)])],
  ['gzip of UTF-16', gzipSync(Buffer.from(`\uFEFF${good}`, 'utf16le'))],
];

describe('an odd file is read', () => {
  it('of a header only: no rows', async () => {
    const { source, rows, bad } = await readBill(header);
    expect([source.columns.length, rows, bad]).toEqual([9, [], []]);
  });

  it.each(ODD_FILES)('%s', async (_, bytes) => {
    const single = Array.from(bytes, (byte) => Buffer.from([byte]));
    for (const chunks of [[bytes], single]) {
      const { rows, bad, bytesRead } = await readBill(chunks);
      expect(rows.map(({ line, values }) => [line, values])).toEqual([
        [2, Object.values(CHARGE)],
        [3, Object.values(CHARGE)],
      ]);
      expect([bad, bytesRead]).toEqual([[], bytes.length]);
    }
  });

  it('half a surrogate pair of UTF-16 is no text, on its row only', async () => {
    const { rows, bad } = await readBill(
      Buffer.from(`\uFEFF${header}${charge({ ProviderName: 'A\uD800' })}${row}`, 'utf16le'),
    );
    expect([rows.map(({ line }) => line), bad.map(({ line }) => line)]).toEqual([[3], [2]]);
  });

  it('a source that fails says so, and one that is left early is closed', async () => {
    const failing = Readable.from(
      (function* () {
        yield Buffer.from(header + row.repeat(100));
        throw new Error('the network went away');
      })(),
    );
    await expect(openSource(failing, 'bill.csv').then(readAll)).rejects.toThrow('the network went away');
    const stream = Readable.from([
      Buffer.from(header),
      ...Array.from({ length: 50 }, () => Buffer.alloc(200_000, row)),
    ]);
    for await (const batch of (await openSource(stream, 'bill.csv')).batches()) {
      expect(batch.rows.length).toBeGreaterThan(0);
      break;
    }
    expect(stream.destroyed).toBe(true);
  });
});
