import { SystemClock } from '#common';
import { cloudContract } from '../../../../test/support/cloud-contract.js';
import { gcpAssets } from '../../../../test/support/clouds/gcp-assets.js';
import { GCP_TROUBLES, GcpScene } from '../../../../test/support/clouds/gcp-scene.js';
import { PROJECT } from '../../../../test/support/clouds/gcp-stub.js';
import { all, allListed, countsOf, signal } from '../../../../test/support/clouds/listed.js';
import type { CloudConnection } from '../cloud.js';
import { GcpCloud } from './gcp.cloud.js';

const plugin = new GcpCloud(new SystemClock());
const scene = new GcpScene(plugin);
const PAGED = { type: 'compute.googleapis.com/Instance', region: 'global' };
const MACHINE = `//compute.googleapis.com/projects/${PROJECT}/zones/europe-west1-b/instances/4200000000000000001`;

const one = async (cloud: CloudConnection, type: string) =>
  (await all(cloud.list({ type, region: 'global' }, signal())))[0]!;

describe('Google Cloud', () => {
  cloudContract({
    plugin,
    provider: 'gcp',
    open: async (trouble) => {
      const cloud = await scene.open();
      scene.stub.page = 2;
      if (trouble) scene.stub.secondPage = GCP_TROUBLES[trouble];
      return cloud;
    },
    paged: { listing: PAGED, resources: 5 },
    measured: {
      resources: [{ nativeId: MACHINE, ...PAGED }],
      metrics: ['cpu', 'network_in', 'requests'],
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-11-01T01:00:00Z'),
      periodSeconds: 300,
    },
    action: { action: 'instance.stop', target: { nativeId: MACHINE, ...PAGED } },
  });
});

describe('the resources of Google Cloud', () => {
  it('are named as bills name them, and tied to what they use', async () => {
    const machine = await one(await scene.open(), PAGED.type);
    expect(machine).toMatchObject({
      nativeId: MACHINE,
      name: 'vm-1',
      region: 'europe-west1',
      service: 'Compute Engine',
      state: 'running',
      tags: { owner: 'web', bare: true },
      createdAt: new Date('2026-01-02T10:04:05Z'),
    });
    const compute = `//compute.googleapis.com/projects/${PROJECT}`;
    expect(machine.relations).toEqual([
      { kind: 'volume', nativeId: `${compute}/zones/europe-west1-b/disks/disk-1` },
      { kind: 'vpc', nativeId: `${compute}/global/networks/main` },
      { kind: 'subnet', nativeId: `${compute}/regions/europe-west1/subnetworks/a` },
      {
        kind: 'role',
        nativeId: `//iam.googleapis.com/projects/${PROJECT}/serviceAccounts/app@${PROJECT}.iam.gserviceaccount.com`,
      },
    ]);
  });

  it('are told as their API has them, with their policies beside', async () => {
    const cloud = await scene.open();
    const { configuration } = await one(cloud, PAGED.type);
    expect(configuration).toEqual(gcpAssets()[0]!.data);
    const bucket = await one(cloud, 'storage.googleapis.com/Bucket');
    expect(bucket.configuration.iamPolicy).toEqual({
      version: 1,
      bindings: [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }],
    });
    expect(bucket.region).toBe('eu');
    expect(bucket.relations).toEqual([
      { kind: 'key', nativeId: `//cloudkms.googleapis.com/projects/${PROJECT}/locations/eu/keyRings/r/cryptoKeys/k` },
    ]);
  });
});

