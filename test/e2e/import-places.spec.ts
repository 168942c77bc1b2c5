import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { startApp, type TestApp } from '../support/app.js';
import { CHARGE, csvOf } from '../support/bills.js';

const home = mkdtempSync(join(tmpdir(), 'cloudgov-places-'));
const text = (cost: string) => csvOf([{ ...CHARGE, BilledCost: cost }]);

function lay(name: string, content: string) {
  const path = join(home, 'imports', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

let test: TestApp;
beforeAll(async () => void (test = await startApp({ env: { CLOUDGOV_HOME: home } })));
afterAll(async () => {
  await test.close();
  rmSync(home, { recursive: true, force: true });
});

const follow = async (uri: string, source = uri.replace(/[^a-z0-9]/gi, '-')) =>
  (await test.rest('POST', `/cost/imports?wait=60&source=s${source}`, { uri })).body;

it('imports a file of the import folder by its name', async () => {
  lay('may.csv', text('1.5'));
  expect(await follow('may.csv')).toMatchObject({ state: 'done', names: ['may.csv'], rowsAccepted: 1 });
});

it('imports what the manifest of a folder lists, as one delivery', async () => {
  lay('export/data/BILLING_PERIOD=2026-05/f-1.csv', text('1'));
  lay('export/data/BILLING_PERIOD=2026-05/f-2.csv', text('2'));
  lay('export/data/BILLING_PERIOD=2026-05/old.csv', text('4'));
  const files = ['f-1', 'f-2'].map((name) => `s3://b/x/export/data/BILLING_PERIOD=2026-05/${name}.csv`);
  lay('export/metadata/BILLING_PERIOD=2026-05/focus-Manifest.json', JSON.stringify({ dataFiles: files }));
  for (const uri of ['export', 'export/metadata/BILLING_PERIOD=2026-05/focus-Manifest.json']) {
    const found = await follow(uri);
    expect(found).toMatchObject({ state: 'done', rowsAccepted: 2 });
    expect(found.periods).toMatchObject([{ billedCost: '3' }]);
  }
});

it('fails where a manifest lists what is not there, and says what', async () => {
  lay('half/f-1.csv', text('1'));
  lay('half/manifest.json', JSON.stringify({ dataFiles: ['s3://b/half/f-1.csv', 's3://b/half/f-2.csv'] }));
  const found = await follow('half');
  expect(found.state).toBe('failed');
  expect(found.error).toMatch(/f-2\.csv/);
});

it('never leaves the import folder, not by a link either', async () => {
  const secret = join(home, 'secret.csv');
  writeFileSync(secret, text('9'));
  symlinkSync(secret, join(home, 'imports', 'link.csv'));
  for (const uri of ['../secret.csv', 'link.csv', secret])
    expect((await test.rest('POST', '/cost/imports', { uri })).status).toBe(422);
});

it('fetches the objects below a prefix of S3', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cloudgov-s3-'));
  const options = {
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory,
    configureBuckets: [{ name: 'bills', configs: [] }],
  };
  const server = new S3rver(options);
  const { port } = await server.run();
  const endpoint = `http://127.0.0.1:${port}`;
  const keys = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };
  Object.assign(process.env, keys);
  const client = new S3Client({ endpoint, forcePathStyle: true, region: 'us-east-1' });
  try {
    for (const [Key, cost] of Object.entries({ 'focus/a.csv': '1', 'focus/b.csv': '2', 'other/c.csv': '4' }))
      await client.send(new PutObjectCommand({ Bucket: 'bills', Key, Body: text(cost) }));
    const found = await follow('s3://bills/focus/');
    expect(found).toMatchObject({ state: 'done', names: ['a.csv', 'b.csv'], rowsAccepted: 2 });
    expect(found.periods).toMatchObject([{ billedCost: '3' }]);
    const none = await follow('s3://bills/nothing/');
    expect(none).toMatchObject({ state: 'refused' });
    expect(none.error).toMatch(/no CSV/);
  } finally {
    client.destroy();
    await server.close();
    for (const key of Object.keys(keys)) delete process.env[key];
    rmSync(directory, { recursive: true, force: true });
  }
});
