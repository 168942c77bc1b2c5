import type { Scope } from '#common';
import { InventoryWriter } from '#inventory';
import { startApp, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
  await billAccounts(test, 1, 2);
  await billResources(
    test,
    { n: 101, account: 1, name: 'mine', tags: { team: 'mine' } },
    { n: 102, account: 2, name: 'foreign', service: 'Foreign service', region: 'foreign-1', tags: { team: 'foreign' } },
  );
  await billResources(test, { n: 102, account: 2, name: 'foreign-2', last: '2026-06-02T00:00:00Z' });
  await test.app.get(InventoryWriter).annotate([
    { id: uid(101), monthlyCost: '1', currency: 'USD' },
    { id: uid(102), monthlyCost: '777', currency: 'EUR' },
  ]);
});
afterAll(() => test.close());

/** Nothing of the other account, be it a name, an id, an amount or a count, may show in an answer. */
const FOREIGN = new RegExp(`oreign|777|EUR|arn:102|acc-2|Account 2|${uid(2)}|${uid(102)}`);

const SCOPES: [string, Scope][] = [
  ['an account by its id', { kind: 'accounts', accounts: [uid(1)] }],
  ['an account by its native id', { kind: 'accounts', accounts: ['acc-1'] }],
  ['a tag', { kind: 'tag', key: 'team', values: ['mine'] }],
];

describe.each(SCOPES)('a caller who sees %s', (_name, scope) => {
  const headers = () => ({ authorization: `Bearer ${test.scoped(scope)}` });

  it.each([
    ['/inventory', 1],
    ['/inventory?sort=-monthlyCost&q=e', 0],
    ['/inventory?account=acc-2', 0],
    [`/inventory?account=${uid(2)}&account=acc-1`, 1],
    [`/inventory?resource=${uid(102)}`, 0],
    ['/inventory?tag.team=foreign', 0],
    ['/inventory?not.account=acc-1', 0],
    ['/inventory?not.tag.team=mine', 0],
    ['/inventory/accounts', 1],
    ['/inventory/accounts?q=2', 0],
  ])('counts and lists its own of %s', async (path, total) => {
    const { status, body } = await test.rest('GET', path, undefined, headers());
    expect([status, body.total, body.items.length]).toEqual([200, total, total]);
    expect(JSON.stringify(body)).not.toMatch(FOREIGN);
  });

  it.each(['/inventory?format=csv', '/inventory/summary', '/inventory/summary?account=acc-1&account=acc-2'])(
    'sums and exports its own of %s',
    async (path) => {
      const { status, body } = await test.rest('GET', path, undefined, headers());
      const text = JSON.stringify(body);
      expect([status, FOREIGN.test(text), text.includes(uid(1))]).toEqual([200, false, true]);
    },
  );

  it.each([
    `/inventory/${uid(102)}`,
    `/inventory/${uid(102)}/history`,
    `/inventory/${uid(102)}/relations`,
    `/inventory/accounts/${uid(2)}`,
  ])('answers %s as if there were none', async (path) => {
    const { status, body } = await test.rest('GET', path, undefined, headers());
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
    expect((await test.rest('GET', path.replace('02', '01').replace(/2$/, '1'), undefined, headers())).status).toBe(
      200,
    );
  });
});

describe.each(SCOPES)('a caller who sees %s', (_name, scope) => {
  const headers = () => ({ authorization: `Bearer ${test.scoped(scope)}` });

  it('neither adds, changes nor deletes what it does not see', async () => {
    const path = `/inventory/accounts/${uid(2)}`;
    expect((await test.rest('PATCH', path, { name: 'x' }, headers())).status).toBe(404);
    expect((await test.rest('DELETE', path, undefined, headers())).status).toBe(404);
    const input = { provider: 'aws', externalId: 'acc-2', name: 'x' };
    expect((await test.rest('POST', '/inventory/accounts', input, headers())).status).toBe(403);
  });

  it('sees its own alone in every field of GraphQL', async () => {
    const answer = await test.graphql(
      `{ resources { totalCount nodes { name monthlyCost auditEntries { id } account { name resourceCount resources { name } } } }
         accounts { totalCount nodes { name resourceCount resources { name } auditEntries { id } } }
         inventorySummary { count costs { currency monthlyCost } byAccount { key } byService { key } byRegion { key }
           byType { count } byProvider { count costs { monthlyCost } } tagCoverage { tagged costs { currency tagged } } } }`,
      {},
      headers().authorization.slice(7),
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      resources: { totalCount: 1, nodes: [{ account: { resourceCount: 1 } }] },
      accounts: { totalCount: 1, nodes: [{ resourceCount: 1, resources: [{ name: 'mine' }] }] },
      inventorySummary: { count: 1, byType: [{ count: 1 }], tagCoverage: { tagged: 1 } },
    });
    expect(JSON.stringify(answer)).not.toMatch(FOREIGN);
  });

  it.each(['resource', 'account', 'resourceHistory', 'resourceRelations'])('finds no foreign %s', async (query) => {
    const id = uid(query === 'account' ? 2 : 102);
    const fields = query === 'resource' || query === 'account' ? 'name' : 'totalCount';
    const token = headers().authorization.slice(7);
    const { data, errors } = await test.graphql(`{ ${query}(id: "${id}") { ${fields} } }`, {}, token);
    expect([data, errors[0].extensions.code]).toEqual([null, 'NOT_FOUND']);
  });
});

it('shows the whole estate to who sees it whole, and what a newer bill said otherwise', async () => {
  expect((await test.rest('GET', '/inventory')).body.total).toBe(2);
  const { body } = await test.rest('GET', `/inventory/${uid(102)}/history`);
  expect(body.items.map(({ field }: { field: string }) => field).sort()).toEqual([
    'firstSeen',
    'name',
    'region',
    'service',
    'tags',
  ]);
});

it('hides the accounts and resources of an import that is still running', async () => {
  const { Database } = await import('#data');
  await test.app.get(Database).query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at)
     values ($1, 'aws', 'acc-3', 'Account 3', 'bill', now(), now())`,
    [uid(3)],
  );
  expect((await test.rest('GET', '/inventory/accounts')).body.total).toBe(2);
  expect((await test.rest('GET', `/inventory/accounts/${uid(3)}`)).status).toBe(404);
});
