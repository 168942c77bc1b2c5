import { callerOf, systemCaller, type Permission, type Scope } from '#common';
import { everything, inContext, recognise, viewer, Viewer, Visit, visiting } from './viewer.js';

const own: Scope = { kind: 'accounts', accounts: ['1'] };
const reader = (scope: Scope) => ({ ...systemCaller('token:reader'), scope });

it('makes a caller of the whole estate one with the application', () => {
  expect(Viewer.of(systemCaller('token:admin'))).toBe(Viewer.everything);
});

it('quotes whatever is in the words of a scope, twice', () => {
  const { statements } = Viewer.of(reader({ kind: 'accounts', accounts: [`a"b'c\\d,e}`, ''] }));
  expect(statements).toContain(String.raw`set local cloudgov.accounts =  E'{"a\\"b''c\\\\d,e}",""}'`);
});

it('tells apart what the operations of a caller may see, each scope once', () => {
  const grant = (permissions: Permission[], scope: Scope) => ({ permissions: new Set(permissions), scope });
  const caller = callerOf({ actor: 'user:a@b.c' }, [
    grant(['cost:read', 'budgets:read'], own),
    grant(['cost:read'], { kind: 'accounts', accounts: ['2'] }),
  ]);
  const scopes = Viewer.of(caller).statements.find((each) => each.includes('cloudgov.scopes'))!;
  expect(scopes.match(/"accounts":\[[^\]]*\]/g)).toEqual([
    '"accounts":["1","2"]',
    '"accounts":[]',
    '"accounts":["1","2"]',
    '"accounts":["1"]',
  ]);
});

it('is nobody until the caller is recognised, and the application only where it says so', async () => {
  expect(() => viewer()).toThrow('for whom it is');
  await visiting(new Visit(), async () => {
    expect(viewer()).toBe(Viewer.nobody);
    recognise(reader(own));
    await Promise.resolve();
    expect(viewer().key).toBe(Viewer.of(reader(own)).key);
    expect(everything(viewer)).toBe(Viewer.everything);
    everything(() => recognise(reader(own)));
    expect(everything(viewer)).toBe(Viewer.everything);
  });
});

it('keeps the context of values that are asked for elsewhere, and ends their source', async () => {
  const seen: unknown[] = [];
  async function* values() {
    try {
      for (;;) yield await Promise.resolve(viewer());
    } finally {
      seen.push(viewer());
    }
  }
  const source = everything(() => inContext(values()));
  expect((await source.next()).value).toBe(Viewer.everything);
  await source.return();
  expect(seen).toEqual([Viewer.everything]);
});
