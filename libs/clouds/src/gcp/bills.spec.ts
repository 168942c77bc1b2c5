import { SystemClock } from '#common';
import { gcpAssets } from '../../../../test/support/clouds/gcp-assets.js';
import { GCP_TROUBLES, GcpScene } from '../../../../test/support/clouds/gcp-scene.js';
import { PROJECT } from '../../../../test/support/clouds/gcp-stub.js';
import { signal } from '../../../../test/support/clouds/listed.js';
import { GcpCloud } from './gcp.cloud.js';

const scene = new GcpScene(new GcpCloud(new SystemClock()));

it('reads exported files below a prefix, and no neighbour of it', async () => {
  const cloud = await scene.open(gcpAssets(), { bills: 'gs://bills/focus/daily' });
  scene.stub.objects.set('focus/daily/2026/part-1.csv', 'A,B\n1,2\n').set('focus/daily-2/other.csv', 'x');
  const store = (await cloud.bills(signal()))!;
  expect(await store.list()).toEqual([{ name: '2026/part-1.csv', bytes: 8 }]);
  expect(await store.text('2026/part-1.csv')).toBe('A,B\n1,2\n');
  await expect(store.text('gone.csv')).rejects.toMatchObject({ kind: 'missing' });
});

/** An answer of BigQuery: every value is a text, and its schema says what it stands for. */
const answered = (fields: [string, string, object?][], rows: unknown[][]) => ({
  json: {
    kind: 'bigquery#queryResponse',
    jobComplete: true,
    jobReference: { projectId: PROJECT, jobId: 'j', location: 'US' },
    totalRows: String(rows.length),
    schema: { fields: fields.map(([name, type, more]) => ({ name, type, mode: 'NULLABLE', ...more })) },
    rows: rows.map((row) => ({ f: row.map((v) => ({ v })) })),
  },
});

const QUERIES = `/bigquery/v2/projects/${PROJECT}/queries`;
const PAIR = {
  mode: 'REPEATED',
  fields: [
    { name: 'key', type: 'STRING' },
    { name: 'value', type: 'STRING' },
  ],
};

it('reads the FOCUS view as one file for each month, exactly', async () => {
  const cloud = await scene.open(gcpAssets(), { bills: { dataset: 'billing-1.data.focus' } });
  const store = (await cloud.bills(signal()))!;
  scene.stub.paths.set(
    QUERIES,
    answered(
      [
        ['month', 'STRING'],
        ['bytes', 'INTEGER'],
      ],
      [['2026-10', '1200']],
    ),
  );
  expect(await store.list()).toEqual([{ name: '2026-10.csv', bytes: 1200 }]);
  const tag = (key: string, value: string) => ({ v: { f: [{ v: key }, { v: value }] } });
  scene.stub.paths.set(
    QUERIES,
    answered(
      [
        ['BilledCost', 'NUMERIC'],
        ['BillingPeriodStart', 'TIMESTAMP'],
        ['ServiceName', 'STRING'],
        ['Tags', 'RECORD', PAIR],
      ],
      [
        ['0.123456789', '1759276800000000', 'Compute, Engine', [tag('owner', 'web')]],
        ['12345678901234567.89', '1759276800000000', null, []],
      ],
    ),
  );
  expect((await store.text('2026-10.csv')).split('\r\n')).toEqual([
    'BilledCost,BillingPeriodStart,ServiceName,Tags',
    '0.123456789,2025-10-01T00:00:00.000Z,"Compute, Engine","{""owner"":""web""}"',
    '12345678901234567.89,2025-10-01T00:00:00.000Z,,{}',
    '',
  ]);
  expect(scene.server.asked.at(-1)!.body).toMatchObject({
    queryParameters: [{ name: 'month', parameterValue: { value: '2026-10' } }],
  });
  await expect(store.text('../secrets')).rejects.toMatchObject({ kind: 'missing' });
});

it('says why the view cannot be read', async () => {
  const cloud = await scene.open(gcpAssets(), { bills: { dataset: 'billing-1.data.focus' } });
  scene.stub.paths.set(QUERIES, GCP_TROUBLES.denied);
  await expect((await cloud.bills(signal()))!.list()).rejects.toMatchObject({ kind: 'denied' });
  expect(await (await scene.open()).bills(signal())).toBeUndefined();
});
