import { newId } from './new-id.js';

it('makes ids of version 7 that sort by their birth, also within a millisecond', () => {
  const at = new Date('2026-11-24T10:00:00.123Z');
  const ids = Array.from({ length: 10_000 }, () => newId(at));
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(parseInt(ids[0]!.replace('-', '').slice(0, 12), 16)).toBeGreaterThanOrEqual(at.getTime());
});

it('believes a clock that is set back', () => {
  const id = newId(new Date('2020-01-01T00:00:00Z'));
  expect(parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(Date.parse('2020-01-01T00:00:00Z'));
});
