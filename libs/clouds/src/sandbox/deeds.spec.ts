import { charged, done, hourly, listed, SandboxLab } from '../../../../test/support/sandbox.js';
import { Decimal } from '#common';
import type { ActionId } from '../action.js';
import type { CloudConnection, CloudResource } from '../cloud.js';

const LATER = new Date('2026-11-27T12:00:00Z');
const PAYMENTS = '210394857611';
const EXPERIMENTS = '865217340092';
const INTRANET = '91b7e4d6-0c3f-4d28-a5e1-7f4c2b90d8a6';

let lab: SandboxLab;
beforeEach(() => {
  lab = new SandboxLab(new Date('2026-11-24T10:30:00Z'));
});

type Wanted = (thing: CloudResource) => boolean;

async function one(cloud: CloudConnection, type: string, wanted: Wanted = () => true): Promise<CloudResource> {
  const found = (await listed(cloud, type)).find(wanted);
  if (!found) throw new Error(`There is no such ${type}.`);
  return found;
}

const act = (cloud: CloudConnection, action: ActionId, target: CloudResource, parameters = {}) =>
  done(cloud, { action, target, parameters });

/** What a resource was billed for on one day, by the meter. */
async function billed(cloud: CloudConnection, { nativeId }: CloudResource, day: string) {
  const charges = (await charged(cloud, day.slice(0, 7))).filter(
    ({ ResourceId, ChargePeriodStart }) => ResourceId!.endsWith(nativeId) && ChargePeriodStart!.startsWith(day),
  );
  const sum = (column: string) => charges.reduce((total, each) => total.plus(each[column]!), new Decimal(0));
  return { charges, quantity: sum('PricingQuantity').toFixed(), cost: sum('ListCost') };
}

const again = (cloud: CloudConnection, { nativeId, type }: CloudResource) =>
  listed(cloud, type).then((all) => all.find((thing) => thing.nativeId === nativeId));

describe('a stopped machine', () => {
  it('is stopped in the next listing, measures nothing, and is billed until the end of its hour', async () => {
    const cloud = await lab.demo(PAYMENTS);
    const machine = await one(cloud, 'AWS::EC2::Instance', ({ name }) => name === 'payments-api-01');
    const effect = await act(cloud, 'instance.stop', machine);
    expect(effect).toEqual({ outcome: 'done', before: { state: 'running' }, after: { state: 'stopped' } });
    expect(await again(cloud, machine)).toMatchObject({ state: 'stopped', configuration: { State: { Code: 80 } } });

    lab.now = LATER;
    const samples = await hourly(cloud, machine, ['2026-11-24T00:00:00Z', '2026-11-26T00:00:00Z']);
    expect(samples.filter(({ metric }) => metric === 'cpu')).toHaveLength(11);
    expect(await billed(cloud, machine, '2026-11-23')).toMatchObject({ quantity: '24' });
    const day = await billed(cloud, machine, '2026-11-24');
    expect(day.quantity).toBe('11');
    expect(day.charges[0]).toMatchObject({ ChargePeriodEnd: '2026-11-24T11:00:00Z' });
    expect(await billed(cloud, machine, '2026-11-25')).toMatchObject({ charges: [] });
  });

  it('that is started again is billed from then on', async () => {
    const cloud = await lab.demo(PAYMENTS);
    const machine = await one(cloud, 'AWS::EC2::Instance', ({ name }) => name === 'payments-api-01');
    await act(cloud, 'instance.stop', machine);
    lab.now = new Date('2026-11-25T06:00:00Z');
    expect(await act(cloud, 'instance.start', machine)).toMatchObject({ after: { state: 'running' } });
    lab.now = LATER;
    expect((await billed(cloud, machine, '2026-11-25')).quantity).toBe('18');
  });
});

it('a machine of half the cores costs less, and is worked twice as hard', async () => {
  const cloud = await lab.demo(PAYMENTS);
  const machine = await one(cloud, 'AWS::EC2::Instance', ({ name }) => name === 'payments-api-01');
  const meanOf = async (day: string) => {
    const samples = (await hourly(cloud, machine, [`${day}T00:00:00Z`, `${day}T23:59:00Z`])).filter(
      ({ metric }) => metric === 'cpu',
    );
    return samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
  };
  const effect = await act(cloud, 'instance.resize', machine, { size: 'm6i.large' });
  expect(effect).toMatchObject({ before: { size: 'm6i.xlarge' }, after: { size: 'm6i.large' } });
  lab.now = LATER;
  expect(await again(cloud, machine)).toMatchObject({ configuration: { InstanceType: 'm6i.large' } });
  expect((await meanOf('2026-11-25')) / (await meanOf('2026-11-23'))).toBeCloseTo(2, 0);
  const [before, after] = [await billed(cloud, machine, '2026-11-23'), await billed(cloud, machine, '2026-11-25')];
  expect(after.cost.div(before.cost).toFixed(6)).toBe('0.500000');
  expect(after.charges[0]!.SkuId).toBe('BoxUsage:m6i.large');
  await expect(act(cloud, 'instance.resize', machine, { size: 'x9.huge' })).rejects.toMatchObject({ kind: 'invalid' });
});

