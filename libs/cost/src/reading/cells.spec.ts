import fc from 'fast-check';
import { readCurrency } from './currencies.js';
import { product, readDecimal } from './decimals.js';
import { readAmericanDay, readInstant } from './instants.js';
import { readJson } from './json-cells.js';
import { readTags } from './tags.js';

describe('a decimal', () => {
  it.each([
    ['0.00000080000', '0.00000080000'],
    ['-12.5', '-12.5'],
    [' 7 ', '7'],
    ['+7', '7'],
    ['.5', '0.5'],
    ['-.5', '-0.5'],
    ['5.', '5'],
    ['1E-05', '1e-5'],
    ['8e-07', '8e-7'],
    ['1e308', '1e308'],
    [`0.${'1'.repeat(400)}`, `0.${'1'.repeat(400)}`],
  ])('%s is read digit for digit', (text, decimal) => expect(readDecimal(text)).toBe(decimal));

  it.each([
    ...[
      'NaN',
      'Infinity',
      '-inf',
      '1e400',
      '1e-400',
      '1e99999999999',
      '1,000',
      '1.234,5',
      '1,5',
      '1 000',
      '$1',
      '1.2.3',
    ],
    ...['', ' ', '-', '.', 'e5', '--1', '0x1F', '1_000', '٣', '1'.repeat(140_000)],
  ])('%s is none', (text) => expect(readDecimal(text)).toBeUndefined());

  it('keeps every digit of any number', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.nat({ max: 10 ** 9 }), (whole, fraction) => {
        expect(readDecimal(`${whole}.${fraction}`)).toBe(`${whole}.${fraction}`);
      }),
    );
  });

  it('multiplies exactly', () => {
    expect(product('0.00000008', '0.0911536')).toBe('0.000000007292288');
    expect(product('123456789012345678901234567890.123456789', '1000000.000001')).toBe(
      '123456789012469135690246913569024691.356890123456789',
    );
    expect(product('1', 'x')).toBeNull();
  });
});

describe('an instant', () => {
  it.each([
    ['2024-09-01 00:00:00', '2024-09-01T00:00:00Z'],
    ['2024-09-01T00:00:00Z', '2024-09-01T00:00:00Z'],
    ['2024-09-01t10:20z', '2024-09-01T10:20:00Z'],
    ['2024-09-01', '2024-09-01T00:00:00Z'],
    ['2024-09-01T10:00:00.120Z', '2024-09-01T10:00:00.12Z'],
    ['2024-09-01 10:00:00.000000', '2024-09-01T10:00:00Z'],
    ['2024-09-01T00:30:00+02:00', '2024-08-31T22:30:00Z'],
    ['2024-09-01 00:00:00+00', '2024-09-01T00:00:00Z'],
    ['2024-09-01 00:00:00 UTC', '2024-09-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['2024-09-30T24:00:00', '2024-10-01T00:00:00Z'],
  ])('%s', (text, instant) => expect(readInstant(text)).toBe(instant));

  it.each([
    ...[
      '2026-02-30',
      '2025-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-01-00',
      '2026-01-01T25:00:00',
      '2026-01-01T10:61',
    ],
    ...['2026-01-01T10:00:00+15:00', '01/02/2026', '20260101', '45292', 'yesterday', '0001-01-01', '9999-12-31', ''],
  ])('%s is none', (text) => expect(readInstant(text)).toBeUndefined());

  it('of Azure is a day with the month first; an end that is included is moved', () => {
    expect(readAmericanDay('09/30/2023', 1)).toBe('2023-10-01T00:00:00Z');
    expect(readAmericanDay('2/29/2024', 0)).toBe('2024-02-29T00:00:00Z');
    expect(readAmericanDay('02/30/2024', 0)).toBe('02/30/2024');
  });
});

describe('tags', () => {
  it('are trimmed, sorted and told once, the original kept', () => {
    const original = '{" org":"a","org":"b ","env":"prod"," ":"x"}';
    expect(readTags(original)).toEqual({ original, canonical: '{"env":"prod","org":"b"}', valid: true });
  });

  it('are texts, whatever they were', () => {
    const { canonical } = readTags('{"n":42,"t":true,"o":{"a":[1]},"none":null}');
    expect(JSON.parse(canonical)).toEqual({ n: '42', t: 'true', o: '{"a":[1]}', none: '' });
  });

  it.each(['{"a":', 'env=prod', '["a"]', '"a"', '1', '{"a":"\\u0000"}', '{"a":"\\ud800"}'])(
    '%s is kept, and says no tags',
    (original) => expect(readTags(original)).toEqual({ original, canonical: '{}', valid: false }),
  );

  it('have one canonical text however they were ordered and padded, and reading that changes nothing', () => {
    const tags = fc.dictionary(
      fc.string().filter((key) => key.trim() !== '' && key !== '__proto__'),
      fc.string(),
    );
    fc.assert(
      fc.property(tags, (object) => {
        const { canonical } = readTags(JSON.stringify(object));
        expect(readTags(canonical).canonical).toBe(canonical);
      }),
    );
  });
});

describe('a JSON cell', () => {
  it('is the text itself where jsonb takes it, digit for digit', () => {
    const text = '{"price": 0.12345678901234567890}';
    expect(readJson(text)).toBe(text);
  });

  it.each(['not json', '{"a":1', '"\\u0000"', '{"a":"\\udc00"}', '1e99999', '['.repeat(300) + ']'.repeat(300)])(
    '%s becomes a JSON string',
    (text) => expect(JSON.parse(readJson(text))).toBe(text),
  );
});

it('a currency is one of ISO 4217, of today or the past, whatever its case', () => {
  expect(['USD', ' eur', 'HRK', 'XCG', 'US', 'USDT', 'AAA'].map(readCurrency)).toEqual([
    ...['USD', 'EUR', 'HRK', 'XCG'],
    ...[undefined, undefined, undefined],
  ]);
});
