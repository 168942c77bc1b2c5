import type { Database } from './database.js';
import { KeptRows } from './kept-rows.js';

/** A database of one endless table: a query's first value says how many rows it has, and `fail` that it breaks. */
function counting() {
  const asked: string[] = [];
  const db = {
    isInTransaction: false,
    query: (sql: string, [length]: number[]) => {
      asked.push(sql);
      if (sql === 'fail') return Promise.reject(new Error('gone'));
      return Promise.resolve(Array.from({ length: length ?? 0 }, (_, row) => ({ row })));
    },
  };
  return { db, asked, rows: new KeptRows(db as unknown as Database) };
}

describe('KeptRows', () => {
  it('asks the same question once, even of many at a time', async () => {
    const { rows, asked } = counting();
    const answers = await Promise.all([rows.of('a', [2]), rows.of('a', [2])]);
    expect(answers).toEqual([
      [{ row: 0 }, { row: 1 }],
      [{ row: 0 }, { row: 1 }],
    ]);
    expect(await rows.of('a', [2])).toHaveLength(2);
    expect(asked).toEqual(['a']);
  });

  it('tells questions apart by their values, such as the statements that count', async () => {
    const { rows, asked } = counting();
    expect(await rows.of('a', [1])).toHaveLength(1);
    expect(await rows.of('a', [2])).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  it('forgets a failure', async () => {
    const { rows, asked } = counting();
    await expect(rows.of('fail', [])).rejects.toThrow('gone');
    await expect(rows.of('fail', [])).rejects.toThrow('gone');
    expect(asked).toHaveLength(2);
  });

  it('asks anew inside a transaction', async () => {
    const { rows, asked, db } = counting();
    await rows.of('a', [1]);
    db.isInTransaction = true;
    await rows.of('a', [1]);
    expect(asked).toHaveLength(2);
  });

  it('keeps no answer that is too large, and drops the longest unused ones', async () => {
    const { rows, asked } = counting();
    await rows.of('large', [5_001]);
    await rows.of('large', [5_001]);
    expect(asked).toHaveLength(2);
    for (let n = 0; n < 25; n += 1) await rows.of(`q${n}`, [4_900]);
    await rows.of('q24', [4_900]);
    expect(asked).toHaveLength(27);
    await rows.of('q0', [4_900]);
    expect(asked).toHaveLength(28);
  });
});
