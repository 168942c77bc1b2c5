import { completeDayOf, completeThrough } from './complete-through.js';

const days = (bill: string, periodEnd: string, lastDay: string, deliveredOn: string) => ({
  bill,
  periodEnd,
  lastDay,
  deliveredOn,
});

it('takes the newest day of an open bill as incomplete', () => {
  expect(completeDayOf(days('a', '2026-12-01', '2026-11-23', '2026-11-24'))).toBe('2026-11-22');
});

it('takes the last day of a bill that came after its period as whole, and not before', () => {
  expect(completeDayOf(days('a', '2026-11-01', '2026-10-31', '2026-11-03'))).toBe('2026-10-31');
  expect(completeDayOf(days('a', '2026-11-01', '2026-10-31', '2026-10-31'))).toBe('2026-10-30');
});

it('waits for the slowest bill, but not for one that has stopped coming', () => {
  const fast = days('fast', '2026-12-01', '2026-11-23', '2026-11-24');
  const slow = days('slow', '2026-12-01', '2026-11-20', '2026-11-24');
  const gone = days('gone', '2025-12-01', '2025-11-20', '2025-11-24');
  expect(completeThrough([fast, slow, gone])).toBe('2026-11-19');
  expect(completeThrough([gone])).toBe('2025-11-19');
  expect(completeThrough([])).toBeNull();
});
