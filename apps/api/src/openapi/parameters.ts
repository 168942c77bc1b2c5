import { demandsOf } from './constraints.js';
import { askedSchema, type ClassSchemas } from './class-schemas.js';
import { exampleNamed } from './examples.js';
import type { Route } from './routes.js';
import type { Schema } from './schema.js';

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
}

const WORDS: Record<string, string> = {
  provider: '`aws`, `azure`, `gcp` …; repeated or with commas between.',
  account: 'Id or native id of a cloud account; repeated or with commas between.',
  region: 'Native region; repeated or with commas between.',
  service: 'Service name as the bill says it; repeat it for several.',
  type: 'Resource type; repeat it for several.',
  category: 'FOCUS service category; repeat it for several.',
  resource: 'Id or native id of a resource; repeat it for several.',
};

const list: Schema = { type: 'array', items: { type: 'string', maxLength: 2048 } };

const filterWords: Parameter[] = [
  ...Object.entries(WORDS).map(([name, description]) => ({ name, description, schema: list })),
  {
    name: 'tag.KEY',
    description:
      'Any tag by its key, `tag.team=payments`; `*` is any value. `not.` before a word of the filter excludes.',
    schema: list,
  },
].map((word) => ({ ...word, in: 'query' as const, required: false }));

const IN_WORDS: Record<string, string> = {
  limit: 'Items of a page; 50 unless told.',
  cursor: '`nextCursor` of the page before.',
  sort: 'A field of the items, `-` before it for descending.',
  wait: 'Seconds to wait for the result.',
};

function queryOf({ query, answers }: Route, schemas: ClassSchemas): Parameter[] {
  if (!query) return [];
  const own = [...demandsOf(query)].filter(([name]) => name !== 'filter');
  const words = own.map(([name, demand]): Parameter => {
    const { description = IN_WORDS[name], ...schema } = askedSchema(query, name, demand, schemas.input);
    return { name, in: 'query', required: !demand.isOptional, ...(description && { description }), schema };
  });
  return answers?.asks && !answers.takes ? [...words, ...filterWords] : words;
}

function pathOf({ path }: Route): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name: name!,
    in: 'path',
    required: true,
    schema: name === 'id' ? { type: 'string', format: 'uuid' } : { type: 'string' },
    example: exampleNamed(name!),
  }));
}

const idempotency: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A repetition under the same key is done once and answered alike, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
};

const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag that was read; 412 where it has been changed since.',
  schema: { type: 'string', pattern: '^("\\d{1,9}"|\\*)$' },
  example: '"3"',
};

export function parametersOf(route: Route, schemas: ClassSchemas): Parameter[] {
  return [
    ...pathOf(route),
    ...queryOf(route, schemas),
    // Of strangers nothing is remembered.
    ...(route.method === 'post' && route.permission !== 'public' ? [idempotency] : []),
    ...(route.takesVersion ? [ifMatch] : []),
  ];
}
