import { resolved } from '../openapi.js';
import type { Chance } from './chance.js';

const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Texts that have broken somebody's parser, query, date or path. */
export const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u200b',
  'ß∂ƒ💥',
  'é'.normalize('NFD').repeat(50),
  'a'.repeat(3000),
  "' or 1=1; --",
  '"; drop table charge; --',
  "\\'); select pg_sleep(9); --",
  '$1',
  '%',
  '_',
  '${7*7}',
  '../../../../etc/passwd',
  '=cmd|calc!A1',
  '<script>alert(1)</script>',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-Infinity',
  '1e400',
  '-1e-400',
  '0x10',
  '-0',
  '-1',
  '0',
  '1.5',
  '2147483648',
  '9223372036854775808',
  '9'.repeat(400),
  '1,5',
  '٣',
  'true',
  '[]',
  '{}',
  deep(200),
  '2026-02-30',
  '0000-00-00',
  '0001-01-01',
  '9999-12-31',
  '2026-13-45',
  '-000001-01-01',
  '+275760-09-14',
  '2026-01-01T25:61:61Z',
  '2026-01-01..2025-01-01',
  '9999-12-31..0001-01-01',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '-createdAt',
  '-constructor',
  'tag:',
  'tag:\u0000',
  'tag:__proto__',
  'WyJhIl0',
  'bnVsbA',
  'W10',
  'eyJhIjoxfQ',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

const PLAIN: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  -0,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  [],
  {},
  [null],
  [[]],
  [{}],
  { a: { b: { c: [] } } },
  { constructor: { prototype: 1 } },
  { toString: 1 },
  { length: -1 },
];

/** Nested as deep as parsers dare. */
function nested(levels: number, chance: Chance): unknown {
  let value: unknown = chance.of(TEXTS);
  for (let level = 0; level < levels; level++) value = chance.happens(0.5) ? [value] : { not: value };
  return value;
}

export function oddJson(chance: Chance): unknown {
  if (chance.happens(0.5)) return chance.of(TEXTS);
  if (chance.happens(0.8)) return chance.of(PLAIN);
  if (chance.happens(0.5)) return JSON.parse('{"__proto__":{"isAdmin":true}}');
  return nested(chance.of([3, 40, 300]), chance);
}

/** What a run of the fuzzer knows to exist, so that it comes beyond the first check. */
export interface Known {
  ids: string[];
  jobs: string[];
  cursors: string[];
}

const FORMATS: Record<string, (chance: Chance, known: Known) => string> = {
  uuid: (chance, { ids }) => chance.of([...ids, '019a6b1e-4c00-7d3e-9a51-0d6f5d3c2b10']),
  date: (chance) => chance.of(['2026-09-01', '2026-10-01', '2026-11-01', '2024-02-29', '9999-12-31', '0001-01-01']),
  'date-time': (chance) => chance.of(['2026-09-01T00:00:00Z', '2026-09-01', '1969-12-31T23:59:59.999Z']),
  decimal: (chance) => chance.of(['1', '0.000000000000000001', '-5', `1${'0'.repeat(60)}`, '12.34']),
};

const WORDS = [
  'aws',
  'Amazon EC2',
  'service',
  'account',
  'tag:team',
  'resource',
  'name',
  '-name',
  '90',
  'month-end',
  'USD',
];

function text(schema: any, chance: Chance, known: Known): string {
  const formatted = FORMATS[schema.format]?.(chance, known);
  return formatted ?? chance.of([...WORDS, ...known.cursors, 'x'.repeat(schema.maxLength ?? 10)]);
}

function number({ minimum = -5, maximum = 1000 }: any, chance: Chance): number {
  return chance.of([minimum, maximum, minimum + chance.below(maximum - minimum + 1)]);
}

const KINDS: Record<string, (schema: any, chance: Chance, known: Known) => unknown> = {
  string: text,
  integer: number,
  number,
  boolean: (_schema, chance) => chance.happens(0.5),
  array: ({ items }, chance, known) =>
    Array.from({ length: chance.below(4) }, () => valueFor(items ?? {}, chance, known)),
  object: (schema, chance, known) => objectFor(schema, chance, known),
};

function objectFor({ properties = {}, required = [] }: any, chance: Chance, known: Known) {
  const names = Object.keys(properties).filter((name) => required.includes(name) || chance.happens(0.3));
  const kept = names.filter(() => !chance.happens(0.05));
  const entries = kept.map((name) => [name, valueFor(properties[name], chance, known)]);
  const odd = chance.happens(0.05) ? [[chance.of(TEXTS), oddJson(chance)]] : [];
  return Object.fromEntries([...entries, ...odd]);
}

/** A value that fits its schema, mostly. */
export function valueFor(given: any, chance: Chance, known: Known): unknown {
  if (chance.happens(0.2)) return oddJson(chance);
  const schema = resolved(given);
  if (schema.anyOf) return valueFor(chance.of<any>(schema.anyOf), chance, known);
  if (schema.enum) return chance.of<any>(schema.enum);
  const kind = chance.of([schema.type ?? 'object'].flat());
  return KINDS[kind]?.(schema, chance, known) ?? null;
}