it('a deleted volume is neither listed nor billed; one that is in use stays', async () => {
  const cloud = await lab.demo(EXPERIMENTS);
  const volume = await one(cloud, 'AWS::EC2::Volume', ({ state }) => state === 'available');
  expect(await act(cloud, 'volume.delete', volume)).toMatchObject({ outcome: 'done', after: { state: 'deleted' } });
  expect(await again(cloud, volume)).toBeUndefined();
  expect(await act(cloud, 'volume.delete', volume)).toMatchObject({ outcome: 'already' });
  await expect(act(cloud, 'resource.tag', volume, { tags: { a: 'b' } })).rejects.toMatchObject({ kind: 'missing' });
  lab.now = LATER;
  expect((await billed(cloud, volume, '2026-11-24')).charges).toHaveLength(1);
  expect((await billed(cloud, volume, '2026-11-25')).charges).toEqual([]);

  const other = await lab.demo(PAYMENTS);
  const used = await one(other, 'AWS::EC2::Volume', ({ state }) => state === 'in-use');
  await expect(act(other, 'volume.delete', used)).rejects.toMatchObject({ kind: 'invalid' });
  const machine = await one(other, 'AWS::EC2::Instance', ({ relations }) =>
    relations.some(({ nativeId }) => nativeId === used.nativeId),
  );
  await act(other, 'instance.terminate', machine);
  expect(await again(other, used)).toMatchObject({ state: 'available', relations: [{ kind: 'key' }] });
  expect(await act(other, 'volume.delete', used)).toMatchObject({ outcome: 'done' });
});

it('a snapshot that is taken is listed and billed, until it is deleted', async () => {
  const cloud = await lab.demo(EXPERIMENTS);
  const volume = await one(cloud, 'AWS::EC2::Volume');
  const count = async () => (await listed(cloud, 'AWS::EC2::Snapshot')).length;
  const before = await count();
  expect(await act(cloud, 'volume.snapshot', volume)).toMatchObject({ outcome: 'done', before: { snapshot: null } });
  expect(await act(cloud, 'volume.snapshot', volume)).toMatchObject({ outcome: 'already' });
  expect(await count()).toBe(before + 1);
  const made = await one(cloud, 'AWS::EC2::Snapshot', ({ createdAt }) => +createdAt! === +lab.now);
  lab.now = new Date('2026-11-26T00:00:00Z');
  await act(cloud, 'snapshot.delete', made);
  expect(await count()).toBe(before);
  lab.now = new Date('2026-11-28T00:00:00Z');
  const days = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
  const charges = await Promise.all(days.map(async (day) => (await billed(cloud, made, day)).charges.length));
  expect(charges).toEqual([0, 1, 1, 0]);
});

it('tags that are set are in the next listing and on the bill from then on', async () => {
  const cloud = await lab.demo(EXPERIMENTS);
  const volume = await one(cloud, 'AWS::EC2::Volume', ({ tags }) => !Object.keys(tags).length);
  const effect = await act(cloud, 'resource.tag', volume, { tags: { team: 'data' } });
  expect(effect).toMatchObject({ before: { tags: { team: null } }, after: { tags: { team: 'data' } } });
  expect((await again(cloud, volume))!.tags).toEqual({ team: 'data' });
  lab.now = LATER;
  expect((await billed(cloud, volume, '2026-11-23')).charges[0]!.Tags).toBe('');
  expect((await billed(cloud, volume, '2026-11-24')).charges.map(({ Tags }) => Tags)).toEqual(['', '{"team":"data"}']);
  await act(cloud, 'resource.untag', volume, { keys: ['team'] });
  expect((await again(cloud, volume))!.tags).toEqual({});
});

const world = { protocol: 'tcp', fromPort: 22, toPort: 22, source: '0.0.0.0/0' };

type Mending = [
  action: ActionId,
  account: string,
  type: string,
  holds: (c: any) => boolean,
  parameters?: Record<string, unknown>,
];

