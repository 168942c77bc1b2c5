import { WORDS } from './layout.js';
import { Signatures } from './signatures.js';

it('counts every row of every signature, however many there are', () => {
  const counted = new Map<number, number>();
  const signatures = new Signatures(
    (words) => [words[0]! % 7],
    (rule, rows) => counted.set(rule, (counted.get(rule) ?? 0) + rows),
  );
  const rows = 30_000;
  for (let at = 0; at < rows; at++) {
    const words = new Int32Array(WORDS);
    words[0] = at % 6_000;
    words[5] = Math.imul(at % 6_000, 64);
    signatures.add(words);
  }
  signatures.flush();
  const expected = Array.from({ length: 6_000 }, (_, at) => at % 7).reduce(
    (sums, rule) => sums.set(rule, (sums.get(rule) ?? 0) + rows / 6_000),
    new Map<number, number>(),
  );
  expect(counted).toEqual(expected);
});
