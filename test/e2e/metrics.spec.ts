import { as, machine } from '../support/access.js';
import type { TestApp } from '../support/app.js';
import { bearer, expectProblem } from '../support/contract.js';
import { uid } from '../support/inventory.js';
import { REMOTE_WRITE, remoteWrite, type WrittenSeries } from '../support/remote-write.js';
import { hoursAgo, iso, measuredEstate, sample } from '../support/samples.js';

let test: TestApp;

beforeAll(async () => void (test = await measuredEstate()));
afterAll(() => test.close());

const get = (path: string, token?: string) =>
  test.rest('GET', path, undefined, token === undefined ? {} : bearer(token));
const take = (samples: unknown, token?: string) => as(test, token).post('/metrics/samples', { samples });
const send = (body: Buffer, headers: Record<string, string> = {}) =>
  test.rest('POST', '/metrics/write', body, { ...REMOTE_WRITE, ...headers });
const write = (all: WrittenSeries[], token?: string) => send(remoteWrite(all), token ? bearer(token) : {});
const valuesOf = async (n: number, metric: string, token?: string) => {
  const { body } = await get(
    `/metrics/series?resourceId=${uid(n)}&metric=${metric}&from=${iso(hoursAgo(30))}&step=60`,
    token,
  );
  return body.points?.map(({ value }: { value: number }) => value) ?? body.code;
};
const counted = async (outcome: string) => {
  const { body } = await get('/metrics');
  return Number(new RegExp(`cloudgov_metrics_samples_total\\{outcome="${outcome}"\\} (\\d+)`).exec(body)?.[1] ?? 0);
};

it('takes of a batch what is good, and tells of each other sample why it is not', async () => {
  const before = await counted('written');
  const { status, body } = await take([
    sample(101, { metric: 'taken' }),
    {
      ...sample(101, { metric: 'taken', value: 11, at: iso(hoursAgo(1)) }),
      resourceId: undefined,
      nativeId: 'arn:101',
    },
    sample(101, { metric: 'Taken' }),
    { ...sample(102), resourceId: undefined, nativeId: 'arn:102', account: 'acc-2' },
    sample(199),
    sample(101, { at: '2001-01-01T00:00:00Z' }),
    sample(101, { at: '2999-01-01T00:00:00Z' }),
    'nonsense',
  ]);
  expect([status, body]).toEqual([
    200,
    {
      written: 2,
      unchanged: 0,
      rejected: 6,
      errors: [
        [2, 'metric'],
        [3, 'nativeId'],
        [4, 'resourceId'],
        [5, 'at'],
        [6, 'at'],
        [7, 'samples'],
      ].map(([index, field]) => ({ index, field, message: expect.any(String) })),
    },
  ]);
  expect(await valuesOf(101, 'taken')).toEqual([10, 11]);
  expect((await counted('written')) - before).toBe(2);
});

it('changes nothing when it is repeated', async () => {
  const batch = [sample(102, { metric: 'twice' }), sample(102, { metric: 'twice', value: 12 })];
  expect((await take(batch)).body).toMatchObject({ written: 1, rejected: 0 });
  expect((await take(batch)).body).toMatchObject({ written: 0, rejected: 0 });
  expect(await valuesOf(102, 'twice')).toEqual([12]);
});

it.each([[undefined], ['text'], [{}], [Array.from({ length: 10_001 }, () => 1)]])('refuses %j', async (samples) => {
  expectProblem(await take(samples), 422, 'INVALID');
});

it('takes remote writes, finds resources by id, native id and tag, and tells what it could not use', async () => {
  const at = hoursAgo(2);
  const { status, body } = await write([
    {
      labels: { __name__: 'remote', resource_id: uid(101), job: 'node' },
      samples: [
        [at, 1],
        [at + 60_000, 2],
      ],
    },
    { labels: { __name__: 'remote', instance_id: 'arn:102' }, samples: [[at, 3]] },
    {
      labels: { __name__: 'remote', instance: 'mail:9100' },
      samples: [
        [at, 4],
        [at + 60_000, NaN],
      ],
    },
    { labels: { __name__: 'remote', instance: 'db:9100' }, samples: [[at, 5]] },
    { labels: { __name__: 'remote', instance: 'nobody:9100' }, samples: [[at, 6]] },
    { labels: { __name__: 'Remote', instance: 'web' }, samples: [[at, 7]] },
    { labels: { __name__: 'remote', resource_id: uid(103) }, samples: [[-1, 8]] },
    {
      labels: { __name__: 'late', resource_id: uid(103) },
      samples: [
        [-1, 8],
        [at * 2, 9],
      ],
    },
  ]);
  const left = { unknownResource: 1, ambiguous: 4, invalid: 1, notANumber: 0, tooOld: 1, ahead: 1 };
  expect([status, body]).toEqual([200, { written: 3, unchanged: 0, ...left }]);
  expect(await valuesOf(101, 'remote')).toEqual([1, 2]);
  expect(await valuesOf(102, 'remote')).toEqual([3]);
  expect(await counted('unknown_resource')).toBeGreaterThan(0);
  expect(await counted('ambiguous')).toBeGreaterThan(0);
});

it('writes by a token of metrics:write alone into its own scope, and nowhere else', async () => {
  const role = await as(test).post('/roles', {
    name: 'writer',
    description: 'Writes.',
    permissions: ['metrics:write'],
  });
  expect(role.status).toBe(201);
  for (const [scope, own, other] of [
    [{ accounts: ['acc-1'] }, 101, 103],
    [{ tag: { key: 'team', values: ['shop'] } }, 103, 102],
  ] as const) {
    const { token } = await machine(test, ['writer'], scope);
    const metric = `scoped_${own}`;
    const rows = [own, other].map((n) => sample(n, { metric, at: iso(hoursAgo(1)) }));
    expect((await take(rows, token)).body).toMatchObject({ written: 1, rejected: 1, errors: [{ index: 1 }] });
    const at = hoursAgo(2);
    const series = [own, other].map((n): WrittenSeries => ({
      labels: { __name__: metric, resource_id: uid(n) },
      samples: [[at, n]],
    }));
    expect((await write(series, token)).body).toMatchObject({ written: 1, unknownResource: 1 });
    expect(await valuesOf(own, metric)).toEqual([own, 10]);
    expect(await valuesOf(other, metric)).toEqual([]);
    expectProblem(await get('/metrics/series', token), 403, 'FORBIDDEN');
  }
});

it('refuses garbage, bombs and later versions in a way that is not repeated', async () => {
  expectProblem(await send(Buffer.from('garbage')), 400, 'MALFORMED');
  expectProblem(await send(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0])), 413, 'TOO_LARGE');
  expectProblem(await send(Buffer.alloc(2_000_000)), 413, 'TOO_LARGE');
  const later = { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' };
  expectProblem(await send(remoteWrite([]), later), 415, 'UNSUPPORTED_TYPE');
  expectProblem(await test.rest('POST', '/metrics/write', {}), 400, 'MALFORMED');
  expectProblem(await test.rest('POST', '/budgets', remoteWrite([]), REMOTE_WRITE), 415, 'UNSUPPORTED_TYPE');
  expect((await write([])).body).toMatchObject({ written: 0 });
});
