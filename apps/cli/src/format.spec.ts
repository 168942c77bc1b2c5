import { Decimal } from '#common';
import { bytes, duration, money, period, short, table } from './format.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [99_940, '99.9 kB'],
  [999_700, '1.0 MB'],
  [226_403_547, '226 MB'],
  [12e15, '12000 TB'],
])('says %d bytes as %s', (value, said) => {
  expect(bytes(value)).toBe(said);
});

it.each([
  [0, '0.0 s'],
  [9.96, '10 s'],
  [59.6, '1 min 00 s'],
  [185, '3 min 05 s'],
  [7_620, '2 h 07 min'],
])('says %d seconds as %s', (value, said) => {
  expect(duration(value)).toBe(said);
});

it.each([
  ['0.004999', '0.00'],
  ['-1234567.895', '-1,234,567.90'],
  ['100', '100.00'],
  ['12345678901234567890.12', '12,345,678,901,234,567,890.12'],
])('shows the amount %s as %s', (amount, said) => {
  expect(money(new Decimal(amount))).toBe(said);
});

it.each([
  ['2026-09-01', '2026-10-01', '2026-09'],
  ['2026-12-01', '2027-01-01', '2026-12'],
  ['2026-09-01', '2026-09-08', '2026-09-01 to 2026-09-08'],
  ['2026-09-15', '2026-10-15', '2026-09-15 to 2026-10-15'],
])('names the period from %s to %s', (start, end, said) => {
  expect(period(start, end)).toBe(said);
});

it('keeps a text on one line, and cuts it', () => {
  expect(short(' a\n b ', 10)).toBe('a b');
  expect(short('0123456789ab', 10)).toBe('012345678…');
});

it('sets cells under one another', () => {
  const rows = [
    ['Name', 'Sum', ''],
    ['a', '1,000', 'x'],
  ];
  expect(table(rows, [1])).toEqual(['Name    Sum', 'a     1,000  x']);
  expect(table([])).toEqual([]);
});
