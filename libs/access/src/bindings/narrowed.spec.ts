import fc from 'fast-check';
import { unionOf, type Grant, type Permission, type Scope } from '#common';
import { contains, covers } from './covers.js';
import { narrowedScope, narrowedTo } from './narrowed.js';

const PERMISSIONS: Permission[] = ['cost:read', 'budgets:write', 'access:write'];
const some = <T>(...words: T[]) => fc.uniqueArray(fc.constantFrom(...words), { maxLength: 3 });

const part = fc.oneof(
  some('1', '2', '3').map((accounts) => ({ kind: 'accounts' as const, accounts })),
  fc
    .record({ key: fc.constantFrom('team', 'env'), values: some('a', 'b', 'c') })
    .map((tag) => ({ kind: 'tag' as const, ...tag })),
);
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: 'all' }),
  fc.array(part, { maxLength: 3 }).map(unionOf),
);
const permissions = fc.oneof(
  fc.constant('all' as const),
  some(...PERMISSIONS).map((words) => new Set(words)),
);
const grants = fc.array(fc.record<Grant>({ permissions, scope }), { maxLength: 4 });

const isSame = (one: Scope, other: Scope) => contains(one, other) && contains(other, one);

it('is within both, and the whole of what lies in the other', () => {
  fc.assert(
    fc.property(scope, scope, (own, to) => {
      const both = narrowedScope(own, to);
      expect([contains(own, both), contains(to, both)]).toEqual([true, true]);
      if (contains(to, own)) expect(isSame(both, own)).toBe(true);
      if (contains(own, to)) expect(isSame(both, to)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('leaves what is held of the other too, and nothing else', () => {
  fc.assert(
    fc.property(grants, grants, fc.constantFrom(...PERMISSIONS), part, (own, held, permission, where) => {
      fc.pre(where.kind === 'tag' || where.accounts.length === 1);
      const asked: [Set<Permission>, Scope] = [new Set([permission]), where];
      const isLeft = covers(narrowedTo(own, held), ...asked);
      expect(isLeft).toBe(covers(own, ...asked) && covers(held, ...asked));
    }),
    { numRuns: 5000 },
  );
});

it('lasts as long as both do', () => {
  const [soon, later] = [new Date('2026-01-01'), new Date('2026-02-01')];
  const all = (expiresAt: Date | null): Grant => ({ permissions: 'all', scope: { kind: 'all' }, expiresAt });
  const ends = [
    [all(null), all(null)],
    [all(soon), all(null)],
    [all(soon), all(later)],
    [all(later), all(soon)],
  ].map(([own, held]) => narrowedTo([own!], [held!])[0]!.expiresAt);
  expect(ends).toEqual([null, soon, soon, soon]);
});

it('keeps what is one’s own and lies nowhere', () => {
  const own: Grant = { permissions: new Set(['self:read']), scope: { kind: 'accounts', accounts: [] } };
  const reader: Grant = { permissions: new Set(['cost:read']), scope: { kind: 'accounts', accounts: ['1'] } };
  expect(narrowedTo([own, reader], [own])).toEqual([{ ...own, expiresAt: null }]);
  expect(narrowedTo([reader], [{ ...reader, scope: { kind: 'accounts', accounts: ['2'] } }])).toEqual([]);
});
