import { readSample } from './read-sample.js';

const GOOD = { resourceId: 'r', metric: 'cpu', at: '2026-11-24T10:00:00+01:00', value: 1.5 };

it('reads what a sample says', () => {
  expect(readSample(GOOD, 3)).toEqual({ index: 3, resourceId: 'r', metric: 'cpu', at: 1_795_510_800_000, value: 1.5 });
  const native = { nativeId: 'i-1', account: '1', resourceId: null, metric: 'app:lag.p99', at: GOOD.at, value: -0 };
  expect(readSample(native, 0)).toMatchObject({ nativeId: 'i-1', account: '1', metric: 'app:lag.p99' });
});

it.each([
  [null, 'samples'],
  [[], 'samples'],
  ['text', 'samples'],
  [{ ...GOOD, unit: 'percent' }, 'unit'],
  [{ ...GOOD, resourceId: undefined }, 'resourceId'],
  [{ ...GOOD, resourceId: 7 }, 'resourceId'],
  [{ ...GOOD, resourceId: '' }, 'resourceId'],
  [{ ...GOOD, nativeId: 'i-1' }, 'resourceId'],
  [{ ...GOOD, account: 'x'.repeat(3_000) }, 'account'],
  [{ ...GOOD, metric: 'CPU' }, 'metric'],
  [{ ...GOOD, metric: '9lives' }, 'metric'],
  [{ ...GOOD, metric: 'a'.repeat(201) }, 'metric'],
  [{ ...GOOD, at: '2026-11-24' }, 'at'],
  [{ ...GOOD, at: '2026-11-24T10:00:00' }, 'at'],
  [{ ...GOOD, at: '2026-13-24T10:00:00Z' }, 'at'],
  [{ ...GOOD, at: 1_764_000_000 }, 'at'],
  [{ ...GOOD, value: '1' }, 'value'],
  [{ ...GOOD, value: null }, 'value'],
  [{ ...GOOD, value: 1e101 }, 'value'],
])('names the field of %j that cannot be used', (row, field) => {
  expect(readSample(row, 0)).toEqual({ field, message: expect.any(String) });
});
