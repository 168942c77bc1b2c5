import { readFileSync } from 'node:fs';

const document = JSON.parse(readFileSync('openapi.json', 'utf8'));

const operations: [string, any][] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods as object).map(([method, told]): [string, any] => [`${method.toUpperCase()} ${path}`, told]),
);

const named = (ref: string) =>
  ref
    .split('/')
    .slice(1)
    .reduce((part, name) => part?.[name], document);

function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value))
    if (key === '$ref') yield part as string;
    else yield* refsIn(part);
}

describe('openapi.json', () => {
  it('refers to nothing that it does not hold', () => {
    const lost = [...new Set(refsIn(document))].filter((ref) => named(ref) === undefined);
    expect(lost).toEqual([]);
  });

  it.each(operations)('tells of %s what it does, its answer with an example, and its errors', (_name, told) => {
    expect(told.summary).toMatch(/^[A-Z].*\.$/);
    const responses = Object.entries<any>(told.responses);
    const successes = responses.filter(([status]) => /^[23]/.test(status));
    expect(successes.length).toBeGreaterThan(0);
    for (const [status, { content = {} }] of successes) {
      const bare = Object.entries<any>(content).filter(([, { schema, example }]) => !schema || example === undefined);
      expect(bare).toEqual([]);
      expect(status === '204' || status.startsWith('3') || Object.keys(content).length > 0).toBe(true);
    }
    const problems = responses.filter(([, { $ref }]) => $ref).map(([status]) => status);
    expect(problems).toContain('500');
    if (!told.security) expect(problems).toEqual(expect.arrayContaining(['401']));
  });
});
