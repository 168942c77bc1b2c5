import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getIntrospectionQuery } from 'graphql';
import { startApp, TOKEN, type TestApp } from '../support/app.js';
import { bearer, listen } from '../support/listener.js';

const hashOf = (query: string) => createHash('sha256').update(query).digest('hex');
const byHash = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });
const JOBS = 'query Jobs { jobs { name } }';
const RUN = 'mutation Run($name: String!) { runJob(name: $name) { id } }';
const IMPORTS = 'subscription Imports { importChanged { id state rowsAccepted error } }';

const folder = mkdtempSync(join(tmpdir(), 'cloudgov-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

const APOLLO = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: 'jobs-1', name: 'Jobs', type: 'query', body: JOBS },
    { id: 'imports-1', name: 'Imports', type: 'subscription', body: IMPORTS },
  ],
};

function manifest(content: unknown): string {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const post = (test: TestApp, body: object) => test.rest('POST', '/graphql', body);
const get = (test: TestApp, asked: Record<string, unknown>, headers: Record<string, string> = PREFLIGHT) => {
  const words = Object.entries(asked).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return test.rest('GET', `/graphql?${new URLSearchParams(words).toString()}`, undefined, headers);
};
const PREFLIGHT = { 'apollo-require-preflight': 'true' };
const codeOf = ({ status, body }: { status: number; body: any }) => [status, body.errors?.[0].extensions.code];

describe('automatic persisted queries', () => {
  let test: TestApp;
  beforeAll(async () => void (test = await startApp()));
  afterAll(() => test.close());

  it('are sent once with their hash, and then by it alone, by POST and GET', async () => {
    const extensions = byHash(hashOf(JOBS));
    expect(codeOf(await post(test, { extensions }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    expect((await post(test, { query: JOBS, extensions })).body.errors).toBeUndefined();
    for (const answer of [await post(test, { extensions }), await get(test, { extensions })])
      expect([answer.status, answer.body.data.jobs.length > 0]).toEqual([200, true]);
  });

  it('are taken under no other hash than their own, and not where they are no question', async () => {
    const extensions = byHash(hashOf('{ jobs { name } }'));
    expect((await post(test, { query: JOBS, extensions })).status).toBe(400);
    expect(codeOf(await post(test, { extensions }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
    const wrong = byHash(hashOf('{ nothing }'));
    expect(codeOf(await post(test, { query: '{ nothing }', extensions: wrong }))).toEqual([400, 'INVALID']);
    expect(codeOf(await post(test, { extensions: wrong }))).toEqual([200, 'PERSISTED_QUERY_NOT_FOUND']);
  });

  it('keep the permissions and the bounds of any question', async () => {
    const query = '{ resources(first: 500) { nodes { account { resources { id } auditEntries { id } } } } }';
    expect(codeOf(await post(test, { query, extensions: byHash(hashOf(query)) }))).toEqual([400, 'TOO_LARGE']);
    const answer = await test.rest('POST', '/graphql', { extensions: byHash(hashOf(JOBS)) }, { authorization: '' });
    expect(codeOf(answer)).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('are bounded: the oldest are forgotten', async () => {
    const asked = (n: number) => `query Q${n} { __typename }`;
    const register = (n: number) => post(test, { query: asked(n), extensions: byHash(hashOf(asked(n))) });
    for (let n = 0; n <= 500; n += 1) await register(n);
    expect(codeOf(await post(test, { extensions: byHash(hashOf(asked(0))) }))[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await post(test, { extensions: byHash(hashOf(asked(500))) })).body.data).toEqual({ __typename: 'Query' });
  });
});

describe('GET', () => {
  let test: TestApp;
  beforeAll(async () => void (test = await startApp()));
  afterAll(() => test.close());

  it('changes nothing', async () => {
    const answer = await get(test, { query: RUN, variables: { name: 'platform.tidy' } });
    expect([answer.status, answer.headers.get('allow'), answer.body.data]).toEqual([405, 'POST', undefined]);
    expect((await test.rest('GET', '/jobs/runs')).body.total).toBe(0);
  });

  it.each(['GET', 'POST'] as const)('answers no %s that another site can make a browser send', async (method) => {
    const path = `/graphql?query=${encodeURIComponent(JOBS)}`;
    const type = method === 'POST' ? 'text/plain' : undefined;
    const body = type && JSON.stringify({ query: JOBS });
    const { status, body: told } = await test.rest(method, path, body, type ? { 'content-type': type } : {});
    expect([400, 415]).toContain(status);
    expect(told.data).toBeUndefined();
  });

  it('takes no changes through a persisted one either', async () => {
    const extensions = byHash(hashOf(RUN));
    await post(test, { query: RUN, variables: { name: 'no.such.job' }, extensions });
    expect((await get(test, { extensions, variables: { name: 'platform.tidy' } })).status).toBe(405);
  });
});

describe('a manifest', () => {
  it.each([
    ['Apollo’s', APOLLO],
    ['Relay’s', { 'jobs-1': JOBS, 'imports-1': IMPORTS }],
  ])('of %s generator is known by its ids, and all else may be asked too', async (_whose, content) => {
    const test = await startApp({ env: { CLOUDGOV_PERSISTED_QUERIES: manifest(content) } });
    const asked = [{ extensions: byHash('jobs-1') }, { documentId: 'jobs-1' }, { doc_id: 'jobs-1' }, { query: JOBS }];
    for (const body of asked) expect((await post(test, body)).body.data.jobs.length).toBeGreaterThan(0);
    expect((await get(test, { extensions: byHash('jobs-1') })).status).toBe(200);
    expect((await test.graphql('{ __typename }')).data).toEqual({ __typename: 'Query' });
    await test.close();
  });

  it('is all that is answered where the settings say so', async () => {
    const env = { CLOUDGOV_PERSISTED_QUERIES: manifest(APOLLO), CLOUDGOV_PERSISTED_ONLY: 'on' };
    const test = await startApp({ env });
    expect((await post(test, { documentId: 'jobs-1' })).body.data.jobs.length).toBeGreaterThan(0);
    expect((await post(test, { query: JOBS })).status).toBe(200);
    const other = '{ jobs { name } }';
    for (const query of [other, `${JOBS} `, getIntrospectionQuery(), RUN, '}{', '']) {
      const extensions = query === other ? byHash(hashOf(other)) : undefined;
      expect(codeOf(await post(test, { query, extensions }))).toEqual([403, 'FORBIDDEN']);
      expect(codeOf(await get(test, { query }))).toEqual([403, 'FORBIDDEN']);
    }
    const repeated = `/graphql?query=${encodeURIComponent(other)}&query=${encodeURIComponent(JOBS)}`;
    expect((await test.rest('GET', repeated, undefined, PREFLIGHT)).body.data).toBeUndefined();
    expect(codeOf(await post(test, { extensions: byHash(hashOf(other)) }))[1]).toBe('PERSISTED_QUERY_NOT_FOUND');
    expect((await test.rest('POST', '/graphql', [{ query: other }])).body.data).toBeUndefined();

    const refused = listen(test.url, { query: 'subscription { importChanged { id } }' });
    await refused.ended;
    expect(refused.errors[0].extensions).toMatchObject({ code: 'FORBIDDEN' });
    const known = listen(test.url, { query: '', extensions: byHash('imports-1'), connectionParams: bearer(TOKEN) });
    const unknown = listen(test.url, { query: '', extensions: byHash('none') });
    await unknown.ended;
    expect(unknown.errors[0].extensions).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
    expect(known.errors).toEqual([]);
    for (const { client } of [refused, known, unknown]) await client.dispose();
    await test.close();
  });
});

describe('a manifest that is none', () => {
  it.each([
    ['{', 'cannot be used'],
    ['{}', 'neither a manifest'],
    ['[]', 'neither a manifest'],
    ['{"a":1}', 'neither a manifest'],
    ['{"format":"apollo-persisted-query-manifest","operations":[{"id":"a"}]}', 'neither a manifest'],
  ])('is told at start: %s', async (content, why) => {
    await expect(startApp({ env: { CLOUDGOV_PERSISTED_QUERIES: manifest(content) } })).rejects.toThrow(why);
  });

  it('is needed where nothing else may be asked', async () => {
    await expect(startApp({ env: { CLOUDGOV_PERSISTED_ONLY: 'on' } })).rejects.toThrow('needs a manifest');
  });
});
