import { latestOccurrence, nextOccurrence } from './occurrence.js';

const at = (text: string) => new Date(`${text}Z`);

it('counts in UTC', () => {
  expect(nextOccurrence('0 2 * * *', at('2026-03-29T01:59:59'))).toEqual(at('2026-03-29T02:00:00'));
  expect(nextOccurrence('0 2 * * *', at('2026-03-29T02:00:00'))).toEqual(at('2026-03-30T02:00:00'));
});

it.each([
  ['every minute', '* * * * *', '2026-05-01T10:00:30', '2026-05-01T10:00:00'],
  ['every second', '* * * * * *', '2026-05-01T10:00:30.500', '2026-05-01T10:00:30'],
  ['at that very moment', '0 10 * * *', '2026-05-01T10:00:00', '2026-05-01T10:00:00'],
  ['every night', '17 3 * * *', '2026-05-01T02:00:00', '2026-04-30T03:17:00'],
  ['every month', '0 0 1 * *', '2026-05-31T00:00:00', '2026-05-01T00:00:00'],
  ['every year', '0 0 1 1 *', '2026-12-31T00:00:00', '2026-01-01T00:00:00'],
])('finds the latest moment of a cron: %s', (_name, cron, until, expected) => {
  expect(latestOccurrence(cron, at('2020-01-01T00:00:00'), at(until))).toEqual(at(expected));
});

it('finds none after the one that is known', () => {
  const last = at('2026-05-01T03:17:00');
  expect(latestOccurrence('17 3 * * *', last, at('2026-05-02T03:16:59'))).toBeUndefined();
  expect(latestOccurrence('17 3 * * *', last, at('2026-05-02T03:17:00'))).toEqual(at('2026-05-02T03:17:00'));
});
