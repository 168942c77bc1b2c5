import type { Type } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';
import type { Schema } from './schema.js';

interface Rule {
  name?: string;
  type: string;
  propertyName: string;
  constraints?: unknown[];
  /** Undefined where the rule has options of its own, such as a message. */
  each?: boolean;
}

const WORDS: Record<string, (given: unknown[]) => Schema> = {
  isString: () => ({ type: 'string' }),
  isInt: () => ({ type: 'integer' }),
  isNumber: () => ({ type: 'number' }),
  isBoolean: () => ({ type: 'boolean' }),
  isDay: () => ({ type: 'string', format: 'date' }),
  isDate: () => ({ type: 'string', format: 'date-time' }),
  isUuid: () => ({ type: 'string', format: 'uuid' }),
  isISO4217CurrencyCode: () => ({ type: 'string', minLength: 3, maxLength: 3 }),
  min: ([minimum]) => ({ minimum: minimum as number }),
  max: ([maximum]) => ({ maximum: maximum as number }),
  maxLength: ([maxLength]) => ({ type: 'string', maxLength: maxLength as number }),
  isLength: ([minLength, maxLength]) => ({
    type: 'string',
    minLength: minLength as number,
    ...(maxLength !== undefined && { maxLength: maxLength as number }),
  }),
  matches: ([pattern]) => ({ type: 'string', pattern: (pattern as RegExp).source }),
  isIn: ([values]) => ({ type: 'string', enum: values as unknown[] }),
};

/** What the validator demands of one property, in the words of JSON schema. */
export interface Demand {
  own: Schema;
  items: Schema;
  isArray: boolean;
  isOptional: boolean;
}

function demandOf(rules: Rule[]): Demand {
  const merged = (each: boolean) => {
    const words = rules.filter((rule) => (rule.each ?? false) === each && Object.hasOwn(WORDS, rule.name ?? ''));
    return Object.assign({}, ...words.map((rule) => WORDS[rule.name!]!(rule.constraints ?? []))) as Schema;
  };
  const most = rules.find(({ name }) => name === 'arrayMaxSize')?.constraints?.[0] as number | undefined;
  return {
    own: { ...merged(false), ...(most !== undefined && { maxItems: most }) },
    items: merged(true),
    isArray: rules.some(({ name, each }) => each || name === 'isArray' || name === 'arrayMaxSize'),
    isOptional: rules.some(({ type }) => type === 'conditionalValidation'),
  };
}

/** Every property that a class validates, with what it demands. */
export function demandsOf(type: Type): Map<string, Demand> {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false) as unknown as Rule[];
  const names = [...new Set(rules.map(({ propertyName }) => propertyName))];
  return new Map(names.map((name) => [name, demandOf(rules.filter((rule) => rule.propertyName === name))]));
}
