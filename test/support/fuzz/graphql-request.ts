import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import { mutationFields, queryFields, selection, type Field } from '../graphql-schema.js';
import type { Chance } from './chance.js';
import type { Request } from './rest-request.js';
import { oddJson, TEXTS, valueFor, type Known } from './values.js';

export interface Root {
  kind: 'query' | 'mutation';
  field: Field;
}

export const graphqlRoots: Root[] = [
  ...queryFields.map((field) => ({ kind: 'query' as const, field })),
  ...mutationFields.map((field) => ({ kind: 'mutation' as const, field })),
];

/** GraphQL's scalars in the words of JSON schema. */
const SCALARS: Record<string, object> = {
  ID: { type: 'string', format: 'uuid' },
  String: { type: 'string' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  Date: { type: 'string', format: 'date' },
  DateTime: { type: 'string', format: 'date-time' },
  Decimal: { type: 'string', format: 'decimal' },
  JSON: { type: 'object' },
};

/** A value of an argument's type, mostly. */
function argument(type: GraphQLInputType, chance: Chance, known: Known, depth = 0): unknown {
  if (chance.happens(0.1)) return oddJson(chance);
  const bare = getNullableType(type);
  if (isListType(bare))
    return Array.from({ length: chance.below(4) }, () => argument(bare.ofType, chance, known, depth + 1));
  if (isEnumType(bare)) return chance.of(bare.getValues()).name;
  if (!isInputObjectType(bare)) return valueFor(SCALARS[bare.name] ?? {}, chance, known);
  const fields = Object.values(bare.getFields()).filter((field) => isWanted(field, chance, depth));
  return Object.fromEntries(fields.map(({ name, type: of }) => [name, argument(of, chance, known, depth + 1)]));
}

const isWanted = ({ type }: GraphQLInputField | GraphQLArgument, chance: Chance, depth: number) =>
  isNonNullType(type) ? chance.happens(0.95) : chance.happens(depth > 3 ? 0.05 : 0.35);

const SYNTAX = ['{', '{ }', 'query { __typename', '{ a: __typename b: nothing }', 'mutation { nothing }', '', '\u0000'];

/** Jobs are started by name; other names are odd enough. */
const jobName = (chance: Chance, known: Known) => chance.of([...known.jobs, ...TEXTS]);

/** One question to a field, after `schema.graphql` and beside it. */
export function graphqlRequest({ kind, field }: Root, chance: Chance, known: Known): Request {
  const asked = field.args.filter((arg) => isWanted(arg, chance, 0));
  const variables = Object.fromEntries(
    asked.map(({ name, type }) => [
      name,
      field.name === 'runJob' ? jobName(chance, known) : argument(type, chance, known),
    ]),
  );
  const declared = asked.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = asked.map(({ name }) => `${name}: $${name}`).join(', ');
  const inner = selection(field.type, chance.of([1, 2, 3, 4])).replace(/^\{\}$/, ' { __typename }');
  const query = `${kind}${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`}${inner} }`;
  const whole = chance.happens(0.03) ? { query: chance.of(SYNTAX) } : { query, variables };
  const body = chance.happens(0.03) ? oddJson(chance) : whole;
  return {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
