import { jest } from '@jest/globals';
import { ModulesContainer } from '@nestjs/core';
import { BUILT_IN, type BuiltInRole } from '#access';
import { Demo } from '../../apps/api/src/demo.js';
import { graphqlFieldsOf } from '../../apps/api/src/permissions/graphql-fields.js';
import { as, machine, type Somebody } from '../support/access.js';
import { startApp, type TestApp } from '../support/app.js';
import {
  mutationFields,
  queryFields,
  schema,
  selection,
  subscriptionFields,
  type Field,
} from '../support/graphql-schema.js';
import { bearer, listen } from '../support/listener.js';
import { listsOf, needsBody, pathOf, question } from '../support/matrix.js';
import { operations, type Operation } from '../support/openapi.js';
import { deliverForeign, deliverOwn, FOREIGN, idsOf, OWN, type Ids } from '../support/two-accounts.js';

/** Each route and field as each built-in role, whose rights are asked of the API itself. */

/** GraphQL is asked field by field. */
const ELSEWHERE = ['POST /graphql'];

const PERMISSION = /Needs the permission `(\S+:\S+)`/;
const permissionOf = ({ told }: Operation): string | undefined => PERMISSION.exec(told.description)?.[1];
const nameOf = ({ method, path }: Operation) => `${method} ${path}`;

const guarded = operations.filter((operation) => permissionOf(operation) && !ELSEWHERE.includes(nameOf(operation)));

let test: TestApp;
let foreign: Ids;
/** Of each role, its permissions; somebody who holds it for the own account, and somebody who holds it everywhere. */
const held = new Map<string, string[]>();
const narrow = new Map<string, Somebody>();
const wide = new Map<string, Somebody>();
let permissions: Map<string, string>;

const may = (role: string, permission: string) => held.get(role)!.includes(permission);

/** Whether the guard turned somebody away for want of this permission. */
const isRefused = ({ status, body }: { status: number; body: any }, permission: string) =>
  status === 403 && body?.permission === permission;

const refusals = (errors: any[] | undefined, permission: string) =>
  (errors ?? []).filter(({ extensions }) => extensions.code === 'FORBIDDEN' && extensions.permission === permission);

const send = (who: Somebody, operation: Operation, ids?: Ids) => {
  const { method } = operation;
  const body = method === 'POST' || method === 'PATCH' || method === 'PUT' ? {} : undefined;
  return test.rest(method, pathOf(operation, ids), body, { authorization: `Bearer ${who.token}` });
};

const ask = (who: Somebody, query: string, variables?: object) => test.graphql(query, variables, who.token);

beforeAll(async () => {
  test = await startApp();
  // The demo takes long to make, and only the guard of its routes is of interest.
  const demo = test.app.get(Demo);
  jest.spyOn(demo, 'create').mockResolvedValue('2026-09-01');
  jest.spyOn(demo, 'remove').mockResolvedValue();
  await deliverOwn(test);
  await idsOf(test, OWN, 'own');
  await deliverForeign(test);
  foreign = await idsOf(test, FOREIGN, 'canary');
  for (const { name, permissions } of (await as(test).get('/roles')).body.items) held.set(name, permissions);
  for (const role of BUILT_IN) narrow.set(role, await machine(test, [role], { accounts: [OWN] }));
  for (const role of BUILT_IN) wide.set(role, await machine(test, [role]));
  const fields = graphqlFieldsOf(test.app.get(ModulesContainer));
  permissions = new Map(fields.map(({ parent, name, permission }) => [`${parent}.${name}`, permission]));
}, 240_000);
afterAll(() => test.close());

