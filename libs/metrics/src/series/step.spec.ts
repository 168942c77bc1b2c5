import { DomainError } from '#common';
import { spanOf } from './step.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-24T10:17:00Z');
const RAW = Date.parse('2026-11-10T00:00:00Z');

it.each([
  [HOUR, 60],
  [6 * HOUR, 60],
  [DAY, 300],
  [3 * DAY, 900],
  [14 * DAY, 3_600],
  [20 * DAY, 10_800],
  [60 * DAY, 21_600],
  [390 * DAY, 86_400],
  [4_000 * DAY, 604_800],
])('takes for %i ms steps of %i s', (length, step) => {
  expect(spanOf({ from: NOW - length, to: NOW }, RAW).step).toBe(step);
});

it('begins with a whole step', () => {
  const day = spanOf({ from: NOW - 3 * DAY, to: NOW, step: 86_400 }, RAW);
  expect(new Date(day.from).toISOString()).toBe('2026-11-21T00:00:00.000Z');
  expect(spanOf({ from: NOW, to: NOW - DAY }, RAW).from).toBeLessThanOrEqual(NOW);
});

it('takes longer steps where few points are wanted', () => {
  expect(spanOf({ from: NOW - 14 * DAY, to: NOW }, NOW, 120).step).toBe(10_800);
});

it.each([
  [{ from: NOW - DAY, to: NOW, step: 9 }, '10 seconds'],
  [{ from: NOW - DAY, to: NOW, step: 5_000 }, 'whole hours'],
  [{ from: RAW - 1, to: NOW, step: 300 }, 'kept no longer'],
  [{ from: NOW - 10 * DAY, to: NOW, step: 60 }, 'more than 5000 points'],
])('refuses %j', (asked, why) => {
  let thrown: unknown;
  try {
    spanOf(asked, RAW);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(DomainError);
  expect(JSON.stringify((thrown as DomainError).details)).toContain(why);
});
