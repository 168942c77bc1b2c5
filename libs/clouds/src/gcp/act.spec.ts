import { SystemClock } from '#common';
import { GcpScene } from '../../../../test/support/clouds/gcp-scene.js';
import { PROJECT } from '../../../../test/support/clouds/gcp-stub.js';
import { signal } from '../../../../test/support/clouds/listed.js';
import type { CloudAction } from '../action.js';
import { GcpCloud } from './gcp.cloud.js';

const scene = new GcpScene(new GcpCloud(new SystemClock()));
const COMPUTE = `//compute.googleapis.com/projects/${PROJECT}`;
const target = (type: string, nativeId: string) => ({ type, nativeId, region: 'global' });
const MACHINE = target(
  'compute.googleapis.com/Instance',
  `${COMPUTE}/zones/europe-west1-b/instances/4200000000000000001`,
);
const DISK = target('compute.googleapis.com/Disk', `${COMPUTE}/zones/europe-west1-b/disks/disk-1`);
const FIREWALL = target('compute.googleapis.com/Firewall', `${COMPUTE}/global/firewalls/ssh`);
const BUCKET = target('storage.googleapis.com/Bucket', '//storage.googleapis.com/logs');
const DATABASE = target(
  'sqladmin.googleapis.com/Instance',
  `//cloudsql.googleapis.com/projects/${PROJECT}/instances/db`,
);
const ssh = { protocol: 'tcp', fromPort: 22, toPort: 22, source: '0.0.0.0/0' };

it.each<[CloudAction, object, object]>([
  [
    { action: 'resource.tag', target: MACHINE, parameters: { tags: { owner: 'data' } } },
    { tags: { owner: 'web' } },
    { tags: { owner: 'data' } },
  ],
  [
    { action: 'resource.untag', target: MACHINE, parameters: { keys: ['owner'] } },
    { tags: { owner: 'web' } },
    { tags: { owner: null } },
  ],
  [
    { action: 'bucket.block_public_access', target: BUCKET },
    { publicAccessPrevention: 'inherited' },
    { publicAccessPrevention: 'enforced' },
  ],
  [
    { action: 'bucket.lifecycle', target: BUCKET, parameters: { afterDays: 30, storageClass: 'nearline' } },
    { lifecycle: null },
    { lifecycle: { afterDays: 30, storageClass: 'NEARLINE' } },
  ],
  [
    { action: 'database.resize', target: DATABASE, parameters: { size: 'db-g1-small' } },
    { size: 'db-f1-micro' },
    { size: 'db-g1-small' },
  ],
  [{ action: 'security_group.revoke', target: FIREWALL, parameters: ssh }, { rule: ssh }, { rule: null }],
  [{ action: 'instance.terminate', target: MACHINE }, { exists: true }, { exists: false }],
])('%j', async (action, before, after) => {
  const cloud = await scene.open();
  expect(await cloud.act(action, { dryRun: true }, signal())).toEqual({ outcome: 'would', before, after });
  expect(scene.written).toEqual([]);
  expect(await cloud.act(action, { dryRun: false }, signal())).toEqual({ outcome: 'done', before, after });
  expect(await cloud.act(action, { dryRun: false }, signal())).toEqual({ outcome: 'already', before: after, after });
});

it('stops a machine that runs before its size is changed, and starts it again', async () => {
  const cloud = await scene.open();
  const action = { action: 'instance.resize', target: MACHINE, parameters: { size: 'e2-medium' } } as const;
  expect(await cloud.act(action, { dryRun: false }, signal())).toMatchObject({ before: { size: 'e2-small' } });
  expect(scene.written.map(({ url }) => url.pathname.split('/').at(-1))).toEqual(['stop', 'setMachineType', 'start']);
});

it('takes a snapshot of a disk once a day', async () => {
  const cloud = await scene.open();
  const action = { action: 'volume.snapshot', target: DISK } as const;
  const { after } = await cloud.act(action, { dryRun: false }, signal());
  expect(after.snapshot).toMatch(/^disk-1-\d{8}$/);
  expect(await cloud.act(action, { dryRun: false }, signal())).toMatchObject({ outcome: 'already' });
});

it('takes out what is named of a rule, and puts it in again', async () => {
  const cloud = await scene.open();
  const rule = () => scene.stub.assets.find(({ name }) => name === FIREWALL.nativeId)!.data;
  const act = (action: 'security_group.revoke' | 'security_group.authorize') =>
    cloud.act({ action, target: FIREWALL, parameters: ssh }, { dryRun: false }, signal());
  Object.assign(rule(), { allowed: [{ IPProtocol: 'tcp', ports: ['22', '443'] }] });
  await act('security_group.revoke');
  expect(rule()).toMatchObject({ disabled: false, allowed: [{ IPProtocol: 'tcp', ports: ['443'] }] });
  await act('security_group.authorize');
  expect(rule().allowed).toEqual([
    { IPProtocol: 'tcp', ports: ['443'] },
    { IPProtocol: 'tcp', ports: ['22'] },
  ]);
  Object.assign(rule(), { allowed: [{ IPProtocol: 'tcp', ports: ['22'] }], sourceRanges: ['10.0.0.0/8', '0.0.0.0/0'] });
  await act('security_group.revoke');
  expect(rule()).toMatchObject({ disabled: false, sourceRanges: ['10.0.0.0/8'] });
  Object.assign(rule(), {
    allowed: [{ IPProtocol: 'tcp', ports: ['22', '443'] }],
    sourceRanges: ['10.0.0.0/8', '0.0.0.0/0'],
  });
  await expect(act('security_group.revoke')).rejects.toMatchObject({ kind: 'invalid' });
});

it('refuses what is in use, what is no name, and parameters that are none', async () => {
  const cloud = await scene.open();
  const refused = [
    { action: 'volume.delete', target: DISK },
    { action: 'volume.delete', target: { ...DISK, nativeId: '//compute.googleapis.com/../x' } },
    { action: 'instance.resize', target: MACHINE, parameters: { size: 7 } },
  ] as const;
  for (const action of refused)
    await expect(cloud.act(action, { dryRun: true }, signal())).rejects.toMatchObject({ kind: 'invalid' });
});
