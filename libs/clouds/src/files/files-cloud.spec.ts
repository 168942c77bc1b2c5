import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Settings } from '#platform';
import { cloudContract } from '../../../../test/support/cloud-contract.js';
import { FilesCloud } from './files-cloud.js';

const home = mkdtempSync(join(tmpdir(), 'files-cloud-'));
const plugin = new FilesCloud({ home } as Settings);
const signal = new AbortController().signal;

const rack = (name: string) => ({
  nativeId: name,
  type: 'Rack::Server',
  name,
  region: 'berlin',
  tags: { team: 'core' },
});
const sample = { nativeId: 'a', metric: 'cpu', at: '2026-01-01T01:00:00Z', value: 12.5 };

/** A folder with these files below `inventory`, as its account opens it. */
function folder(name: string, files: Record<string, string | Buffer>) {
  mkdirSync(join(home, 'inventory', name), { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(home, 'inventory', name, file), text);
  return plugin.connect({ provider: 'files', externalId: 'racks', settings: { uri: name } });
}

const first = JSON.stringify({ resources: [rack('a'), rack('b')], samples: [sample] });
const second = gzipSync(JSON.stringify(rack('c')) + '\n' + JSON.stringify({ ...rack('d'), provider: 'onprem' }));

afterAll(() => rmSync(home, { recursive: true }));

cloudContract({
  plugin,
  provider: 'files',
  open: (trouble) =>
    folder(trouble ?? 'whole', {
      'a.json': first,
      'b.ndjson.gz': trouble === 'truncated' ? second.subarray(0, second.length / 2) : second,
      'notes.txt': 'not read',
      '.hidden.json': '{',
    }),
  paged: { listing: { region: 'berlin', type: 'Rack::Server' }, resources: 4 },
  measured: {
    resources: [{ nativeId: 'a', type: 'Rack::Server', region: 'berlin' }],
    metrics: ['cpu', 'memory'],
    from: new Date('2026-01-01T00:00:00Z'),
    to: new Date('2026-01-02T00:00:00Z'),
    periodSeconds: 3600,
  },
  spared: ['denied', 'throttled', 'unreachable'],
});

it.each([
  ['no form that is known', { 'x.json': '{"things":[]}' }, 'x.json: is neither a Terraform state nor'],
  ['no JSON', { 'x.json': '{' }, 'x.json: '],
  [
    'a word that is not known',
    { 'x.json': '{"resources":[{"nativeId":"a","type":"t","colour":"red"}]}' },
    'resources[0].colour',
  ],
  ['no type', { 'x.json': '{"resources":[{"nativeId":"a"}]}' }, 'resources[0].type must be a text'],
  [
    'a bad instant',
    { 'x.json': '{"resources":[{"nativeId":"a","type":"t","createdAt":"soon"}]}' },
    'createdAt must be an instant',
  ],
  [
    'a bad number',
    { 'x.json': '{"resources":[],"samples":[{"nativeId":"a","metric":"cpu","at":"2026-01-01","value":"1"}]}' },
    'samples[0].value',
  ],
])('says where a file cannot be read: %s', async (name, files, message) => {
  const cloud = await folder(name, files);
  await expect(cloud.listings(signal)).rejects.toMatchObject({
    kind: 'broken',
    message: expect.stringContaining(message),
  });
  expect((await cloud.check(signal)).permissions[0]!.missing).toContain(message);
});

it('reads again after a fault that was mended', async () => {
  const cloud = await folder('mended', { 'x.json': '{' });
  await expect(cloud.listings(signal)).rejects.toThrow();
  await folder('mended', { 'x.json': first });
  expect((await cloud.listings(signal)).listings).toHaveLength(1);
});

it.each(['../secrets', '/etc', 'link', 'nowhere', 'a\0b'])('reads nothing outside of its folder: %s', async (uri) => {
  mkdirSync(join(home, 'inventory'), { recursive: true });
  symlinkSync('/etc', join(home, 'inventory', 'link'));
  try {
    const cloud = await plugin.connect({ provider: 'files', externalId: 'x', settings: { uri } });
    await expect(cloud.listings(signal)).rejects.toMatchObject({ kind: 'missing' });
  } finally {
    rmSync(join(home, 'inventory', 'link'));
  }
});

it('says that an empty folder holds nothing to read', async () => {
  expect((await (await folder('empty', {})).check(signal)).permissions[0]!.missing).toContain('no file there');
});
