import fc from 'fast-check';
import { AccessMemory } from '#access';
import type { Scope } from '#common';
import { Database, SqlParams } from '#data';
import { contains } from '../../libs/access/src/bindings/covers.js';
import { withinSql } from '../../libs/access/src/bindings/within-sql.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
let memory: AccessMemory;
let db: Database;

beforeAll(async () => {
  test = await startApp();
  memory = test.app.get(AccessMemory);
  db = test.app.get(Database);
});
afterAll(() => test.close());

describe('what is known of a principal', () => {
  /** Counts how often it was looked up. */
  const lookup = () => {
    const looks: number[] = [];
    return { looks, look: () => Promise.resolve(looks.push(0)) };
  };

  it('is looked up once by all who ask within the second', async () => {
    const { looks, look } = lookup();
    const answers = await Promise.all(Array.from({ length: 50 }, () => memory.of('once', look)));
    expect([new Set(answers).size, looks.length]).toEqual([1, 1]);
  });

  it('is looked up anew after a change, also where the change failed', async () => {
    const { looks, look } = lookup();
    await memory.of('changed', look);
    await memory.changing(() => Promise.resolve());
    await memory.of('changed', look);
    await expect(memory.changing(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    await memory.of('changed', look);
    expect(looks.length).toBe(3);
  });

  it('is not what was being looked up while it changed', async () => {
    let found!: (answer: string) => void;
    const early = memory.of('racing', () => new Promise<string>((done) => (found = done)));
    await memory.changing(() => Promise.resolve());
    found('before');
    expect(await early).toBe('before');
    expect(await memory.of('racing', () => Promise.resolve('after'))).toBe('after');
  });

  it('is not a lookup that failed', async () => {
    await expect(memory.of('failed', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await memory.of('failed', () => Promise.resolve('back'))).toBe('back');
  });

  it('is a transaction’s own while that is open', async () => {
    const { looks, look } = lookup();
    await memory.of('own', look);
    await db.transaction(() => memory.of('own', look));
    expect(looks.length).toBe(2);
  });
});

const accounts = fc.subarray(['1', '2', '3'], { minLength: 1 });
const tag = fc.record({ key: fc.constantFrom('team', 'app'), values: fc.subarray(['x', 'y']) });
const part = fc.oneof(
  accounts.map((some) => ({ kind: 'accounts' as const, accounts: some })),
  tag.map((some) => ({ kind: 'tag' as const, ...some })),
);
const own: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' as const }),
  part,
  fc.record({ kind: fc.constant('any' as const), of: fc.array(part, { maxLength: 3 }) }),
);

/** A stored scope, beside what it means. */
const stored: fc.Arbitrary<[object, Scope]> = fc.oneof(
  fc.constant<[object, Scope]>([{ all: true }, { kind: 'all' }]),
  accounts.map((some): [object, Scope] => [{ accounts: some }, { kind: 'accounts', accounts: some }]),
  tag.map((some): [object, Scope] => [{ tag: some }, { kind: 'tag', ...some }]),
);

it('finds in a query exactly the scopes that lie within the reader’s own', async () => {
  await fc.assert(
    fc.asyncProperty(own, stored, async (reader, [told, scope]) => {
      // A union is told in one part for all of its accounts, as `unionOf` has it.
      fc.pre(reader.kind !== 'any' || reader.of.filter(({ kind }) => kind === 'accounts').length < 2);
      const params = new SqlParams();
      const from = `(select ${params.add(JSON.stringify(told), 'jsonb')} as scope) told`;
      const sql = `select ${withinSql('told.scope', reader, params)} as "isWithin" from ${from}`;
      const [row] = await db.query<{ isWithin: boolean }>(sql, params.values);
      expect(row!.isWithin).toBe(contains(reader, scope));
    }),
    { numRuns: 500 },
  );
});
