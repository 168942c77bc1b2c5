import { SystemClock } from '#common';
import { idOf } from '../../../../test/support/clouds/azure-rows.js';
import { AzureScene } from '../../../../test/support/clouds/azure-scene.js';
import { signal } from '../../../../test/support/clouds/listed.js';
import type { CloudAction } from '../action.js';
import { nativeIdOf } from '../native-id.js';
import { AzureCloud } from './azure.cloud.js';

const scene = new AzureScene(new AzureCloud(new SystemClock()));

const target = (type: string, name: string) => ({
  nativeId: nativeIdOf('azure', idOf(type, name)),
  type,
  region: 'westeurope',
});
const GROUP = target('Microsoft.Network/networkSecurityGroups', 'nsg-1');
const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22, source: '0.0.0.0/0' };

it.each<[CloudAction, object, object]>([
  [
    {
      action: 'resource.tag',
      target: target('Microsoft.Compute/virtualMachines', 'vm-1'),
      parameters: { tags: { owner: 'data' } },
    },
    { tags: { owner: 'web' } },
    { tags: { owner: 'data' } },
  ],
  [
    {
      action: 'volume.modify',
      target: target('Microsoft.Compute/disks', 'disk-1'),
      parameters: { type: 'StandardSSD_LRS' },
    },
    { type: 'Premium_LRS' },
    { type: 'StandardSSD_LRS' },
  ],
  [
    { action: 'volume.delete', target: target('Microsoft.Compute/disks', 'disk-1') },
    { exists: true },
    { exists: false },
  ],
  [
    { action: 'bucket.block_public_access', target: target('Microsoft.Storage/storageAccounts', 'logs') },
    { allowBlobPublicAccess: true },
    { allowBlobPublicAccess: false },
  ],
])('%j', async (action, before, after) => {
  const cloud = await scene.open();
  expect(await cloud.act(action, { dryRun: true }, signal())).toEqual({ outcome: 'would', before, after });
  expect(scene.written).toEqual([]);
  expect(await cloud.act(action, { dryRun: false }, signal())).toEqual({ outcome: 'done', before, after });
  expect(await cloud.act(action, { dryRun: false }, signal())).toEqual({ outcome: 'already', before: after, after });
});

it('stop a machine that runs before its size is changed, and start it again', async () => {
  const cloud = await scene.open();
  await cloud.act(
    {
      action: 'instance.resize',
      target: target('Microsoft.Compute/virtualMachines', 'vm-1'),
      parameters: { size: 'Standard_D4s_v5' },
    },
    { dryRun: false },
    signal(),
  );
  expect(scene.written.map(({ method, url }) => `${method} ${url.pathname.split('/').at(-1)}`)).toEqual([
    'POST deallocate',
    'PATCH vm-1',
    'POST start',
  ]);
});

it('take a rule out whole, or only what is named of one with several sources', async () => {
  const cloud = await scene.open();
  const path = `${GROUP.nativeId}/securityrules/ssh`;
  scene.stub.parts.set(path, { json: {} });
  const revoke = { action: 'security_group.revoke', target: GROUP, parameters: ssh } as const;
  expect(await cloud.act(revoke, { dryRun: false }, signal())).toMatchObject({ after: { rule: null } });
  expect(scene.written.at(-1)).toMatchObject({ method: 'DELETE' });
  const rule = scene.stub.rows.find(({ name }) => name === 'nsg-1')!.properties.securityRules[0].properties;
  Object.assign(rule, { sourceAddressPrefix: undefined, sourceAddressPrefixes: ['10.0.0.0/8', '*'] });
  await cloud.act(revoke, { dryRun: false }, signal());
  expect(scene.written.at(-1)).toMatchObject({
    method: 'PUT',
    body: { properties: { sourceAddressPrefixes: ['10.0.0.0/8'], destinationPortRanges: ['22'] } },
  });
  Object.assign(rule, { destinationPortRange: undefined, destinationPortRanges: ['22', '3389'] });
  await expect(cloud.act(revoke, { dryRun: true }, signal())).rejects.toMatchObject({ kind: 'invalid' });
});

it('put in a rule with the first free priority', async () => {
  const cloud = await scene.open();
  const parameters = { ...ssh, fromPort: 443, toPort: 443 };
  const action = { action: 'security_group.authorize', target: GROUP, parameters } as const;
  await expect(cloud.act(action, { dryRun: false }, signal())).rejects.toMatchObject({ kind: 'missing' });
  expect(scene.written.at(-1)).toMatchObject({
    method: 'PUT',
    body: { properties: { access: 'Allow', priority: 1001, protocol: 'Tcp', destinationPortRange: '443' } },
  });
});

it('refuse to delete what is in use, and parameters that are none', async () => {
  const cloud = await scene.open();
  Object.assign(scene.stub.rows.find(({ name }) => name === 'disk-1')!.properties, { diskState: 'Attached' });
  const disk = target('Microsoft.Compute/disks', 'disk-1');
  for (const [action, parameters] of [
    ['volume.delete', {}],
    ['volume.modify', { type: 7 }],
    ['resource.tag', { tags: 'x' }],
  ] as const)
    await expect(cloud.act({ action, target: disk, parameters }, { dryRun: true }, signal())).rejects.toMatchObject({
      kind: 'invalid',
    });
});
