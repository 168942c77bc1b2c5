import fc from 'fast-check';
import { batchOf } from './sample-batch.js';
import type { SampleRow } from './sample.js';

const row = fc.record<SampleRow>({
  accountId: fc.constantFrom('a', 'b'),
  resourceId: fc.constantFrom('x', 'y'),
  metric: fc.constantFrom('cpu', 'memory'),
  at: fc.constantFrom(0, 1, 86_399_999, 86_400_000),
  value: fc.double({ noNaN: true }),
});
const keyOf = ({ accountId, resourceId, metric, at }: SampleRow) => `${accountId} ${resourceId} ${metric} ${at}`;

it('keeps of each key the last value, sorted by series and time, with each day once', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const wanted = new Map(rows.map((each) => [keyOf(each), each.value]));
      const { accountIds, resourceIds, metrics, series, ats, values, days } = batchOf(rows);
      const told = series.map((place, at): [string, number] => [
        `${accountIds[place - 1]} ${resourceIds[place - 1]} ${metrics[place - 1]} ${ats[at]}`,
        values[at]!,
      ]);
      expect(new Map(told)).toEqual(wanted);
      expect(told).toHaveLength(wanted.size);
      const places = series.map((place, at) => [place, ats[at]!] as const);
      expect(places).toEqual([...places].sort(([p, a], [q, b]) => p - q || a - b));
      expect(days).toEqual([...new Set(rows.map(({ at }) => (at < 86_400_000 ? '1970-01-01' : '1970-01-02')))].sort());
    }),
  );
});
