import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const ALL = { kind: 'all' } as const;
const view = { name: 'Costly and mine', page: 'inventory', query: { 'tag.team': 'web', sort: '-monthlyCost' } };

it('saves a question, shows it to its maker, and to others once it is shared', async () => {
  const other = { authorization: `Bearer ${test.scoped(ALL)}` };
  const made = await test.rest('POST', '/views', view);
  expect([made.status, made.body]).toEqual([201, expect.objectContaining({ ...view, isShared: false, version: 1 })]);
  const path = `/views/${made.body.id}`;
  expect((await test.rest('GET', path, undefined, other)).status).toBe(404);
  expect((await test.rest('GET', '/views', undefined, other)).body.total).toBe(0);
  await test.rest('PATCH', path, { isShared: true }, { 'if-match': '"1"' });
  expect((await test.rest('GET', '/views?page=inventory', undefined, other)).body.items[0].name).toBe(view.name);
  expect((await test.rest('PATCH', path, { name: 'theirs' }, other)).status).toBe(403);
  expect((await test.rest('DELETE', path, undefined, other)).status).toBe(403);
  expect((await test.rest('DELETE', path)).status).toBe(204);
});

it('keeps what a page is asked again through GraphQL', async () => {
  const query = `mutation ($input: SavedViewInput!) { createView(input: $input) { id name query auditEntries { action } } }`;
  const { data } = await test.graphql(query, { input: view });
  expect(data.createView).toMatchObject({
    name: view.name,
    query: view.query,
    auditEntries: [{ action: 'view.create' }],
  });
});

it.each([
  [{ ...view, page: 'moon' }, 'page'],
  [{ ...view, query: { a: { b: 1 } } }, 'query'],
  [{ ...view, query: ['a'] }, 'query'],
  [{ ...view, name: '' }, 'name'],
])('refuses %j', async (input, field) => {
  const { status, body } = await test.rest('POST', '/views', input);
  expect([status, body.errors[0].field]).toEqual([422, field]);
});
