import { isJson, type Json } from '../json.js';

/** A value of `google.protobuf.Struct`, as the clients hand it out. */
function valueOf(value: unknown): unknown {
  if (!isJson(value)) return null;
  if ('structValue' in value) return structOf(value.structValue);
  if ('listValue' in value)
    return isJson(value.listValue) ? ((value.listValue.values ?? []) as unknown[]).map(valueOf) : [];
  if ('nullValue' in value) return null;
  return value.stringValue ?? value.numberValue ?? value.boolValue ?? null;
}

/** A `google.protobuf.Struct` as the JSON that it stands for. */
export function structOf(struct: unknown): Json {
  const fields = isJson(struct) && isJson(struct.fields) ? struct.fields : {};
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, valueOf(value)]));
}

/** A message as plain JSON, without what it leaves empty. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && each !== undefined && !(Array.isArray(each) && each.length === 0))
      .map(([key, each]) => [key, plain(each)]),
  );
}
