import { InventoryWriter } from '#inventory';
import { startApp, type TestApp } from '../support/app.js';
import { billAccounts, billResources, uid } from '../support/inventory.js';

let test: TestApp;
let rule: any;

const get = (path: string, headers?: Record<string, string>) => test.rest('GET', path, undefined, headers);
const scoped = () => ({
  authorization: `Bearer ${test.scoped({ kind: 'accounts', accounts: [uid(1)] })}`,
});
const owners = async () =>
  Object.fromEntries((await get('/inventory?sort=name')).body.items.map(({ name, owner }: any) => [name, owner]));

beforeAll(async () => {
  test = await startApp();
  await billAccounts(test, 1, 2);
  await billResources(
    test,
    { n: 101, account: 1, name: 'a-kept', tags: { env: 'prod-eu', team: 'web' } },
    { n: 102, account: 1, name: 'b-wrong', tags: { env: 'playground', owner: 'ann', team: 'web' } },
    { n: 103, account: 1, name: 'c-bare' },
    { n: 104, account: 2, name: 'd-other', tags: { env: 'dev' }, region: 'us-east-1' },
  );
  await test.app.get(InventoryWriter).annotate([
    { id: uid(101), monthlyCost: '1.25', currency: 'USD' },
    { id: uid(102), monthlyCost: '2', currency: 'USD' },
    { id: uid(103), monthlyCost: '0.75', currency: 'USD' },
    { id: uid(104), monthlyCost: '7', currency: 'EUR' },
  ]);
  const input = { key: 'env', allowedValues: ['prod*', 'dev'], appliesTo: { services: ['EC2'] } };
  rule = (await test.rest('POST', '/inventory/tag-rules', input)).body;
});
afterAll(() => test.close());

it('tells how a rule is kept, by number and by cost of each currency', async () => {
  expect(rule).toMatchObject({ key: 'env', isRequired: true, description: null, version: 1 });
  const { body } = await get('/inventory/tag-compliance');
  expect(body.rules).toEqual([
    {
      rule: expect.objectContaining({ id: rule.id }),
      kept: 2,
      missing: 1,
      invalid: 1,
      percent: 50,
      costs: [
        { currency: 'EUR', kept: '7', missing: '0', invalid: '0', percent: 100 },
        { currency: 'USD', kept: '1.25', missing: '0.75', invalid: '2', percent: 31.25 },
      ],
    },
  ]);
});

it('tells of a part of the estate what a filter or a scope leaves', async () => {
  const [mine] = (await get('/inventory/tag-compliance', scoped())).body.rules;
  expect([mine.kept, mine.costs.length]).toEqual([1, 1]);
  const [there] = (await get('/inventory/tag-compliance?region=us-east-1')).body.rules;
  expect([there.kept, there.missing, there.invalid]).toEqual([1, 0, 0]);
  const path = `/inventory/tag-rules/${rule.id}/violations?sort=name`;
  expect((await get(path)).body.items.map(({ name }: any) => name)).toEqual(['b-wrong', 'c-bare']);
  expect((await get(`${path}&region=us-east-1`)).body.total).toBe(0);
});

it('answers the same through GraphQL', async () => {
  const query = `{ tagRules { nodes { key violations(first: 1, sort: "name") { totalCount nodes { name owner } } } }
    tagCompliance { rules { kept costs { currency kept } } } }`;
  const { data } = await test.graphql(query);
  expect(data).toMatchObject({
    tagRules: { nodes: [{ key: 'env', violations: { totalCount: 2, nodes: [{ name: 'b-wrong', owner: 'ann' }] } }] },
    tagCompliance: { rules: [{ kept: 2, costs: [{ currency: 'EUR', kept: '7' }, { currency: 'USD' }] }] },
  });
});

it('changes a rule for who sees everything alone, once, and on the record', async () => {
  const path = `/inventory/tag-rules/${rule.id}`;
  const optional = { isRequired: false };
  expect((await test.rest('PATCH', path, optional, scoped())).status).toBe(403);
  expect((await test.rest('PATCH', path, optional, { 'if-match': '"7"' })).status).toBe(412);
  expect((await test.rest('PATCH', path, optional, { 'if-match': '"1"' })).body.version).toBe(2);
  expect((await get('/inventory/tag-compliance')).body.rules[0]).toMatchObject({ kept: 3, missing: 0, invalid: 1 });
  await test.rest('PATCH', path, { isRequired: true });
  const { body } = await get(`/audit?subjectType=tag_rule&subjectId=${rule.id}&sort=at`);
  expect(body.items.map(({ action }: any) => action)).toEqual([
    'tag_rule.create',
    'tag_rule.update',
    'tag_rule.update',
  ]);
});

it.each([
  [{ key: '' }, 'key'],
  [{ key: 'x', allowedValues: ['', 'y'] }, 'allowedValues'],
  [{ key: 'x', appliesTo: { colours: ['red'] } }, 'appliesTo.colours'],
])('refuses %j', async (input, field) => {
  const { status, body } = await test.rest('POST', '/inventory/tag-rules', input);
  expect([status, body.errors[0].field]).toEqual([422, field]);
});

it('reads whose a resource is from the first tag that says so', async () => {
  expect(await owners()).toEqual({ 'a-kept': 'web', 'b-wrong': 'ann', 'c-bare': null, 'd-other': null });
  expect((await get('/inventory?owner=ann')).body.total).toBe(1);
  const rules = [{ key: 'env', value: 'dev', owner: 'platform@example.com' }, { key: 'team' }];
  expect((await test.rest('PUT', '/inventory/owner-rules', { rules })).status).toBe(200);
  expect(await owners()).toEqual({
    'a-kept': 'web',
    'b-wrong': 'web',
    'c-bare': null,
    'd-other': 'platform@example.com',
  });
  await billResources(test, {
    n: 103,
    account: 1,
    name: 'c-bare',
    tags: { team: 'late' },
    last: '2026-06-02T00:00:00Z',
  });
  expect((await owners())['c-bare']).toBe('late');
  expect((await test.rest('PUT', '/inventory/owner-rules', { rules: [] }, scoped())).status).toBe(403);
});
