import { availableParallelism } from 'node:os';
import { askedBy, SystemClock } from '#common';
import { Kept, type Database } from '#data';
import { InventoryAnswers } from '#inventory';
import { SpendAnswers } from './spend-answers.js';
import { Statements } from './statements.js';

/** A database of no bills. */
const db = {
  isInTransaction: false,
  query: (sql: string) => Promise.resolve(/statement/.test(sql) ? [{ ids: [], months: [] }] : [{ n: '0' }]),
} as unknown as Database;
const caller = { scope: { kind: 'all' as const } };

/** Questions whose answers come when they are told to, and which of them are being worked out. */
function questions() {
  const inventory = new InventoryAnswers(db, new Kept(db));
  const answers = new SpendAnswers(new Statements(db, inventory), inventory, new SystemClock());
  const made: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (about: string) => {
    const make = () => {
      made.push(about);
      return new Promise<{ about: string }>((resolve) => ends.set(about, () => resolve({ about })));
    };
    return answers.of({ about, caller, args: {} }, make, () => 1);
  };
  return { ask, made, end: (about: string) => ends.get(about)!() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

it('answers whoever still waits where the one who asked first has gone away', async () => {
  const { ask, made, end } = questions();
  const busy = Array.from({ length: Math.max(1, Math.floor(availableParallelism() / 2)) }, (_, n) => `busy ${n}`);
  const before = busy.map(ask);
  await settled();
  const leaving = new AbortController();
  const first = askedBy(
    () => leaving.signal,
    () => ask('shared'),
  );
  await settled();
  const second = ask('shared');
  await settled();
  leaving.abort(new Error('gone'));
  await expect(first).rejects.toThrow();
  await settled();
  expect(made).toEqual(busy);
  busy.forEach(end);
  await Promise.all(before);
  await settled();
  end('shared');
  expect(await second).toEqual({ about: 'shared' });
  expect(made).toEqual([...busy, 'shared']);
});

it('refuses a question where too many wait already', async () => {
  const { ask, made } = questions();
  const outcomes = Array.from({ length: 200 }, (_, n) => ask(`question ${n}`));
  for (const outcome of outcomes) outcome.catch(() => undefined);
  await expect(outcomes[199]).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(made.length).toBeLessThanOrEqual(availableParallelism());
});
