import { InventoryWriter } from '#inventory';
import { startApp, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
  await billAccounts(test, 1, 2);
  await billResources(
    test,
    { n: 101, account: 1, name: 'web', tags: { team: 'shop', env: 'prod' } },
    { n: 102, account: 1, name: 'database', service: 'RDS', tags: { team: 'data' }, last: '2026-05-10T00:00:00Z' },
    { n: 103, account: 2, name: '=HYPERLINK("http://x")', region: null },
    { n: 104, account: 2, name: 'wax, "sealed"', tags: { team: '50%_off' } },
  );
  await test.app.get(InventoryWriter).annotate([
    { id: uid(101), monthlyCost: '12.500000000000000000001', currency: 'USD', openFindings: 3 },
    { id: uid(102), monthlyCost: '7', currency: 'EUR' },
    { id: uid(103), monthlyCost: '-2.5', currency: 'USD' },
  ]);
});
afterAll(() => test.close());

const names = async (query: string) => {
  const { status, body } = await test.rest('GET', `/inventory?${query}`);
  expect(status).toBe(200);
  expect(body.total).toBe(body.items.length);
  return body.items.map(({ name }: { name: string }) => name.slice(0, 3)).join(' ');
};

it('lists resources with every field of the contract', async () => {
  const { body } = await test.rest('GET', '/inventory?q=web');
  expect(body).toEqual({
    items: [
      {
        id: uid(101),
        provider: 'aws',
        accountId: uid(1),
        region: 'eu-central-1',
        service: 'EC2',
        category: 'Compute',
        type: 'Instance',
        nativeId: 'arn:101',
        name: 'web',
        state: 'billed',
        tags: { team: 'shop', env: 'prod' },
        owner: 'shop',
        firstSeenAt: '2026-05-01T00:00:00.000Z',
        lastSeenAt: '2026-05-31T00:00:00.000Z',
        monthlyCost: '12.500000000000000000001',
        currency: 'USD',
        openFindings: 3,
        openRecommendations: 0,
        isDemo: false,
      },
    ],
    total: 1,
    nextCursor: null,
  });
});

it.each([
  ['provider=aws', '=HY dat wax web'],
  ['provider=gcp,azure', ''],
  ['account=acc-1', 'dat web'],
  [`account=${uid(2)}`, '=HY wax'],
  ['not.account=acc-1', '=HY wax'],
  ['region=eu-central-1', 'dat wax web'],
  ['service=RDS&service=S3', 'dat'],
  ['type=Instance&category=Compute&not.service=RDS', '=HY wax web'],
  ['state=billed', '=HY dat wax web'],
  ['state=running', ''],
  ['tag.team=shop&tag.team=data', 'dat web'],
  ['tag.team=*', 'dat wax web'],
  ['not.tag.team=data', '=HY wax web'],
  ['untagged=true', '=HY'],
  ['untagged=false', 'dat wax web'],
  ['seenAfter=2026-05-15', '=HY wax web'],
  ['q=w', 'wax web'],
  ['q=WEB', 'web'],
  ['q=arn:10', '=HY dat wax web'],
  ['q=50%25_off', 'wax'],
  ['q=5__off', ''],
  [`resource=arn:104&sort=-name`, 'wax'],
  ['sort=-monthlyCost', 'web dat =HY wax'],
  ['sort=monthlyCost', '=HY dat web wax'],
  ['sort=region', 'web dat wax =HY'],
  ['sort=-openFindings&limit=500', 'web wax =HY dat'],
])('filters and sorts by %s', async (query, expected) => {
  expect(await names(query)).toBe(expected);
});

it('sorts by each of its fields in both directions, page by page, each row once', async () => {
  const { body } = await test.rest('GET', '/inventory');
  for (const field of Object.keys(body.items[0]).flatMap((name) => [name, `-${name}`])) {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = await test.rest('GET', `/inventory?limit=1&sort=${field}${cursor && `&cursor=${cursor}`}`);
      expect([field, page.status]).toEqual([field, 200]);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor ?? '';
    } while (cursor);
    expect([field, ...seen.sort()]).toEqual([field, uid(101), uid(102), uid(103), uid(104)]);
  }
});

it.each([
  ['/inventory?limit=0', 422, 'limit'],
  ['/inventory?untagged=perhaps', 422, 'untagged'],
  ['/inventory?seenAfter=yesterday', 422, 'seenAfter'],
  ['/inventory?format=xml', 422, 'format'],
  ['/inventory?colour=blue', 422, 'colour'],
  ['/inventory?sort=colour', 422, 'sort'],
  ['/inventory/summary?seenAfter=30.2.', 422, 'seenAfter'],
  ['/inventory/accounts?retired=1', 422, 'retired'],
])('names the wrong value of %s', async (path, status, field) => {
  const answer = await test.rest('GET', path);
  expect([answer.status, answer.body.errors[0].field]).toEqual([status, field]);
});

