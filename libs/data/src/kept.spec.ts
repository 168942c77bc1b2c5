import type { Database } from './database.js';
import { isKept, Kept } from './kept.js';

/** Makes lists of a length, and remembers each that was wanted. */
function counting() {
  const made: unknown[] = [];
  const db = { isInTransaction: false };
  const kept = new Kept(db as unknown as Database);
  const of = (key: unknown, length: number) => {
    const make = () => {
      made.push(key);
      return length < 0 ? Promise.reject(new Error('gone')) : Promise.resolve(Array.from({ length }, (_, row) => row));
    };
    return kept.of(key, make, (rows) => rows.length);
  };
  return { db, made, of };
}

describe('Kept', () => {
  it('works out the same question once, even of many at a time', async () => {
    const { of, made } = counting();
    expect(await Promise.all([of('a', 2), of('a', 2)])).toEqual([
      [0, 1],
      [0, 1],
    ]);
    const again = await of('a', 2);
    expect(made).toEqual(['a']);
    expect([isKept(again), isKept([...again]), isKept(null), isKept('a')]).toEqual([true, false, false, false]);
  });

  it('tells questions apart by all of the key, such as the statements that count', async () => {
    const { of } = counting();
    expect(await of(['a', [1]], 1)).toHaveLength(1);
    expect(await of(['a', [1, 2]], 2)).toHaveLength(2);
  });

  it('forgets a failure', async () => {
    const { of, made } = counting();
    await expect(of('fail', -1)).rejects.toThrow('gone');
    await expect(of('fail', -1)).rejects.toThrow('gone');
    expect(made).toHaveLength(2);
  });

  it('works out anew inside a transaction', async () => {
    const { of, made, db } = counting();
    await of('a', 1);
    db.isInTransaction = true;
    await of('a', 1);
    expect(made).toHaveLength(2);
  });

  it('keeps no answer that is too large, and drops the longest unused ones', async () => {
    const { of, made } = counting();
    await of('large', 20_001);
    await of('large', 20_001);
    expect(made).toHaveLength(2);
    for (let n = 0; n < 12; n += 1) await of(n, 19_000);
    await of(11, 19_000);
    expect(made).toHaveLength(14);
    await of(0, 19_000);
    expect(made).toHaveLength(15);
  });
});
