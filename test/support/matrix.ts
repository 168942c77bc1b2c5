import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import type { Field } from './graphql-schema.js';
import { schema, selection } from './graphql-schema.js';
import type { Operation } from './openapi.js';
import { resolved } from './openapi.js';
import { idFor, type Ids } from './two-accounts.js';

/** The smallest value that GraphQL lets through to the handler; the service may think otherwise of it. */
const SCALARS: Record<string, unknown> = {
  String: 'nobody',
  Int: 1,
  Float: 1,
  Boolean: true,
  Decimal: '1',
  Date: '2026-09-01',
  DateTime: '2099-01-01T00:00:00Z',
  JSON: {},
};

function valueOf(type: GraphQLInputType, id: string): unknown {
  const bare = getNullableType(type);
  if (isListType(bare)) return [valueOf(bare.ofType, id)];
  if (isEnumType(bare)) return bare.getValues()[0]!.value;
  if (!isInputObjectType(bare)) return bare.name === 'ID' ? id : SCALARS[bare.name];
  const needed = Object.values(bare.getFields()).filter((field) => isNonNullType(field.type));
  return Object.fromEntries(needed.map((field) => [field.name, valueOf(field.type, id)]));
}

/** A question to a root field with what it cannot do without; `{id}` stands for the id of one thing. */
export function question(kind: 'query' | 'mutation' | 'subscription', field: Field, ids?: Ids) {
  const needed = field.args.filter(({ type, name }) => isNonNullType(type) || name === 'id');
  const id = ids ? idFor(field.name, ids) : randomUUID();
  const declared = needed.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = needed.map(({ name }) => `${name}: $${name}`).join(', ');
  const inner = selection(field.type, 0).replace(/^\{\}$/, ' { __typename }');
  return {
    query: `${kind}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${inner} }`,
    variables: Object.fromEntries(needed.map(({ name, type }) => [name, valueOf(type, id)])),
    takesId: needed.some(({ type }) => getNamedType(type).name === 'ID'),
  };
}

/** Root fields that list a type without being told anything, as `budgets { nodes { … } }`. */
export function listsOf(typeName: string): { root: string; query: (field: string) => string }[] {
  return Object.values(schema.getQueryType()!.getFields()).flatMap((root) => {
    const nodes = schema.getType(String(getNamedType(root.type)));
    const isList = String(nodes) === `${typeName}Connection` && !root.args.some(({ type }) => isNonNullType(type));
    return isList
      ? [{ root: root.name, query: (field: string) => `{ ${root.name}(first: 1) { nodes { ${field} } } }` }]
      : [];
  });
}

/** Where a route of REST leads, for one thing of each kind. */
export const pathOf = ({ path }: Operation, ids?: Ids) =>
  path.replace('{id}', ids ? idFor(path, ids) : randomUUID()).replace(/\{\w+\}/, 'nobody');

/** Whether a route needs more than an empty body before it looks at what it is about. */
export function needsBody({ told }: Operation): boolean {
  const json = told.requestBody?.content['application/json'];
  return json ? (resolved(json.schema).required ?? []).length > 0 : false;
}
