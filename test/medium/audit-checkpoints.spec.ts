import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { Settings } from '#platform';
import { Checkpoints } from '../../libs/audit/src/chain/checkpoints.js';
import { parseCheckpoint } from '../../libs/audit/src/chain/checkpoint.js';
import { ChainStore } from '../../libs/audit/src/chain/chain-store.js';
import { remotePlace } from '../../libs/audit/src/chain/remote-checkpoints.js';
import { startApp, type TestApp } from '../support/app.js';
import { backUp, restore, sealAll, verify, writeSealed } from '../support/audit.js';

const folder = mkdtempSync(join(tmpdir(), 'cloudgov-s3-'));
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder });
let client: S3Client;
let test: TestApp;

beforeAll(async () => {
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'S3RVER',
    AWS_SECRET_ACCESS_KEY: 'S3RVER',
  });
  client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' });
  await client.send(new CreateBucketCommand({ Bucket: 'audit' }));
  test = await startApp({ env: { CLOUDGOV_ROLE: 'api', CLOUDGOV_AUDIT_CHECKPOINTS: 's3://audit/of/this' } });
  await sealAll(test);
});
afterAll(async () => {
  await test.close();
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

it('keeps checkpoints in a bucket, each once, and finds by them alone that the record was turned back', async () => {
  await backUp(test, 'older');
  await writeSealed(test, 2);
  const head = (await test.app.get(ChainStore).newestHead())!;
  const place = remotePlace(new URL('s3://audit/of/this'), false);
  await place.write(head);
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: 'audit', Prefix: 'of/this/' }));
  const Key = `of/this/${String(head.position).padStart(16, '0')}.json`;
  expect(Contents!.map((object) => object.Key)).toContain(Key);
  const { Body } = await client.send(new GetObjectCommand({ Bucket: 'audit', Key }));
  expect(parseCheckpoint(await new Response(Readable.toWeb(Body as Readable) as never).text())).toEqual(head);
  expect(await verify(test)).toMatchObject({ state: 'whole' });

  await restore(test, 'older');
  rmSync(join(test.app.get(Settings).home, 'audit-checkpoints'), { recursive: true });
  const { state, faults } = await verify(test);
  expect([state, faults[0]!.position]).toEqual(['restored', head.position]);
});

it('goes on where a place cannot be reached, and tries again', async () => {
  const env = { CLOUDGOV_HOME: folder, CLOUDGOV_AUDIT_CHECKPOINTS: 'https://127.0.0.1:9/audit', LOG_LEVEL: 'silent' };
  const checkpoints = new Checkpoints(new Settings(env));
  const head = { position: 7, hash: Buffer.alloc(32), signedAt: new Date(0), signature: Buffer.alloc(64), keyId: 'k' };
  await checkpoints.copy(head);
  const [file] = checkpoints.places;
  for await (const heads of file!.read()) expect(heads).toEqual([head]);
});