it.each([
  '/inventory/x',
  `/inventory/${uid(999)}`,
  `/inventory/${uid(999)}/history`,
  `/inventory/${uid(999)}/relations`,
])('answers 404 to %s', async (path) => {
  expect(await test.rest('GET', path)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});

it('tells one resource with its configuration, its history and its relations', async () => {
  const { body } = await test.rest('GET', `/inventory/${uid(101)}`);
  expect(body).toMatchObject({ name: 'web', configuration: null });
  const first = { at: '2026-05-01T00:00:00.000Z', field: 'firstSeen', before: null, after: null, source: 'bill' };
  expect((await test.rest('GET', `/inventory/${uid(101)}/history`)).body).toEqual({
    items: [first],
    total: 1,
    nextCursor: null,
  });
  const relations = await test.rest('GET', `/inventory/${uid(101)}/relations`);
  expect(relations.body).toEqual({ items: [], total: 0, nextCursor: null });
});

it('sums counts, costs by currency and tag coverage of what the filter selects', async () => {
  const { body } = await test.rest('GET', '/inventory/summary');
  const costs = [
    { currency: 'EUR', monthlyCost: '7' },
    { currency: 'USD', monthlyCost: '10.000000000000000000001' },
  ];
  expect(body).toMatchObject({ count: 4, costs, byProvider: [{ key: 'aws', name: 'aws', count: 4, costs }] });
  expect(body.byAccount).toEqual([
    {
      key: uid(1),
      name: 'Account 1',
      count: 2,
      costs: [costs[0], { currency: 'USD', monthlyCost: '12.500000000000000000001' }],
    },
    { key: uid(2), name: 'Account 2', count: 2, costs: [{ currency: 'USD', monthlyCost: '-2.5' }] },
  ]);
  expect(body.byRegion.map(({ key, count }: any) => [key, count])).toEqual([
    ['eu-central-1', 3],
    [null, 1],
  ]);
  expect(body.tagCoverage).toMatchObject({ tagged: 3, untagged: 1, percent: 75 });
  expect(body.tagCoverage.costs[0]).toEqual({ currency: 'EUR', tagged: '7', untagged: '0', percent: 100 });
  expect((await test.rest('GET', '/inventory/summary?tag.team=shop')).body.count).toBe(1);
  const nothing = await test.rest('GET', '/inventory/summary?provider=none');
  expect(nothing.body).toMatchObject({ count: 0, costs: [], tagCoverage: { percent: null } });
});

it('exports CSV in which no text poses as a formula, and amounts stay amounts', async () => {
  const { status, type, headers, body } = await test.rest('GET', '/inventory?format=csv&sort=name');
  expect([status, type]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(headers.get('content-disposition')).toContain('inventory.csv');
  const lines = body.trimEnd().split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatch(/^id,provider,accountId,region,service,/);
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(lines[1]).toContain(',-2.5,USD,');
  expect(lines[3]).toContain('"wax, ""sealed"""');
  const accepted = await test.rest('GET', '/inventory?q=web', undefined, { accept: 'text/csv' });
  expect(accepted.body.split('\r\n')).toHaveLength(3);
});

it('answers GraphQL with the account of every resource and the resources of every account', async () => {
  const { data, errors } = await test.graphql(`{
    resources(first: 2, sort: "-monthlyCost", filter: { tags: { team: [] } }, untagged: false, seenAfter: "2026-05-01T00:00:00Z") {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { name monthlyCost configuration account { name resourceCount resources { name } } auditEntries { action } }
    }
    resource(id: "${uid(104)}") { name tags account { externalId } }
    accounts(sort: "externalId") { nodes { externalId resourceCount auditEntries { action } } }
    account(id: "${uid(2)}") { name }
    inventorySummary(q: "web") { count costs { currency monthlyCost } }
    resourceHistory(id: "${uid(104)}") { nodes { field } }
    resourceRelations(id: "${uid(104)}") { totalCount }
  }`);
  expect(errors).toBeUndefined();
  expect(data.resources).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  expect(data.resources.nodes[0]).toEqual({
    name: 'web',
    monthlyCost: '12.500000000000000000001',
    configuration: null,
    account: { name: 'Account 1', resourceCount: 2, resources: [{ name: 'web' }, { name: 'database' }] },
    auditEntries: [],
  });
  expect(data.accounts.nodes.map(({ resourceCount }: any) => resourceCount)).toEqual([2, 2]);
  expect(data.inventorySummary.count).toBe(1);
  expect(data.resourceHistory.nodes).toEqual([{ field: 'firstSeen' }]);
});

it('counts its resources by provider in the metrics', async () => {
  expect((await test.rest('GET', '/metrics')).body).toContain('cloudgov_inventory_resources{provider="aws"} 4');
});