describe.each<BuiltInRole>([...BUILT_IN])('%s', (role) => {
  it('may use exactly the routes whose permission it holds', async () => {
    const wrong: unknown[] = [];
    for (const operation of guarded) {
      const permission = permissionOf(operation)!;
      const answer = await send(narrow.get(role)!, operation);
      const isRight = isRefused(answer, permission) !== may(role, permission) && answer.status < 500;
      if (!isRight) wrong.push([nameOf(operation), permission, answer.status, answer.body]);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('finds nothing outside of its scope, and changes nothing there', async () => {
    const wrong: unknown[] = [];
    for (const operation of guarded.filter(({ path }) => path.includes('{id}'))) {
      const expected = may(role, permissionOf(operation)!) ? [404, ...(needsBody(operation) ? [422] : [])] : [403];
      const answer = await send(narrow.get(role)!, operation, foreign);
      if (!expected.includes(answer.status)) wrong.push([nameOf(operation), answer.status, answer.body]);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

const roots = [
  ...queryFields.map((field): [string, 'query', Field] => ['Query', 'query', field]),
  ...mutationFields.map((field): [string, 'mutation', Field] => ['Mutation', 'mutation', field]),
];

describe.each<BuiltInRole>([...BUILT_IN])('%s, by GraphQL,', (role) => {
  it('may ask exactly the root fields whose permission it holds', async () => {
    const wrong: unknown[] = [];
    for (const [parent, kind, field] of roots) {
      const permission = permissions.get(`${parent}.${field.name}`)!;
      const { query, variables } = question(kind, field);
      const { errors } = await ask(narrow.get(role)!, query, variables);
      if (permission !== 'public' && refusals(errors, permission).length > 0 === may(role, permission))
        wrong.push([field.name, permission, query, errors]);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('finds nothing outside of its scope', async () => {
    const wrong: unknown[] = [];
    for (const [parent, kind, field] of roots) {
      const permission = permissions.get(`${parent}.${field.name}`)!;
      const { query, variables, takesId } = question(kind, field, foreign);
      if (!takesId || !may(role, permission)) continue;
      const { errors } = await ask(narrow.get(role)!, query, variables);
      const codes = (errors ?? []).map(({ extensions }: any) => extensions.code);
      if (!['NOT_FOUND', 'INVALID'].includes(codes[0])) wrong.push([field.name, query, errors]);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('may read exactly the fields of types whose permission it holds', async () => {
    const wrong: unknown[] = [];
    const asked: string[] = [];
    for (const [path, permission] of permissions) {
      const [parent, name] = path.split('.') as [string, string];
      const list = listsOf(parent).find(({ root }) => may(role, permissions.get(`Query.${root}`)!));
      const field = (schema.getType(parent) as any).getFields()[name] as Field;
      if (!list || field.args.some(({ type }) => String(type).endsWith('!'))) continue;
      const inner = selection(field.type, 0).replace(/^\{\}$/, ' { __typename }');
      const { data, errors } = await ask(wide.get(role)!, list.query(`${name}${inner}`));
      if (data && !data[list.root]?.nodes?.length && !errors) continue;
      asked.push(path);
      if (refusals(errors, permission).length > 0 === may(role, permission)) wrong.push([path, permission, errors]);
    }
    expect(wrong).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
  }, 120_000);
});

describe.each(subscriptionFields)('the subscription $name', (field) => {
  const listened = async ({ token }: Somebody, ids?: Ids) => {
    const line = listen(test.url, { ...question('subscription', field, ids), connectionParams: bearer(token) });
    await line.ended;
    await line.client.dispose();
    return line.errors;
  };

  it('may be listened to by exactly the roles that hold its permission', async () => {
    const permission = permissions.get(`Subscription.${field.name}`)!;
    const bare = await as(test).post('/roles', {
      name: `bare-${field.name.toLowerCase()}`,
      permissions: ['self:read'],
    });
    held.set(bare.body.name, []);
    narrow.set(bare.body.name, await machine(test, [bare.body.name]));
    const wrong: unknown[] = [];
    for (const role of [...BUILT_IN, bare.body.name as string]) {
      const errors = await listened(narrow.get(role)!);
      if (refusals(errors, permission).length > 0 === may(role, permission)) wrong.push([role, permission, errors]);
    }
    expect(wrong).toEqual([]);
  });

  it('tells nothing outside of a scope', async () => {
    for (const role of BUILT_IN)
      expect((await listened(narrow.get(role)!, foreign)).map(({ extensions }) => extensions.code)).toEqual([
        'NOT_FOUND',
      ]);
  });
});

it('asks every guarded route and field of the application', () => {
  const missing = queryFields
    .concat(mutationFields, subscriptionFields)
    .filter(({ name }) => !['Query', 'Mutation', 'Subscription'].some((root) => permissions.has(`${root}.${name}`)));
  expect(missing.map(({ name }) => name)).toEqual([]);
  const unguarded = operations.filter((operation) => !permissionOf(operation) && !operation.isPublic);
  expect(unguarded.map(nameOf).sort()).toEqual(['GET /metrics', 'POST /graphql']);
});
