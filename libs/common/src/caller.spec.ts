import { actingBy, callerOf, may, scopeFilter, unionOf, type Permission, type Scope } from './caller.js';

const accounts = (...ids: string[]): Scope => ({ kind: 'accounts', accounts: ids });
const tag = (key: string, ...values: string[]): Scope => ({ kind: 'tag', key, values });

describe('unionOf', () => {
  it.each<[string, Scope[], Scope]>([
    ['nothing', [], accounts()],
    ['everything', [accounts('1'), { kind: 'all' }], { kind: 'all' }],
    ['accounts, once each and in order', [accounts('2', '1'), accounts('1', '3')], accounts('1', '2', '3')],
    ['values of one tag', [tag('team', 'b'), tag('team', 'a')], tag('team', 'a', 'b')],
    ['any value, where one part asks for no certain one', [tag('team', 'b'), tag('team')], tag('team')],
  ])('of scopes is %s', (_what, scopes, union) => expect(unionOf(scopes)).toEqual(union));

  it('is the same whatever the order and the nesting', () => {
    const union = unionOf([accounts('1'), tag('team', 'a'), tag('app', 'x')]);
    expect(union.kind).toBe('any');
    expect(unionOf([tag('app', 'x'), unionOf([tag('team', 'a'), accounts('1')])])).toEqual(union);
  });
});

describe('a caller with several grants', () => {
  const reads = { permissions: new Set<Permission>(['inventory:read']), scope: accounts('1') };
  const writes = { permissions: new Set<Permission>(['inventory:read', 'inventory:write']), scope: tag('team', 'a') };
  const caller = callerOf({ actor: 'user:a@example.com' }, [reads, writes]);

  it('may do what any of them allows', () => {
    expect([may(caller, 'inventory:write'), may(caller, 'audit:read')]).toEqual([true, false]);
  });

  it('acts where the permission of the operation holds, and nowhere else', () => {
    expect(actingBy(caller, 'inventory:write').scope).toEqual(tag('team', 'a'));
    expect(actingBy(caller, 'inventory:read').scope).toEqual(unionOf([accounts('1'), tag('team', 'a')]));
    expect(actingBy(caller, 'audit:read').scope).toEqual(accounts());
  });
});

it('says several parts as a filter of which one must hold', () => {
  const scope = unionOf([accounts('1'), tag('team', 'a')]);
  expect(scopeFilter(scope)).toEqual({ anyOf: [{ accounts: ['1'] }, { scopeTags: { team: ['a'] } }] });
});
