import type { LocatedResource } from '#inventory';
import { match, type Match } from './label-resources.js';
import type { RemoteSeries } from './remote-request.js';
import { sorted } from './remote-write.service.js';

const resource = (id: string): LocatedResource => ({
  id,
  accountId: 'a',
  account: '1',
  nativeId: `i-${id}`,
  type: null,
  region: null,
});
const series = (labels: Record<string, string>, ...values: number[]): RemoteSeries => ({
  labels: new Map(Object.entries(labels)),
  ats: values.map((_value, at) => at),
  values,
});

const FOUND = new Map([
  ['i-r2', [resource('r2')]],
  ['i-r6:80', [resource('r6')]],
  ['i-twin', [resource('r3'), resource('r4')]],
]);

it.each([
  ['i-r2', 'r2'],
  ['i-r2:9100', 'r2'],
  ['i-r6:80', 'r6'],
  ['i-twin', 'ambiguous'],
  ['i-twin:9100', 'ambiguous'],
  ['i-r9', 'unknown'],
  ['i-r2:port', 'unknown'],
])('finds for %s the resource %s', (value, expected) => {
  const found = match(value, FOUND);
  expect(typeof found === 'string' ? found : found.id).toBe(expected);
});

it('sorts samples by what becomes of them, and loses none', () => {
  const all: [RemoteSeries, Match][] = [
    [series({ __name__: 'cpu' }, 1, NaN, Infinity, 1e101), resource('r1')],
    [series({ __name__: 'cpu' }, 1, 2), 'unknown'],
    [series({ __name__: 'cpu' }, 1), 'ambiguous'],
    [series({ __name__: 'seconds', mode: 'idle' }, 1, 2), resource('r1')],
    [series({ __name__: 'seconds', mode: 'user' }, 1, 2), resource('r1')],
    [series({ __name__: 'seconds' }, 3), resource('r2')],
    [series({ __name__: 'CPU' }, 1), resource('r1')],
    [series({}, 1), resource('r2')],
  ];
  const told = sorted(
    all.map(([one]) => one),
    all.map(([, found]) => found),
  );
  expect(told).toEqual({
    rows: [
      { accountId: 'a', resourceId: 'r1', metric: 'cpu', at: 0, value: 1 },
      { accountId: 'a', resourceId: 'r2', metric: 'seconds', at: 0, value: 3 },
    ],
    unknownResource: 2,
    ambiguous: 5,
    invalid: 4,
    notANumber: 1,
  });
});
