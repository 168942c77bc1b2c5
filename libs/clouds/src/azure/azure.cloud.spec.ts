import { SystemClock } from '#common';
import { cloudContract } from '../../../../test/support/cloud-contract.js';
import { azureRows, idOf } from '../../../../test/support/clouds/azure-rows.js';
import { AZURE_TROUBLES, AzureScene } from '../../../../test/support/clouds/azure-scene.js';
import { SUBSCRIPTION, TENANT } from '../../../../test/support/clouds/azure-stub.js';
import { all, allListed, countsOf, signal } from '../../../../test/support/clouds/listed.js';
import type { CloudConnection } from '../cloud.js';
import { nativeIdOf } from '../native-id.js';
import { AzureCloud } from './azure.cloud.js';

const plugin = new AzureCloud(new SystemClock());
const scene = new AzureScene(plugin);
const MACHINE = nativeIdOf('azure', idOf('Microsoft.Compute/virtualMachines', 'vm-1'));
const PAGED = { type: 'Microsoft.Compute/virtualMachines', region: 'westeurope' };

const one = async (cloud: CloudConnection, type: string, region = 'westeurope') =>
  (await all(cloud.list({ type, region }, signal())))[0]!;

describe('Azure', () => {
  cloudContract({
    plugin,
    provider: 'azure',
    open: async (trouble) => {
      const cloud = await scene.open();
      scene.stub.page = 2;
      if (trouble) scene.stub.secondPage = AZURE_TROUBLES[trouble];
      return cloud;
    },
    paged: { listing: PAGED, resources: 5 },
    measured: {
      resources: [{ nativeId: MACHINE, ...PAGED }],
      metrics: ['cpu', 'memory', 'network_in', 'requests'],
      from: new Date('2026-11-01T00:00:00Z'),
      to: new Date('2026-11-01T01:00:00Z'),
      periodSeconds: 240,
    },
    action: { action: 'instance.stop', target: { nativeId: MACHINE, ...PAGED } },
  });
});

describe('the resources of Azure', () => {
  it('are tied to what they use and lie in', async () => {
    const machine = await one(await scene.open(), PAGED.type);
    expect(machine).toMatchObject({
      nativeId: MACHINE,
      service: 'Virtual Machines',
      state: 'running',
      tags: { owner: 'web', bare: true },
      createdAt: new Date('2026-01-02T03:04:05Z'),
    });
    expect(machine.relations.map(({ kind }) => kind).sort()).toEqual(['network_interface', 'volume']);
    const subnet = await one(await scene.open(), 'Microsoft.Network/virtualNetworks/subnets');
    expect(subnet.relations).toEqual([
      { kind: 'vpc', nativeId: nativeIdOf('azure', idOf('Microsoft.Network/virtualNetworks', 'net-1')) },
    ]);
    const nic = await one(await scene.open(), 'Microsoft.Network/networkInterfaces');
    expect(nic.relations).toContainEqual({ kind: 'subnet', nativeId: subnet.nativeId });
  });

  it('hold their parts: read, not configured, not there for this kind, or denied', async () => {
    const cloud = await scene.open();
    const id = nativeIdOf('azure', idOf('Microsoft.Storage/storageAccounts', 'logs'));
    scene.stub.parts.set(`${id}/blobservices/default`, { json: { properties: { isVersioningEnabled: true } } });
    scene.stub.parts.set(`${id}/fileservices/default`, {
      status: 400,
      json: { error: { code: 'FeatureNotSupportedForAccount', message: 'no' } },
    });
    scene.stub.parts.set(`${id}/blobservices/default/containers`, {
      json: { value: [{ name: 'a' }], nextLink: `${scene.server.url}${id}/next?api-version=1` },
    });
    scene.stub.parts.set(`${id}/next`, { json: { value: [{ name: 'b' }] } });
    scene.stub.parts.set(
      `${id}/blobservices/default/providers/microsoft.insights/diagnosticsettings`,
      AZURE_TROUBLES.denied,
    );
    const { configuration } = await one(cloud, 'Microsoft.Storage/storageAccounts');
    expect(configuration).toMatchObject({
      blobService: { properties: { isVersioningEnabled: true } },
      fileService: null,
      managementPolicy: null,
      containers: [{ name: 'a' }, { name: 'b' }],
      $denied: ['Microsoft.Insights/diagnosticSettings/read'],
    });
    expect(configuration).not.toHaveProperty('blobDiagnosticSettings');
  });
});

