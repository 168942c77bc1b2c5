import { horizonEnd } from './forecast.query.js';

it.each([
  ['month-end', '2026-11-24', '2026-12-01'],
  ['month-end', '2026-12-01', '2027-01-01'],
  ['quarter-end', '2026-10-01', '2027-01-01'],
  ['quarter-end', '2026-09-30', '2026-10-01'],
  ['year-end', '2026-02-10', '2027-01-01'],
  ['7', '2026-02-25', '2026-03-04'],
])('ends %s from %s before %s', (horizon, next, end) => {
  expect(horizonEnd(horizon, next)).toBe(end);
});