describe('a listing of Google Cloud', () => {
  it('says where policies were denied, and fails where those are not answered', async () => {
    const cloud = await scene.open();
    scene.stub.policies = GCP_TROUBLES.denied;
    const { configuration } = await one(cloud, 'storage.googleapis.com/Bucket');
    expect(configuration.$denied).toEqual(['cloudasset.assets.listIamPolicy']);
    expect(configuration).not.toHaveProperty('iamPolicy');
    scene.stub.policies = GCP_TROUBLES.throttled;
    await expect(one(cloud, 'storage.googleapis.com/Bucket')).rejects.toMatchObject({ kind: 'throttled' });
  });

  it('is of the wanted regions, with what lies in many and what no list knows', async () => {
    const cloud = await scene.open(gcpAssets(), { regions: ['us-central1'] });
    expect(countsOf(await allListed(cloud))).toEqual([
      'compute.googleapis.com/Firewall 1',
      'contoso.googleapis.com/Thing 1',
      'sqladmin.googleapis.com/Instance 1',
      'storage.googleapis.com/Bucket 1',
    ]);
  });

  it('is there for a type that holds nothing any more, and ends without a question', async () => {
    const cloud = await scene.open();
    const { listings } = await cloud.listings(signal());
    const empty = { type: 'redis.googleapis.com/Instance', region: 'global' };
    const asked = scene.server.asked.length;
    expect(listings).toContainEqual(empty);
    expect(await all(cloud.list(empty, signal()))).toEqual([]);
    expect(scene.server.asked).toHaveLength(asked);
  });
});

describe('an identity of Google Cloud', () => {
  it('is told what it lacks, with the role that grants it', async () => {
    const cloud = await scene.open();
    scene.stub.denied.add('compute.instances.stop');
    const { identity, permissions, policy } = await cloud.check(signal());
    expect(identity).toBe(`cloudgov@${PROJECT}.iam.gserviceaccount.com`);
    expect(permissions.filter(({ missing }) => missing).map(({ action }) => action)).toEqual([
      'compute.instances.stop',
    ]);
    for (const { action } of permissions) expect(policy).toContain(`- ${action}\n`);
  });

  it('that is no key is denied, and the key is not repeated', async () => {
    const cloud = await scene.open(gcpAssets(), {}, { client_email: 'x@y', private_key: 'not-a-key' });
    const error: any = await cloud.listings(signal()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'denied' });
    expect(error.message).not.toContain('not-a-key');
  });

  it('finds projects, of an organization or those that it sees', async () => {
    const below = await scene.open(gcpAssets(), { organization: 'organizations/1' });
    const name = '//cloudresourcemanager.googleapis.com/projects/other';
    scene.stub.paths.set('/v1/organizations/1:searchAllResources', {
      json: { results: [{ name, displayName: 'Other' }] },
    });
    expect(await all(below.accounts(signal()))).toEqual([
      { externalId: 'other', name: 'Other', settings: { organization: 'organizations/1' } },
    ]);
    const seen = await scene.open();
    scene.stub.paths.set('/v1/projects', { json: { projects: [{ projectId: 'mine', name: 'Mine' }] } });
    expect(await all(seen.accounts(signal()))).toEqual([{ externalId: 'mine', name: 'Mine', settings: {} }]);
  });
});

it('measures shares in percent, each sample at its begin', async () => {
  const question = {
    resources: [{ nativeId: MACHINE, ...PAGED }],
    metrics: ['cpu'] as const,
    from: new Date('2026-11-01T00:00:00Z'),
    to: new Date('2026-11-01T01:00:00Z'),
    periodSeconds: 300,
  };
  expect(await all((await scene.open()).measure(question, signal()))).toEqual([
    { nativeId: MACHINE, metric: 'cpu', at: new Date('2026-11-01T00:05:00Z'), value: 50 },
    { nativeId: MACHINE, metric: 'cpu', at: new Date('2026-11-01T00:00:00Z'), value: 25 },
  ]);
});

it('takes of a key what signs, and no program to run or host to ask', async () => {
  const key = { type: 'external_account', credential_source: { executable: { command: 'x' } }, token_url: 'https://x' };
  const cloud = await scene.open(gcpAssets(), {}, key);
  await expect(cloud.listings(signal())).rejects.toMatchObject({ kind: 'denied' });
  expect(scene.server.asked).toEqual([]);
});
