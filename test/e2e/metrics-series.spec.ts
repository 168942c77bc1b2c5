import { as } from '../support/access.js';
import type { TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';
import { uid } from '../support/inventory.js';
import { hoursAgo, iso, measuredEstate, rollUp, sample } from '../support/samples.js';

let test: TestApp;

beforeAll(async () => void (test = await measuredEstate()));
afterAll(() => test.close());

const get = (path: string, token?: string) =>
  test.rest('GET', path, undefined, token === undefined ? {} : bearer(token));
const take = (samples: unknown, token?: string) => as(test, token).post('/metrics/samples', { samples });

beforeAll(async () => {
  const at = hoursAgo(3);
  const rows = [101, 102, 103].flatMap((n) =>
    ['cpu', 'memory'].flatMap((metric) =>
      Array.from({ length: 12 }, (_, k) => sample(n, { metric, at: iso(at + k * 300_000), value: n - 100 + k })),
    ),
  );
  await take(rows);
  await rollUp(test);
});

const FROM = () => `from=${iso(hoursAgo(4))}&step=3600`;

it('tells a series with its unit, and takes a filter’s resources together', async () => {
  const { body } = await get(`/metrics/series?resourceId=${uid(101)}&${FROM()}&stat=max`);
  expect(body).toEqual({
    metric: 'cpu',
    unit: 'percent',
    stat: 'max',
    from: iso(hoursAgo(4)),
    to: expect.any(String),
    step: 3600,
    resources: 1,
    points: expect.arrayContaining([{ at: iso(hoursAgo(3)), value: 12, samples: 12 }]),
  });
  const shop = await get(`/metrics/series?tag.team=shop&${FROM()}&metric=memory`);
  expect(shop.body).toMatchObject({ resources: 2, points: [{ value: 7.5, samples: 24 }] });
});

it('tells the same by GraphQL, and a page of resources what each was used for', async () => {
  const { data, errors } = await test.graphql(
    `query ($from: DateTime!, $id: ID!) {
       metricSeries(resourceId: [$id], metric: "cpu", from: $from, step: 3600, stat: max) { unit points { value } }
       resources(filter: { accounts: ["acc-1"] }, sort: "name") { nodes {
         name utilisation(from: $from) { metric unit avg min max p50 p95 p99 samples points(step: 3600, stat: p50) { at value samples } }
       } }
     }`,
    { from: iso(hoursAgo(3)), id: uid(102) },
  );
  expect(errors).toBeUndefined();
  expect(data.metricSeries.unit).toBe('percent');
  expect(data.metricSeries.points[0]).toEqual({ value: 13 });
  const [one, two] = data.resources.nodes;
  const memory = two.utilisation.find(({ metric }: { metric: string }) => metric === 'memory');
  expect(memory).toEqual({
    metric: 'memory',
    unit: 'percent',
    avg: 7.5,
    min: 2,
    max: 13,
    p50: 7.5,
    p95: expect.closeTo(12.45),
    p99: expect.closeTo(12.89),
    samples: 12,
    points: [{ at: iso(hoursAgo(3)), value: 7.5, samples: 12 }],
  });
  expect(one.name).toBe('vm-101');
});

it('sees its scope alone, and needs the permission', async () => {
  const token = test.scoped({ kind: 'accounts', accounts: ['acc-2'] });
  expect((await get(`/metrics/series?${FROM()}&metric=memory`, token)).body).toMatchObject({
    resources: 2,
    points: [{ samples: 12 }],
  });
  expectProblem(await get(`/metrics/series?resourceId=${uid(101)}`, token), 404, 'NOT_FOUND');
  const blind = test.granted([{ permissions: new Set(['inventory:read']), scope: { kind: 'all' } }]);
  expectProblem(await get('/metrics/series', blind), 403, 'FORBIDDEN');
  const { errors } = await test.graphql('{ resources { nodes { utilisation { metric } } } }', {}, blind);
  expect(errors[0].extensions).toMatchObject({ code: 'FORBIDDEN', permission: 'metrics:read' });
  const partly = test.granted([
    { permissions: new Set(['inventory:read']), scope: { kind: 'all' } },
    { permissions: new Set(['metrics:read']), scope: { kind: 'accounts', accounts: ['acc-2'] } },
  ]);
  const { data } = await test.graphql('{ resources(sort: "name") { nodes { utilisation { metric } } } }', {}, partly);
  expect(data.resources.nodes.map(({ utilisation }: { utilisation: unknown[] }) => utilisation.length > 0)).toEqual([
    false,
    false,
    true,
    false,
  ]);
});

it.each([
  ['step=5', 'step'],
  ['step=4000', 'step'],
  ['stat=p42', 'stat'],
  ['metric=CPU', 'metric'],
  ['from=yesterday', 'from'],
  ['colour=blue', 'colour'],
  ['from=2026-01-01&to=2026-02-01&step=60', 'step'],
])('refuses %s', async (query, field) => {
  const answer = await get(`/metrics/series?${query}`);
  expectProblem(answer, 422, 'INVALID');
  expect(answer.body.errors[0].field).toBe(field);
});