describe('a listing of Azure', () => {
  it('fails where a part is not answered', async () => {
    const cloud = await scene.open();
    const id = nativeIdOf('azure', idOf('Microsoft.KeyVault/vaults', 'keys'));
    scene.stub.parts.set(`${id}/keys`, { json: { value: [{ id: `${id}/keys/a` }] } });
    scene.stub.parts.set(`${id}/keys/a`, { text: '{"properties":', headers: { 'content-type': 'application/json' } });
    await expect(one(cloud, 'Microsoft.KeyVault/vaults')).rejects.toMatchObject({ kind: 'broken' });
    scene.stub.parts.set(`${id}/keys/a`, { json: { id: `${id}/keys/a`, properties: { rotationPolicy: null } } });
    expect((await one(cloud, 'Microsoft.KeyVault/vaults')).configuration.keys).toEqual([
      { id: `${id}/keys/a`, properties: { rotationPolicy: null } },
    ]);
  });

  it('never follows a link to another host with the token', async () => {
    const cloud = await scene.open();
    const id = nativeIdOf('azure', idOf('Microsoft.KeyVault/vaults', 'keys'));
    scene.stub.parts.set(`${id}/secrets`, { json: { value: [], nextLink: 'https://elsewhere.example/x' } });
    await expect(one(cloud, 'Microsoft.KeyVault/vaults')).rejects.toMatchObject({ kind: 'broken' });
  });

  it('is of the wanted regions alone, and of what has none', async () => {
    const cloud = await scene.open(azureRows(), { regions: ['northeurope'] });
    expect(countsOf(await allListed(cloud))).toEqual([
      'Microsoft.Authorization/roleAssignments 1',
      'Microsoft.Security/pricings 1',
    ]);
  });

  it('finds a region however Resource Graph writes it', async () => {
    const cloud = await scene.open(azureRows(), { regions: ['westeurope'] });
    const groups = (await allListed(cloud)).filter(({ type }) => type.endsWith('/resourceGroups'));
    expect(groups).toMatchObject([{ name: 'Main', region: 'westeurope' }]);
  });

  it('is there for what holds nothing any more, and ends without a question', async () => {
    const rows = azureRows().filter(({ type }) => type !== 'microsoft.compute/disks');
    const cloud = await scene.open(rows);
    const { listings } = await cloud.listings(signal());
    const asked = scene.server.asked.length;
    const empty = { type: 'Microsoft.Compute/disks', region: 'westeurope' };
    expect(listings).toContainEqual(empty);
    expect(await all(cloud.list(empty, signal()))).toEqual([]);
    expect(scene.server.asked).toHaveLength(asked);
  });
});

describe('an identity of Azure', () => {
  it('that is wrong is denied, and its secret is not repeated', async () => {
    const cloud = await scene.open(azureRows(), {}, 'wrong-secret');
    const error: any = await cloud.check(signal()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'denied' });
    expect(error.message).not.toContain('wrong-secret');
    await expect(cloud.listings(signal())).rejects.toMatchObject({ kind: 'denied' });
  });

  it('is told what it lacks, with the role that grants it', async () => {
    const cloud = await scene.open();
    scene.stub.granted = { actions: ['*/read'], notActions: ['Microsoft.KeyVault/*'] };
    const { identity, permissions, policy } = await cloud.check(signal());
    expect(identity).toBe(`app-1 of directory ${TENANT}`);
    const missing = permissions.filter((each) => each.missing).map(({ action }) => action);
    expect(missing).toContain('Microsoft.Compute/virtualMachines/deallocate/action');
    expect(missing).toContain('Microsoft.KeyVault/vaults/read');
    expect(missing).not.toContain('Microsoft.Compute/disks/read');
    expect(JSON.parse(policy)).toMatchObject({
      IsCustom: true,
      Actions: permissions.map(({ action }) => action).sort(),
      AssignableScopes: [`/subscriptions/${SUBSCRIPTION}`],
    });
  });

  it('finds the subscriptions of its tenant', async () => {
    expect(await all((await scene.open()).accounts(signal()))).toEqual([
      { externalId: SUBSCRIPTION, name: 'Main', settings: { tenantId: TENANT, clientId: 'app-1' } },
    ]);
  });
});

it('converts what Azure Monitor adds up', async () => {
  const cloud = await scene.open();
  const resources = [{ nativeId: MACHINE, ...PAGED }];
  const samples = await all(
    cloud.measure(
      {
        resources,
        metrics: ['cpu', 'memory', 'network_in', 'disk_operations'],
        from: new Date('2026-11-01T00:00:00Z'),
        to: new Date('2026-11-01T00:05:00Z'),
        periodSeconds: 300,
      },
      signal(),
    ),
  );
  expect(Object.fromEntries(samples.map(({ metric, value }) => [metric, value]))).toEqual({
    cpu: 40,
    memory: 60,
    network_in: 2,
    disk_operations: 80,
  });
});

it('reads the exports below a prefix, and no neighbour of it', async () => {
  const cloud = await scene.open(azureRows(), { bills: `${scene.server.url}/billing/focus/daily` });
  scene.stub.blobs.set('focus/daily/2026/part-1.csv', 'A,B\n1,2\n').set('focus/daily-2/other.csv', 'x');
  const store = (await cloud.bills(signal()))!;
  expect(await store.list()).toEqual([{ name: '2026/part-1.csv', bytes: 8 }]);
  expect(await store.text('2026/part-1.csv')).toBe('A,B\n1,2\n');
  await expect(store.text('gone.csv')).rejects.toMatchObject({ kind: 'missing' });
  expect(await (await scene.open()).bills(signal())).toBeUndefined();
});
