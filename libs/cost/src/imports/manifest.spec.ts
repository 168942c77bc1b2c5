import { dataFiles, filesOfManifests, isManifest, listedIn } from './manifest.js';

const file = (name: string) => ({ name, bytes: 1 });

it('knows manifests by their names', () => {
  expect(
    ['metadata/BILLING_PERIOD=2026-05/focus-Manifest.json', 'manifest.json', 'data/manifest.csv'].map(isManifest),
  ).toEqual([true, true, false]);
});

it('takes data files and leaves the notes of tools', () => {
  const files = ['b.csv.gz', 'a.parquet', '_SUCCESS', 'x/.hidden.csv', 'readme.txt'].map(file);
  expect(dataFiles(files).map(({ name }) => name)).toEqual(['a.parquet', 'b.csv.gz']);
});

it.each([
  ['AWS Data Exports', { dataFiles: ['s3://bucket/exports/focus/data/BILLING_PERIOD=2026-05/f-1.csv.gz'] }],
  ['AWS CUR', { reportKeys: ['exports/focus/data/BILLING_PERIOD=2026-05/f-1.csv.gz'] }],
  ['Azure', { blobs: [{ blobName: 'data/BILLING_PERIOD=2026-05/f-1.csv.gz', byteCount: 1 }] }],
])('finds what a manifest of %s lists, wherever the folder begins', (_name, manifest) => {
  const manifests = [{ name: 'm-Manifest.json', text: JSON.stringify(manifest) }];
  const files = ['data/BILLING_PERIOD=2026-05/f-1.csv.gz', 'data/BILLING_PERIOD=2026-04/f-1.csv.gz'].map(file);
  expect(filesOfManifests(manifests, files)).toEqual([files[0]]);
});

it('refuses a delivery that is not whole yet, naming what is missing', () => {
  const text = JSON.stringify({ dataFiles: ['s3://b/data/f-1.csv', 's3://b/data/f-2.csv'] });
  const incomplete = () => filesOfManifests([{ name: 'm-Manifest.json', text }], [file('data/f-1.csv')]);
  expect(incomplete).toThrow(/incomplete.*f-2\.csv/);
});

it('refuses a manifest that lists nothing', () => {
  expect(() => listedIn('m', '{}')).toThrow(/dataFiles/);
  expect(() => listedIn('m', '{')).toThrow(/not JSON/);
});