/** What mends each fault, and how the fault is seen. */
const MENDINGS: Mending[] = [
  ['bucket.block_public_access', PAYMENTS, 'AWS::S3::Bucket', (c) => !c.PublicAccessBlock.BlockPublicAcls],
  [
    'bucket.block_public_access',
    INTRANET,
    'Microsoft.Storage/storageAccounts',
    (c) => c.properties.allowBlobPublicAccess,
  ],
  [
    'bucket.block_public_access',
    'meridian-ml-research',
    'storage.googleapis.com/Bucket',
    (c) => c.iamConfiguration.publicAccessPrevention !== 'enforced',
  ],
  ['bucket.encrypt', '507731946285', 'AWS::S3::Bucket', (c) => !c.Encryption],
  [
    'bucket.lifecycle',
    PAYMENTS,
    'AWS::S3::Bucket',
    (c) => !c.Lifecycle,
    { afterDays: 30, storageClass: 'STANDARD_IA' },
  ],
  [
    'security_group.revoke',
    EXPERIMENTS,
    'AWS::EC2::SecurityGroup',
    (c) => c.IpPermissions.some((rule: any) => rule.FromPort === 22 && rule.IpRanges[0].CidrIp === '0.0.0.0/0'),
    world,
  ],
  [
    'security_group.revoke',
    INTRANET,
    'Microsoft.Network/networkSecurityGroups',
    (c) => c.properties.securityRules.length > 1,
    { protocol: 'tcp', fromPort: 3389, toPort: 3389, source: '*' },
  ],
  [
    'security_group.revoke',
    'meridian-ml-research',
    'compute.googleapis.com/Firewall',
    (c) => c.name === 'default-allow-ssh' && c.sourceRanges.length > 0,
    world,
  ],
  [
    'security_group.authorize',
    PAYMENTS,
    'AWS::EC2::SecurityGroup',
    (c) => !c.IpPermissions.some((rule: any) => rule.FromPort === 22),
    { ...world, source: '10.1.0.0/16' },
  ],
  ['key.enable_rotation', PAYMENTS, 'AWS::KMS::Key', (c) => !c.Rotation.KeyRotationEnabled],
  ['key.enable_rotation', INTRANET, 'Microsoft.KeyVault/vaults/keys', (c) => !c.properties.rotationPolicy],
  ['key.enable_rotation', 'meridian-ml-research', 'cloudkms.googleapis.com/CryptoKey', (c) => !c.rotationPeriod],
  ['access_key.deactivate', PAYMENTS, 'AWS::IAM::AccessKey', (c) => c.Status === 'Active'],
  ['address.release', EXPERIMENTS, 'AWS::EC2::EIP', () => true],
  ['database.make_private', '612458093374', 'AWS::RDS::DBInstance', (c) => c.PubliclyAccessible],
  ['database.stop', '612458093374', 'AWS::RDS::DBInstance', (c) => c.DBInstanceStatus === 'available'],
  [
    'database.resize',
    '612458093374',
    'AWS::RDS::DBInstance',
    (c) => c.DBInstanceClass !== 'db.t4g.large',
    { size: 'db.t4g.large' },
  ],
  ['instance.require_imdsv2', EXPERIMENTS, 'AWS::EC2::Instance', (c) => c.MetadataOptions.HttpTokens !== 'required'],
  ['volume.modify', PAYMENTS, 'AWS::EC2::Volume', (c) => c.VolumeType !== 'gp2', { type: 'gp2' }],
  ['log_group.retain', '507731946285', 'AWS::Logs::LogGroup', (c) => c.retentionInDays !== 30, { days: 30 }],
];

describe('what is mended is mended in the next listing', () => {
  it.each(MENDINGS)('%s in %s on %s', async (...[action, account, type, holds, parameters = {}]) => {
    const cloud = await lab.demo(account);
    const thing = await one(cloud, type, ({ configuration }) => Boolean(holds(configuration)));
    const would = await cloud.act(
      { action, target: thing, parameters },
      { dryRun: true },
      new AbortController().signal,
    );
    expect((await again(cloud, thing))!.configuration).toEqual(thing.configuration);
    expect(await act(cloud, action, thing, parameters)).toEqual({ ...would, outcome: 'done' });
    const mended = await again(cloud, thing);
    expect(mended && holds(mended.configuration)).toBeFalsy();
    expect(await act(cloud, action, thing, parameters)).toMatchObject({ outcome: 'already', before: would.after });
  });
});

it('what was done to one thing is seen in those that tell of it', async () => {
  const cloud = await lab.demo(PAYMENTS);
  const key = await one(cloud, 'AWS::IAM::AccessKey');
  await act(cloud, 'access_key.deactivate', key);
  const user = await one(cloud, 'AWS::IAM::User', ({ nativeId }) => key.nativeId.startsWith(`${nativeId}/`));
  expect(key.relations).toEqual([{ kind: 'user', nativeId: user.nativeId }]);
  expect(user.configuration).toMatchObject({ AccessKeys: [{ Status: 'Inactive' }] });
});

it('a load that is set is measured while it lasts', async () => {
  const load = [{ resource: 'payments-api-01', cpu: 97, from: '2026-11-23T10:00:00Z', until: '2026-11-23T13:00:00Z' }];
  const cloud = await lab.demo(PAYMENTS, { load });
  const machine = await one(cloud, 'AWS::EC2::Instance', ({ name }) => name === 'payments-api-01');
  const samples = await hourly(cloud, machine, ['2026-11-23T08:00:00Z', '2026-11-23T15:00:00Z']);
  const cpu = samples.filter(({ metric }) => metric === 'cpu').map(({ value }) => value >= 97);
  expect(cpu).toEqual([false, false, true, true, true, false, false]);
});
