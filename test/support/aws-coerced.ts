import type { NormalizedSchema } from '@smithy/core/schema';

/** Recordings write moments as texts, what is not there as null, and here and there what AWS never does. */
export function coerced(schema: NormalizedSchema, value: any): any {
  if (value === null || value === undefined) return undefined;
  if (schema.isListSchema()) return [value].flat().map((each) => coerced(schema.getValueSchema(), each));
  if (schema.isMapSchema() || schema.isStructSchema())
    return typeof value === 'object' ? members(schema, value) : undefined;
  if (schema.isTimestampSchema()) return momentOf(value);
  if (!schema.isStringSchema()) return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function members(schema: NormalizedSchema, value: Record<string, any>) {
  if (schema.isMapSchema()) return mapped(value, (_, each) => coerced(schema.getValueSchema(), each));
  const known = new Map([...schema.structIterator()]);
  return mapped(value, (name, each) => (known.has(name) ? coerced(known.get(name)!, each) : undefined));
}

function momentOf(value: string | Date): Date | undefined {
  const moment = new Date(value);
  return Number.isNaN(+moment) ? undefined : moment;
}

const mapped = (value: Record<string, any>, change: (name: string, each: any) => any) =>
  Object.fromEntries(
    Object.entries(value)
      .map(([name, each]) => [name, change(name, each)])
      .filter(([, each]) => each !== undefined),
  );
