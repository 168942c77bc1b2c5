import fc from 'fast-check';
import { actingBy, callerOf, type Grant, type Permission, type Scope } from '#common';
import { contains, covers, heldUntil } from './covers.js';

const PERMISSIONS: Permission[] = ['cost:read', 'budgets:write', 'access:write'];
const ACCOUNTS = ['1', '2', '3'];
const KEYS = ['team', 'app'];
const VALUES = ['x', 'y'];

const part = fc.oneof(
  fc.record({ kind: fc.constant('accounts' as const), accounts: fc.subarray(ACCOUNTS) }),
  fc.record({ kind: fc.constant('tag' as const), key: fc.constantFrom(...KEYS), values: fc.subarray(VALUES) }),
);
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant({ kind: 'all' as const }),
  part,
  fc.record({ kind: fc.constant('any' as const), of: fc.array(part, { maxLength: 3 }) }),
);
const permissions: fc.Arbitrary<Grant['permissions']> = fc.oneof(
  fc.constant('all' as const),
  fc.subarray(PERMISSIONS).map((words) => new Set(words)),
);
const grant: fc.Arbitrary<Grant> = fc.record({ permissions, scope });

interface Thing {
  account?: string;
  tags: Record<string, string>;
}

/** One thing for each way in which scopes can tell things apart, and one that belongs to nothing. */
const THINGS: Thing[] = [undefined, ...ACCOUNTS, '4'].flatMap((account) =>
  [undefined, ...VALUES, 'z'].flatMap((team) =>
    [undefined, ...VALUES, 'z'].map((app) => ({ account, tags: { ...(team && { team }), ...(app && { app }) } })),
  ),
);

function sees(scope: Scope, thing: Thing): boolean {
  if (scope.kind === 'all') return true;
  if (scope.kind === 'any') return scope.of.some((each) => sees(each, thing));
  if (scope.kind === 'accounts') return thing.account !== undefined && scope.accounts.includes(thing.account);
  const value = thing.tags[scope.key];
  return value !== undefined && (!scope.values.length || scope.values.includes(value));
}

it('hands on nothing that the granter could not do or see', () => {
  fc.assert(
    fc.property(fc.array(grant, { maxLength: 4 }), permissions, scope, (grants, wanted, where) => {
      fc.pre(covers(grants, wanted, where));
      const granter = callerOf({ actor: 'user:granter' }, grants);
      const received = wanted === 'all' ? PERMISSIONS : [...wanted];
      for (const permission of received) {
        const own = actingBy(granter, permission).scope;
        expect(THINGS.filter((thing) => sees(where, thing) && !sees(own, thing))).toEqual([]);
      }
    }),
    { numRuns: 2_000 },
  );
});

it('lets everyone hand on what they hold, and never less for holding more', () => {
  fc.assert(
    fc.property(fc.array(grant, { maxLength: 3 }), grant, (others, own) => {
      expect(covers([...others, own], own.permissions, own.scope)).toBe(true);
    }),
  );
});

it.each<[string, Scope, Scope, boolean]>([
  ['everything holds a part', { kind: 'all' }, { kind: 'accounts', accounts: ['1'] }, true],
  ['a part does not hold everything', { kind: 'accounts', accounts: ['1'] }, { kind: 'all' }, false],
  ['any value holds one', { kind: 'tag', key: 'team', values: [] }, { kind: 'tag', key: 'team', values: ['x'] }, true],
  [
    'one value does not hold any',
    { kind: 'tag', key: 'team', values: ['x'] },
    { kind: 'tag', key: 'team', values: [] },
    false,
  ],
  [
    'an account holds no tag',
    { kind: 'accounts', accounts: ['1'] },
    { kind: 'tag', key: 'team', values: ['x'] },
    false,
  ],
])('%s', (_what, held, wanted, isHeld) => expect(contains(held, wanted)).toBe(isHeld));

it('hands on for all versions only what is held for all versions', () => {
  const everything: Scope = { kind: 'all' };
  expect(covers([{ permissions: new Set(PERMISSIONS), scope: everything }], 'all', everything)).toBe(false);
  expect(covers([], new Set(), everything)).toBe(true);
});

it('hands on no longer than it lasts', () => {
  const [soon, later] = [new Date('2026-11-24T10:00:00Z'), new Date('2026-11-24T12:00:00Z')];
  const lasting: Grant = { permissions: 'all', scope: { kind: 'all' }, expiresAt: null };
  const caller = callerOf({ actor: 'user:a' }, [lasting, { ...lasting, expiresAt: soon }]);
  expect(heldUntil(caller, soon)).toHaveLength(2);
  expect(heldUntil(caller, later)).toEqual([lasting]);
  expect(heldUntil(caller, null)).toEqual([lasting]);
  expect(heldUntil({ actor: 'config', permissions: 'all', scope: { kind: 'all' } }, null)).toHaveLength(1);
});
