import { addDays } from '#common';
import { Segments, type Period } from './segments.js';

const FIRST = '2026-05-01';
/** A day by its number, as the period of a charge. */
const day = (number: number): Period => [
  `${addDays(FIRST, number)}T00:00:00Z`,
  `${addDays(FIRST, number + 1)}T00:00:00Z`,
];

/** How many rows each segment of a bill has, which comes by batches of a thousand. */
function cuts(rows: number, periodOf: (row: number) => Period) {
  const segments = new Segments();
  const found: number[] = [];
  let before = 0;
  for (let from = 0; from < rows; from += 1000) {
    const full = segments.add(Math.min(1000, rows - from), (row) => periodOf(from + row));
    if (full === undefined) continue;
    found.push(from + full - before);
    before = from + full;
  }
  return { found, isMixed: segments.isMixed };
}

it('cuts between two days, within batches and between them', () => {
  expect(cuts(250_000, (row) => day(Math.floor(row / 30_100)))).toEqual({ found: [120_400, 120_400], isMixed: false });
  expect(cuts(250_000, (row) => day(Math.floor(row / 60_000)))).toEqual({ found: [120_000, 120_000], isMixed: false });
});

it('cuts a day of very many rows', () => {
  expect(cuts(900_000, () => day(1))).toEqual({ found: [400_000, 400_000], isMixed: false });
});

it('takes an hourly bill as a whole', () => {
  const hour: Period = ['2026-05-01T23:00:00Z', '2026-05-02T00:00:00Z'];
  expect(cuts(300_000, (row) => (row === 1000 ? hour : day(row))).found).toEqual([]);
});

it('notices days that come again and again, but for corrections', () => {
  expect(cuts(300_000, (row) => day(row % 28)).isMixed).toBe(true);
  expect(cuts(300_000, (row) => day(row > 290_000 ? 0 : Math.floor(row / 30_000))).isMixed).toBe(false);
});

it('has nothing to say of no rows', () => {
  expect(new Segments().add(0, () => day(0))).toBeUndefined();
});
