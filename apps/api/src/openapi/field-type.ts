import type { Type } from '@nestjs/common';
import { Float, GraphQLISODateTime, ID, Int, TypeMetadataStorage } from '@nestjs/graphql';
import { Decimal } from '#common';
import { GraphQLDate, GraphQLJSON } from '#data';
import { DECIMAL, type Schema } from './schema.js';

/** A field as GraphQL knows it: what the words of the vocabulary and `@Field` say. */
export interface FieldFacts {
  type: unknown;
  isArray: boolean;
  isNullable: boolean;
  description?: string;
}

const SIMPLE = new Map<unknown, Schema>([
  [String, { type: 'string' }],
  [Boolean, { type: 'boolean' }],
  [Number, { type: 'number' }],
  [Int, { type: 'integer' }],
  [Float, { type: 'number' }],
  [ID, { type: 'string', format: 'uuid' }],
  [Date, { type: 'string', format: 'date-time' }],
  [GraphQLISODateTime, { type: 'string', format: 'date-time' }],
  [GraphQLDate, { type: 'string', format: 'date' }],
  [GraphQLJSON, {}],
  [Decimal, DECIMAL],
]);

/** The schema of a type without parts of its own; undefined for a class of ours. */
export function simpleSchema(type: unknown): Schema | undefined {
  const simple = SIMPLE.get(type);
  if (simple) return { ...simple };
  return typeof type === 'object' && type !== null ? { type: 'string', enum: Object.values(type) } : undefined;
}

function classes(type: Type): Type[] {
  const parent = Object.getPrototypeOf(type) as Type;
  return parent === Function.prototype ? [type] : [...classes(parent), type];
}

const metadataOf = (type: Type) =>
  [
    TypeMetadataStorage.getObjectTypeMetadataByTarget(type),
    TypeMetadataStorage.getInputTypeMetadataByTarget(type),
    TypeMetadataStorage.getArgumentsMetadataByTarget(type),
  ].filter((found) => found !== undefined);

/** The fields that a class and its parents have in GraphQL, known once its schema has been built. */
export function fieldsOf(type: Type): Map<string, FieldFacts> {
  const properties = classes(type).flatMap((each) => metadataOf(each).flatMap((found) => found.properties ?? []));
  return new Map(
    properties.map(({ name, typeFn, options, description }) => {
      const told: unknown = typeFn();
      const isArray = Array.isArray(told) || options.isArray === true;
      const facts = { type: Array.isArray(told) ? (told[0] as unknown) : told, isArray, description };
      return [name, { ...facts, isNullable: Boolean(options.nullable) }];
    }),
  );
}

/** The name of a class in GraphQL is its name here too; one class may have two, as what is sent and what is answered. */
export const answerName = (type: Type) => TypeMetadataStorage.getObjectTypeMetadataByTarget(type)?.name ?? type.name;
export const inputName = (type: Type) => TypeMetadataStorage.getInputTypeMetadataByTarget(type)?.name ?? type.name;

export const descriptionOf = (type: Type) => metadataOf(type)[0]?.description;
