/** Faults of a key-value column (KeyValueFormat) and of the properties in SkuPriceDetails and Tags; a bit each. */
export const JSON_FAULT = {
  notObject: 1 << 0,
  repeatedKey: 1 << 1,
  otherType: 1 << 2,
  nested: 1 << 3,
  notPascal: 1 << 4,
  noFocusProperty: 1 << 5,
  nullValue: 1 << 6,
  noPrefix: 1 << 7,
  misspelt: 1 << 8,
  wrongType: 1 << 9,
  mixedTypes: 1 << 10,
  repeatsColumn: 1 << 11,
  reservedPrefix: 1 << 12,
  valueless: 1 << 13,
} as const;
export const ANY_KEY_VALUE_FAULT =
  JSON_FAULT.notObject | JSON_FAULT.repeatedKey | JSON_FAULT.otherType | JSON_FAULT.nested;

/** The SKU price properties that FOCUS 1.2 defines, with the JSON type of their values. */
export const SKU_PROPERTIES: Readonly<Record<string, 'number' | 'string'>> = {
  CoreCount: 'number',
  DiskMaxIops: 'number',
  DiskSpace: 'number',
  DiskType: 'string',
  GpuCount: 'number',
  InstanceSeries: 'string',
  InstanceType: 'string',
  MemorySize: 'number',
  NetworkMaxIops: 'number',
  NetworkMaxThroughput: 'number',
  OperatingSystem: 'string',
  Redundancy: 'string',
  StorageClass: 'string',
};
const byLowerCase = new Map(Object.keys(SKU_PROPERTIES).map((name) => [name.toLowerCase(), name]));

export type Properties = Readonly<Record<string, unknown>>;

/** The object in a key-value text, and what is wrong with it as such. */
export function parseProperties(text: string): { faults: number; properties: Properties } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { faults: JSON_FAULT.notObject, properties: {} };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { faults: JSON_FAULT.notObject, properties: {} };
  }
  const properties = value as Properties;
  let faults = countKeys(text) > Object.keys(properties).length ? JSON_FAULT.repeatedKey : 0;
  if (Object.values(properties).some((part) => typeof part === 'object' && part !== null)) {
    // Keys of the inner objects were counted too, so repetition is told by the outer object alone.
    faults = JSON_FAULT.nested | JSON_FAULT.otherType;
  }
  return { faults, properties };
}

/** The keys of a flat object as written, repeated ones included. */
const countKeys = (text: string) => text.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length ?? 0;

/** What is wrong with the properties of one SKU price. */
export function skuPropertyFaults(properties: Properties, columns: ReadonlySet<string>): number {
  let faults = 0;
  for (const [key, value] of Object.entries(properties)) {
    const isCustom = key.startsWith('x_');
    const bare = isCustom ? key.slice(2) : key;
    if (!/^[A-Z][A-Za-z0-9]*$/.test(bare)) faults |= JSON_FAULT.notPascal;
    if (value === null) faults |= JSON_FAULT.nullValue;
    if (columns.has(bare)) faults |= JSON_FAULT.repeatsColumn;
    if (isCustom) faults |= bare in SKU_PROPERTIES && !(bare in properties) ? JSON_FAULT.noFocusProperty : 0;
    else faults |= focusPropertyFaults(key, value);
  }
  return faults;
}

function focusPropertyFaults(key: string, value: unknown): number {
  const type = SKU_PROPERTIES[key];
  if (type) return value !== null && typeof value !== type ? JSON_FAULT.wrongType : 0;
  return byLowerCase.has(key.toLowerCase()) ? JSON_FAULT.misspelt : JSON_FAULT.noPrefix;
}

const RESERVED = /^(aws|azure|gcp|google|goog|oracle|microsoft)[:.]/i;
const isReservedMisused = (key: string) =>
  RESERVED.test(key.trim()) && (key !== key.trim() || key.charAt(0) !== key.charAt(0).toLowerCase());

/** What is wrong with one set of tags. `valueless` gathers the keys that were seen with `true` instead of a value. */
export function tagFaults(properties: Properties, valueless: Set<string>): number {
  let faults = 0;
  for (const [key, value] of Object.entries(properties)) {
    if (value === true && valueless.size < 1000) valueless.add(key);
    if (value === null) faults |= JSON_FAULT.nullValue;
    if (value === false || (!value && valueless.has(key))) faults |= JSON_FAULT.valueless;
    if (isReservedMisused(key)) faults |= JSON_FAULT.reservedPrefix;
  }
  return faults;
}
