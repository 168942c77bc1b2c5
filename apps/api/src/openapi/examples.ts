import type { Schema, Schemas } from './schema.js';

const ID = '019a6b1e-4c00-7d3e-9a51-0d6f5d3c2b10';

/** What a field of this name holds, for instance. */
const NAMED: Record<string, unknown> = {
  id: ID,
  provider: 'aws',
  region: 'eu-central-1',
  service: 'Amazon Elastic Compute Cloud',
  category: 'Compute',
  type: 'Virtual Machine',
  state: 'billed',
  currency: 'USD',
  externalId: '123456789012',
  billingAccountId: '123456789012',
  nativeId: 'i-0a1b2c3d4e5f67890',
  name: 'payments',
  names: ['aws-2026-01.csv.gz'],
  source: 'aws',
  uri: 's3://bills/focus/2026-01',
  tags: { team: ['payments'] },
  key: { service: 'Amazon Elastic Compute Cloud' },
  groupBy: ['service'],
  focusVersion: '1.2',
  filename: 'aws-2026-01.csv.gz',
  actor: 'token:bootstrap',
  createdBy: 'token:bootstrap',
  requestedBy: 'token:bootstrap',
  action: 'account.create',
  subjectType: 'account',
  subjectId: ID,
  role: 'viewer',
  roles: ['viewer'],
  permissions: ['cost:read', 'cost:import'],
  principalId: 'payments',
  reason: 'The bill of October is wrong.',
  hint: 'x3Qd',
  job: 'cost.import',
  cron: '*/15 * * * *',
  method: 'damped trend',
  cursor: 'WyIyMDI2LTAxLTMxIl0',
  nextCursor: null,
  error: null,
  credential: null,
  before: null,
  after: { name: 'payments' },
};

const FORMATS: Record<string, unknown> = {
  uuid: ID,
  date: '2026-01-31',
  'date-time': '2026-01-31T08:00:00.000Z',
  decimal: '1234.5678',
  binary: '(the file)',
};

export const exampleNamed = (name: string) => NAMED[name] ?? (name === 'name' ? 'cost.import' : undefined);

const kindOf = ({ type }: Schema) => (Array.isArray(type) ? type[0] : type);

const SIMPLE: Record<string, (schema: Schema) => unknown> = {
  string: ({ format }) => FORMATS[format ?? ''] ?? 'text',
  integer: ({ minimum }) => Math.max(minimum ?? 1, 1),
  number: ({ minimum }) => Math.max(minimum ?? 1, 1),
  boolean: () => false,
};

/** One value that fits a schema, as life-like as its names allow; what refers to itself ends in an empty object. */
export class Examples {
  constructor(private readonly schemas: Schemas) {}

  of(schema: Schema, seen: readonly string[] = []): unknown {
    if (schema.$ref) return this.named(schema.$ref.split('/').at(-1)!, seen);
    if (schema.anyOf) return this.of(schema.anyOf[0]!, seen);
    if (schema.enum) return schema.enum[0];
    const kind = kindOf(schema);
    if (kind === 'array') return this.list(schema, seen);
    if (kind === 'object') return this.object(schema, seen);
    return SIMPLE[kind ?? '']?.(schema) ?? {};
  }

  private named(name: string, seen: readonly string[]): unknown {
    return seen.includes(name) ? {} : this.of(this.schemas[name] ?? {}, [...seen, name]);
  }

  private list({ items }: Schema, seen: readonly string[]): unknown[] {
    const name = items?.$ref?.split('/').at(-1);
    return name !== undefined && seen.includes(name) ? [] : [this.of(items ?? {}, seen)];
  }

  private object({ properties = {} }: Schema, seen: readonly string[]): unknown {
    const entries = Object.entries(properties).map(([name, schema]) => [name, this.property(name, schema, seen)]);
    return Object.fromEntries(entries);
  }

  private property(name: string, schema: Schema, seen: readonly string[]): unknown {
    const isOpen = schema.enum === undefined && schema.format === undefined && !schema.$ref;
    const said = NAMED[name];
    const fits = Array.isArray(said) === (kindOf(schema) === 'array');
    if (isOpen && said !== undefined && (fits || said === null) && !this.isNumber(schema)) return said;
    return this.of(schema, seen);
  }

  private isNumber = (schema: Schema) => ['integer', 'number', 'boolean'].includes(String(kindOf(schema)));
}
