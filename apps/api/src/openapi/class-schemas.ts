import type { Type } from '@nestjs/common';
import { TransformationType } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { demandsOf, type Demand } from './constraints.js';
import { answerName, descriptionOf, fieldsOf, inputName, simpleSchema, type FieldFacts } from './field-type.js';
import { nullable, refTo, type Schema, type Schemas } from './schema.js';

type Nested = (type: Type) => Schema;

function typeSchema(type: unknown, nested: Nested): Schema {
  return simpleSchema(type) ?? nested(type as Type);
}

const described = (schema: Schema, description?: string): Schema =>
  description === undefined ? schema : { ...schema, description };

function fieldSchema({ type, isArray, description }: FieldFacts, nested: Nested): Schema {
  const one = typeSchema(type, nested);
  return described(isArray ? { type: 'array', items: one } : one, description);
}

/** What a class answers: exactly the fields that it exposes. */
function answerSchema(type: Type, nested: Nested): Schema {
  const fields = fieldsOf(type);
  const exposed = defaultMetadataStorage.getExposedProperties(type, TransformationType.CLASS_TO_PLAIN);
  const names = [...new Set(exposed)].filter((name) => name !== undefined);
  const properties = names.map((name) => {
    const field = fields.get(name);
    const schema = field ? fieldSchema(field, nested) : {};
    return [name, field?.isNullable ? nullable(schema) : schema];
  });
  return { type: 'object', properties: Object.fromEntries(properties) as Schemas, required: names };
}

/** A GraphQL type is wider than the rule (a day is a text), so the rule's words come last, but never its bare `string`. */
function combined(type: Schema, rule: Schema): Schema {
  const { type: kind, ...rest } = rule;
  if (type.format === 'date' || type.format === 'decimal') return type;
  return { ...(type.type === undefined && type.$ref === undefined && kind ? { type: kind } : {}), ...type, ...rest };
}

/** The class that stands in the source, where GraphQL has no field to tell more. */
function designed(type: Type, name: string): Schema {
  const known: unknown = Reflect.getMetadata('design:type', type.prototype as object, name);
  return (known !== Array && known !== Object && simpleSchema(known)) || {};
}

/** One thing that a caller may send: what its type says, and what the validator demands. */
export function askedSchema(type: Type, name: string, demand: Demand, nested: Nested): Schema {
  const field = fieldsOf(type).get(name);
  const isArray = field?.isArray ?? demand.isArray;
  const one = field ? typeSchema(field.type, nested) : isArray ? {} : designed(type, name);
  if (!isArray) return described(combined(one, demand.own), field?.description);
  const { maxItems } = demand.own;
  const list = { type: 'array', items: combined(one, demand.items), ...(maxItems !== undefined && { maxItems }) };
  return described(list, field?.description);
}

function inputSchema(type: Type, nested: Nested): Schema {
  const fields = fieldsOf(type);
  const demands = [...demandsOf(type)];
  const isFree = (name: string, demand: Demand) => demand.isOptional || fields.get(name)?.isNullable;
  const properties = demands.map(([name, demand]) => {
    const schema = askedSchema(type, name, demand, nested);
    return [name, demand.isOptional ? nullable(schema) : schema];
  });
  const required = demands.filter(([name, demand]) => !isFree(name, demand)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as Schemas,
    ...(required.length && { required }),
    additionalProperties: false,
  };
}

/** Collects the schemas of classes under their names, each once, and answers references to them. */
export class ClassSchemas {
  readonly all: Schemas = {};

  readonly answer: Nested = (type) => this.keep(answerName(type), type, () => answerSchema(type, this.answer));
  readonly input: Nested = (type) => this.keep(inputName(type), type, () => inputSchema(type, this.input));

  private keep(name: string, type: Type, make: () => Schema): Schema {
    if (!Object.hasOwn(this.all, name)) {
      this.all[name] = {};
      Object.assign(this.all[name], described(make(), descriptionOf(type)));
    }
    return refTo(name);
  }
}
