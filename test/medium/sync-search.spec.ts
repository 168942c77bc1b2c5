import { SystemClock } from '#common';
import { startApp, type TestApp } from '../support/app.js';
import type { StubCloud } from '../support/stub-cloud.mjs';
import { addStub, one, stubAccount, sync } from '../support/synced.js';

let test: TestApp;
let stub: StubCloud;
let account: string;

const disk = (n: number, configuration: Record<string, unknown>, more: object = {}) =>
  one(n, { type: 'Stub::Disk', configuration, ...more });

beforeAll(async () => {
  test = await startApp();
  stub = addStub(test, [
    disk(1, { Encrypted: false, Size: 8, Attachments: [{ Id: 'a' }, { Id: 'b' }] }),
    disk(2, { Encrypted: true, Size: 8, 'a.b': { c: 'x' } }),
    disk(
      3,
      { Encrypted: 'false', Size: '16', Gone: null },
      { region: 'south', state: 'stopped', tags: { env: 'prod' } },
    ),
    one(4, { tags: {} }),
  ]);
  account = await stubAccount(test, 'search');
  await sync(test);
});
afterAll(() => test.close());

const names = async (query: string) =>
  (await test.rest('GET', `/inventory?${query}`)).body.items.map(({ name }: any) => name);

it.each([
  ['config.Encrypted=false', ['machine-1', 'machine-3']],
  ['config.Encrypted=true', ['machine-2']],
  ['config.Size=8', ['machine-1', 'machine-2']],
  ['config.Size=8&config.Size=16', ['machine-1', 'machine-2', 'machine-3']],
  ['config.Size=8&config.Encrypted=true', ['machine-2']],
  ['config.State.Name=running', ['machine-4']],
  ['config.Attachments.Id=b', ['machine-1']],
  ['config.Attachments=*', ['machine-1']],
  ['not.config.Attachments=*', ['machine-2', 'machine-3', 'machine-4']],
  ['not.config.Gone=*&region=south', ['machine-3']],
  ['config.Size=8&not.config.Encrypted=true', ['machine-1']],
  ['config.Size=>7', ['machine-1', 'machine-2']],
  ['config.Size=<=8&config.Encrypted=true', ['machine-2']],
  ['config.Size=<2', []],
  ['config.Size=<b', ['machine-3']],
  ['config.Gone=null', ['machine-3']],
  ['config.a%5C.b.c=x', ['machine-2']],
  ['config.Encrypted=false&region=south', ['machine-3']],
  [`config.Size=${encodeURIComponent('8") || exists($.x')}`, []],
])('finds by %s', async (query, expected) => {
  expect(await names(query)).toEqual(expected);
});

it('finds the same by GraphQL, and for a narrower caller no more than is theirs', async () => {
  const query = `query ($config: JSON) { resources(config: $config) { totalCount nodes { name } } }`;
  const { data } = await test.graphql(query, { config: { Size: ['8'] } });
  expect(data.resources.nodes).toHaveLength(2);
  const stranger = test.scoped({ kind: 'accounts', accounts: ['another'] });
  expect((await test.graphql(query, { config: { Size: ['8'] } }, stranger)).data.resources.totalCount).toBe(0);
  const own = test.scoped({ kind: 'accounts', accounts: ['search'] });
  expect((await test.graphql(query, { config: { Size: ['8'] } }, own)).data.resources.totalCount).toBe(2);
});

it.each(['config.=x', 'config.A=', `config.${'x'.repeat(2_000)}=1`, 'configuration.A=1'])(
  'refuses %s',
  async (query) => {
    const { status } = await test.rest('GET', `/inventory?${query}`);
    expect(query === 'config.A=' ? [200] : [422]).toContain(status);
  },
);

it('counts what a filter selects by each field', async () => {
  const { body } = await test.rest('GET', '/inventory/facets');
  expect(body).toMatchObject({
    total: 4,
    providers: [{ value: 'aws', count: 4 }],
    regions: [
      { value: 'north', count: 3 },
      { value: 'south', count: 1 },
    ],
    types: [
      { value: 'Stub::Disk', count: 3 },
      { value: 'Stub::Machine', count: 1 },
    ],
    states: [
      { value: 'running', count: 3 },
      { value: 'stopped', count: 1 },
    ],
    accounts: [{ value: account, name: 'Account search', count: 4 }],
    tagKeys: [
      { value: 'team', count: 2 },
      { value: 'env', count: 1 },
    ],
  });
  expect((await test.rest('GET', '/inventory/facets?config.Encrypted=false')).body.total).toBe(2);
  const { data } = await test.graphql(
    '{ inventoryFacets(filter: { regions: ["south"] }) { total tagKeys { value } } }',
  );
  expect(data.inventoryFacets).toEqual({ total: 1, tagKeys: [{ value: 'env' }] });
});

it('tells a resource as it was known at a time', async () => {
  const [{ id, firstSeenAt }] = (await test.rest('GET', '/inventory?q=machine-1')).body.items;
  const first = (await test.rest('GET', `/inventory/${id}`)).body;
  const versions = [
    { Encrypted: true, Size: 8 },
    { Encrypted: true, Size: 9, New: { deep: [1] } },
  ];
  const times: string[] = [];
  for (const configuration of versions) {
    times.push(new SystemClock().now().toISOString());
    stub.estate = [disk(1, configuration, { tags: { version: String(configuration.Size) } }), ...stub.estate.slice(1)];
    await sync(test);
  }
  const at = async (when: string) => (await test.rest('GET', `/inventory/${id}?asOf=${when}`)).body;
  expect(await at(times[0]!)).toMatchObject({ configuration: first.configuration, tags: first.tags });
  expect(await at(times[1]!)).toMatchObject({ configuration: versions[0], tags: { version: '8' } });
  expect((await at('2099-01-01T00:00:00Z')).configuration).toEqual(versions[1]);
  expect((await test.rest('GET', `/inventory/${id}?asOf=2020-01-01`)).status).toBe(404);
  expect((await test.rest('GET', `/inventory/${id}?asOf=yesterday`)).status).toBe(422);
  expect((await at(firstSeenAt)).id).toBe(id);
  const { data } = await test.graphql(
    'query ($id: ID!, $at: DateTime) { resource(id: $id, asOf: $at) { configuration tags state } }',
    { id, at: times[1] },
  );
  expect(data.resource).toEqual({ configuration: versions[0], tags: { version: '8' }, state: 'running' });
});
