import { NormalizedSchema } from '@smithy/core/schema';
import { SDKS, type ServiceId } from '../../libs/clouds/src/aws/sdk.js';

const DEPTH = 6;
/** Below this one of a list is enough. */
const TWO = 4;
const MARKER = /token$|marker$|^LastEvaluated|^(?:isTruncated|position|failures|failed|errors|unprocessed\w*)$/i;

let count = 0;

function text(name: string): string {
  count += 1;
  if (/arn$/i.test(name)) return `arn:aws:sample:us-east-1:123456789012:${name.toLowerCase()}/${count}`;
  return `${name}-${count}`;
}

function plain(schema: NormalizedSchema, name: string): unknown {
  if (schema.isTimestampSchema()) return new Date(Date.UTC(2026, 0, 1, 0, 0, count++ % 3600));
  if (schema.isBooleanSchema()) return true;
  if (schema.isNumericSchema() || schema.isBigIntegerSchema()) return count++;
  if (schema.isBlobSchema()) return Buffer.from(text(name));
  return schema.isStringSchema() ? text(name) : undefined;
}

function sampled(schema: NormalizedSchema, name: string, depth: number): unknown {
  if (depth > DEPTH || schema.isUnionSchema()) return undefined;
  const inner = () => sampled(schema.getValueSchema(), name, depth + 1);
  if (schema.isListSchema()) return [inner(), ...(depth < TWO ? [inner()] : [])].filter((each) => each !== undefined);
  if (schema.isMapSchema()) return { [text('key')]: inner() };
  return schema.isStructSchema() ? struct(schema, depth) : plain(schema, name);
}

function struct(schema: NormalizedSchema, depth: number): Record<string, unknown> {
  const members = [...schema.structIterator()].filter(([name]) => !MARKER.test(name));
  return Object.fromEntries(
    members
      .map(([name, member]) => [name, sampled(member, name, depth + 1)])
      .filter(([, value]) => value !== undefined),
  );
}

/** An answer of any operation, with every member that its schema has, and two of everything that is a list. */
export async function sampleAnswer(service: ServiceId, operation: string): Promise<Record<string, any>> {
  const module = (await SDKS[service].load()) as unknown as Record<string, any>;
  const output = NormalizedSchema.of(module[`${operation}$`][5]);
  return output.isStructSchema() ? struct(output, 0) : {};
}
