import { readFileSync } from 'node:fs';
import { buildSchema, getIntrospectionQuery, getOperationAST, parse } from 'graphql';
import { Settings } from '#platform';
import { MOST_SELECTIONS, tooLarge } from './limits.js';

const schema = buildSchema(`
  type Query { things(first: Int): ThingConnection!  thing: Thing!  sum: Thing!  one(id: ID!): Thing }
  type ThingConnection { nodes: [Thing!]!  totalCount: Int!  pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! }
  type Thing { name: String!  parts: [Thing!]!  whole: Thing }
`);
schema.getQueryType()!.getFields().sum!.extensions = { complexity: 100 };

const LIMITS = { graphqlDepth: 4, graphqlAliases: 2, graphqlCost: 1_000 };

function refusal(query: string, variables?: Record<string, unknown>, limits = LIMITS, asked = schema) {
  const document = parse(query);
  const refused = tooLarge({ schema: asked, document, operation: getOperationAST(document)!, variables }, limits);
  return refused && { ...refused.extensions, message: refused.message };
}

const costOf = (query: string, variables?: Record<string, unknown>) =>
  (refusal(query, variables, { ...LIMITS, graphqlCost: 0 }) as { asked?: number } | undefined)?.asked;

it.each([
  ['one object', '{ thing { name } }', 1],
  ['an object in another', '{ thing { whole { name } } }', 2],
  ['a list, taken to have ten', '{ thing { parts { name } } }', 11],
  ['a list in a list', '{ thing { parts { parts { name } } } }', 1 + 10 * (1 + 10)],
  ['a page of fifty unless told', '{ things { totalCount nodes { name } pageInfo { hasNextPage } } }', 51],
  ['a page of three', '{ things(first: 3) { nodes { name } } }', 4],
  ['no more than a page can have', '{ things(first: 9999) { nodes { name } } }', 501],
  ['no less than one', '{ things(first: -5) { nodes { name } } }', 2],
  ['a page of pages', '{ things(first: 3) { nodes { parts { name } } } }', 1 + 3 * (1 + 10)],
  ['what is declared to be much work', '{ sum { name } }', 100],
  [
    'a fragment each time that it is used',
    '{ a: thing { ...F } b: thing { ...F } } fragment F on Thing { whole { name } }',
    4,
  ],
  ['nothing for what is skipped', '{ thing { name } sum @skip(if: true) { name } }', 1],
  ['nothing for the name of a type', '{ thing { __typename } }', 1],
])('counts %s', (_name, query, cost) => {
  expect(costOf(query)).toBe(cost);
});

it('counts by the variables', () => {
  const query = 'query($n: Int) { things(first: $n) { nodes { name } } }';
  expect([costOf(query, { n: 7 }), costOf(query, { n: 70 })]).toEqual([8, 71]);
});

it('leaves variables that cannot be used to whoever answers', () => {
  expect(costOf('query($n: Int) { things(first: $n) { nodes { name } } }', { n: 'many' })).toBeUndefined();
});

it.each([
  ['an argument', 'query($id: ID = "a") { one(id: $id) { name } things(first: 500) { nodes { whole { name } } } }'],
  [
    'a directive',
    'query($id: Boolean = true) { sum { name @skip(if: $id) } things(first: 500) { nodes { whole { name } } } }',
  ],
])('lets nothing pass uncounted beside %s that cannot be used', (_name, query) => {
  expect(refusal(query)).toMatchObject({ limited: 'cost', asked: query.includes('sum') ? 1100 + 1 : 1002 });
  expect(refusal(query, { id: null })).toMatchObject({ code: 'INVALID', http: { status: 400 } });
});

it('refuses a dear question with the figures', () => {
  expect(refusal('{ things(first: 500) { nodes { whole { name } } } }')).toEqual({
    code: 'TOO_LARGE',
    limited: 'cost',
    limit: 1000,
    asked: 1001,
    http: { status: 400 },
    message: 'A question may have 1000 objects in its answer at most; this one has 1001. Ask for less at once.',
  });
});

it('refuses a deep one, through fragments as well', () => {
  const deep = '{ thing { whole { whole { whole { name } } } } }';
  const hidden = '{ thing { ...F } } fragment F on Thing { whole { ... on Thing { whole { whole { name } } } } }';
  for (const query of [deep, hidden])
    expect(refusal(query)).toMatchObject({ code: 'TOO_LARGE', limited: 'depth', limit: 4, asked: 5 });
});

it('refuses many aliases, those of fragments each time', () => {
  const query = '{ thing { ...F whole { ...F parts { ...F } } } } fragment F on Thing { a: name }';
  expect(refusal(query)).toMatchObject({ code: 'TOO_LARGE', limited: 'aliases', limit: 2, asked: 3 });
});

it('refuses a short text that stands for billions of selections, without walking them', () => {
  const steps = Array.from(
    { length: 60 },
    (_, n) => `fragment F${n} on Thing { whole { ...F${n + 1} } whole { ...F${n + 1} } }`,
  );
  const query = `{ thing { ...F0 } } ${steps.join(' ')} fragment F60 on Thing { name }`;
  expect(refusal(query)).toMatchObject({ code: 'TOO_LARGE', limited: 'selections', limit: MOST_SELECTIONS });
});

it('lets through what every tool asks of the contract', () => {
  const contract = buildSchema(readFileSync('schema.graphql', 'utf8'));
  expect(refusal(getIntrospectionQuery(), undefined, new Settings({}), contract)).toBeUndefined();
});
