import { getIntrospectionQuery } from 'graphql';
import { routesOf } from '../bench/api/routes.js';
import { startApp, TOKEN, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp()));
afterAll(() => test.close());

const ask = (query: unknown, token?: string) =>
  test.rest('POST', '/graphql', query as object, { authorization: token ? `Bearer ${token}` : '' });

it.each([
  ['introspection', getIntrospectionQuery()],
  ['a field that is almost one', '{ resorces { totalCount } }'],
  ['the name of the root', '{ __typename }'],
  ['nonsense', '}{'],
])('answers a stranger who asks for %s with nothing but where to sign in', async (_name, query) => {
  for (const token of [undefined, 'wrong']) {
    const { status, headers, body } = await ask({ query }, token);
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(body).toEqual({
      errors: [
        { message: 'Send a valid token: Authorization: Bearer TOKEN.', extensions: { code: 'UNAUTHENTICATED' } },
      ],
    });
  }
});

it('shows the contract to whoever has a token, and helps with a name', async () => {
  expect((await ask({ query: getIntrospectionQuery() }, TOKEN)).body.data.__schema.queryType.name).toBe('Query');
  const { body } = await ask({ query: '{ resorces { totalCount } }' }, TOKEN);
  expect(body.errors[0]).toMatchObject({
    message: expect.stringContaining('Did you mean "resources"'),
    extensions: { code: 'INVALID' },
  });
});

const PARTS = 'id parts { id '.repeat(14);

it.each([
  ['depth', `{ budget(id: "x") { ${PARTS} ${'}'.repeat(14)} } }`, { limit: 12, asked: 16 }],
  [
    'aliases',
    `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: jobs { name }`).join(' ')} }`,
    { limit: 30, asked: 31 },
  ],
  [
    'cost',
    '{ resources(first: 500) { nodes { account { resources { id } auditEntries { id } } } } }',
    { limit: 10_000, asked: 1 + 500 * (1 + 1 + 10 + 10) },
  ],
  ['tokens', `{ ${'jobs { name } '.repeat(1300)} }`, { limit: 5000 }],
])('bounds the %s of a question, and says by how much', async (limited, query, figures) => {
  const { status, body } = await ask({ query }, TOKEN);
  expect(status).toBe(400);
  expect(body.errors).toHaveLength(1);
  expect(body.errors[0].extensions).toEqual({ code: 'TOO_LARGE', limited, ...figures });
  expect(body.data).toBeUndefined();
});

it('answers one question at a time', async () => {
  const { status, body } = await ask([{ query: '{ jobs { name } }' }, { query: '{ jobs { name } }' }], TOKEN);
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'INVALID']);
});

it('answers no question whose introspection goes round', async () => {
  const { status, body } = await ask(
    { query: '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }' },
    TOKEN,
  );
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'INVALID']);
});

it('takes the limits from the settings', async () => {
  const strict = await startApp({ env: { CLOUDGOV_GRAPHQL_DEPTH: '1' } });
  const { errors } = await strict.graphql('{ jobs { name } }');
  expect(errors[0].extensions).toEqual({ code: 'TOO_LARGE', limited: 'depth', limit: 1, asked: 2 });
  await strict.close();
});

const heavy = routesOf('2026-10-01', []).filter(({ name }) => name.startsWith('GraphQL'));

it.each(heavy.map(({ name, ask: question }) => [name, question(1).body!]))('allows %s', async (_name, question) => {
  const { status, body } = await ask(question, TOKEN);
  expect([status, body.errors]).toEqual([200, undefined]);
});
