import fc from 'fast-check';
import { Buckets } from './buckets.js';

const START = Date.UTC(2026, 10, 1);
const second = (n: number) => START + n * 1000;
const allowed = (buckets: Buckets, key: string, at: number, times: number) =>
  Array.from({ length: times }, () => buckets.take(key, at)).filter(({ isAllowed }) => isAllowed).length;

it('gives a minute’s worth at once, and then one after the other', () => {
  const buckets = new Buckets(6, 10);
  expect(allowed(buckets, 'a', START, 20)).toBe(6);
  expect(buckets.take('a', second(9))).toEqual({
    isAllowed: false,
    limit: 6,
    remaining: 0,
    resetSeconds: 51,
    retrySeconds: 1,
  });
  expect(buckets.take('a', second(10))).toMatchObject({ isAllowed: true, remaining: 0, retrySeconds: 0 });
  expect(allowed(buckets, 'a', second(40), 20)).toBe(3);
});

it('gives no key what is another’s', () => {
  const buckets = new Buckets(3, 10);
  expect([allowed(buckets, 'a', START, 9), allowed(buckets, 'b', START, 9)]).toEqual([3, 3]);
});

it('takes back what should not have been taken', () => {
  const buckets = new Buckets(3, 10);
  allowed(buckets, 'a', START, 3);
  buckets.putBack('a');
  expect(allowed(buckets, 'a', START, 9)).toBe(1);
});

it('turns nobody away for a clock that was set back', () => {
  const buckets = new Buckets(3, 10);
  allowed(buckets, 'a', second(3600), 3);
  expect(allowed(buckets, 'a', START, 9)).toBe(3);
});

it('keeps so many keys, those that were asked for last', () => {
  const buckets = new Buckets(3, 2);
  for (const key of ['a', 'b', 'a', 'c']) buckets.take(key, START);
  expect(['a', 'b', 'c'].map((key) => buckets.has(key))).toEqual([true, false, true]);
});

it('lets no more through than its rate, whenever they come, and never turns away whoever waits as told', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), gaps, (perMinute, waits) => {
      const buckets = new Buckets(perMinute, 1);
      let at = START;
      let through = 0;
      for (const wait of waits) {
        at += wait;
        const verdict = buckets.take('a', at);
        if (verdict.isAllowed) through += 1;
        else if (!buckets.take('a', (at += verdict.retrySeconds * 1000)).isAllowed) return false;
        else through += 1;
        if (through > perMinute + 1 + ((at - START) * perMinute) / 60_000) return false;
      }
      return true;
    }),
  );
});
