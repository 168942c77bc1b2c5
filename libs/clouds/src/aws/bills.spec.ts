import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { SystemClock } from '#common';
import { CHARGE, csvOf } from '../../../../test/support/bills.js';
import { AwsCloud } from './aws.cloud.js';

const KEYS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const EXPORT = 'daily/focus/data/BILLING_PERIOD=2026-01/focus-00001.csv';
const MANIFEST = 'daily/focus/metadata/BILLING_PERIOD=2026-01/focus-Manifest.json';
const signal = new AbortController().signal;

let server: S3rver;
let endpoint: string;
const directory = mkdtempSync(join(tmpdir(), 'cloudgov-exports-'));

beforeAll(async () => {
  const options = { address: '127.0.0.1', port: 0, silent: true, directory };
  server = new S3rver({ ...options, configureBuckets: [{ name: 'exports', configs: [] }] });
  endpoint = `http://127.0.0.1:${(await server.run()).port}`;
  const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1', credentials: KEYS });
  const files = { [EXPORT]: csvOf([CHARGE]), [MANIFEST]: JSON.stringify({ dataFiles: [`s3://exports/${EXPORT}`] }) };
  for (const [Key, Body] of Object.entries({ ...files, 'other/focus.csv': 'x' }))
    await client.send(new PutObjectCommand({ Bucket: 'exports', Key, Body }));
  client.destroy();
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

const connect = (settings: Record<string, unknown>) =>
  new AwsCloud(new SystemClock()).connect({
    provider: 'aws',
    externalId: '123456789012',
    settings: { endpoint, ...settings },
    credential: KEYS,
  });

it('opens the FOCUS export of an account with its own credential and endpoint', async () => {
  const cloud = await connect({ bills: 's3://exports/daily/' });
  const store = (await cloud.bills(signal))!;
  const files = await store.list();
  expect(files.map(({ name }) => name).sort()).toEqual(
    [EXPORT, MANIFEST].map((name) => name.replace('daily/', '')).sort(),
  );
  expect(await store.text(EXPORT.replace('daily/', ''))).toBe(csvOf([CHARGE]));
  cloud.close();
});

it('has none where no place is named', async () => {
  const cloud = await connect({});
  expect(await cloud.bills(signal)).toBeUndefined();
  cloud.close();
});

it('tells a bucket that is not there', async () => {
  const cloud = await connect({ bills: 's3://nowhere/daily/' });
  const store = await cloud.bills(signal);
  await expect(store!.list()).rejects.toThrow(/NoSuchBucket/);
  cloud.close();
});
