import { readFileSync } from 'node:fs';
import {
  buildSchema,
  getNamedType,
  isLeafType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';

export const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

export type Field = GraphQLField<unknown, unknown>;

export const queryFields: Field[] = Object.values(schema.getQueryType()!.getFields());
export const mutationFields: Field[] = Object.values(schema.getMutationType()?.getFields() ?? {});

export const subscriptionFields: Field[] = Object.values(schema.getSubscriptionType()?.getFields() ?? {});

const isFree = ({ args }: Field) =>
  !args.some(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);

function selectionOf(type: GraphQLObjectType, depth: number): string {
  const parts = Object.values(type.getFields())
    .filter(isFree)
    .map(({ name, type: of }) => `${name}${selection(of, depth - 1)}`)
    .filter((part) => !part.endsWith('{}'));
  return parts.join(' ');
}

/** Every subfield that needs no argument, to this depth; `{}` where nothing is left to select. */
export function selection(type: GraphQLOutputType, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named) || !isObjectType(named)) return '';
  const inner = depth > 0 ? selectionOf(named, depth) : '';
  return inner ? ` { ${inner} }` : '{}';
}
