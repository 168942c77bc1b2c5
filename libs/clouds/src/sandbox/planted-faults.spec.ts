import { listed, SandboxLab } from '../../../../test/support/sandbox.js';
import type { CloudResource } from '../cloud.js';
import { PAYERS } from './estate/organisation.js';

const NOW = new Date('2026-11-24T10:30:00Z');
const DAY = 86_400_000;

const lab = new SandboxLab(NOW);
const accounts = PAYERS.flatMap((payer) => payer.accounts.map(({ id, name }) => ({ id, name })));
const clouds = await Promise.all(accounts.map(({ id }) => lab.demo(id)));
const estate = (await Promise.all(clouds.map((cloud) => listed(cloud)))).flat();

type Configuration = Record<string, any>;

/** Ids of the things of a type that a condition holds of; whoever looks needs no more than this. */
const found = (type: string, holds: (configuration: Configuration, thing: CloudResource) => boolean) =>
  estate.filter((thing) => thing.type === type && holds(thing.configuration, thing)).map(({ nativeId }) => nativeId);

const ageInDays = (instant: string) => (+NOW - Date.parse(instant)) / DAY;
const isOpenTo = (port: number) => (rule: Configuration) =>
  rule.FromPort <= port &&
  port <= rule.ToPort &&
  rule.IpRanges.some(({ CidrIp }: Configuration) => CidrIp === '0.0.0.0/0');

/** Each fault with those that have it; nearly all others must be well, or nobody would notice. */
const FAULTS: [name: string, ids: string[], outOf: string][] = [
  ['buckets open by policy', found('AWS::S3::Bucket', (c) => c.PolicyStatus.IsPublic), 'AWS::S3::Bucket'],
  [
    'buckets open by ACL',
    found('AWS::S3::Bucket', (c) => c.Acl.Grants.some((grant: Configuration) => /AllUsers/.test(grant.Grantee.URI))),
    'AWS::S3::Bucket',
  ],
  [
    'storage accounts open',
    found('Microsoft.Storage/storageAccounts', (c) => c.properties.allowBlobPublicAccess),
    'Microsoft.Storage/storageAccounts',
  ],
  [
    'buckets open to all users',
    found('storage.googleapis.com/Bucket', (c) => JSON.stringify(c.iamPolicy).includes('allUsers')),
    'storage.googleapis.com/Bucket',
  ],
  [
    'SSH from anywhere',
    found('AWS::EC2::SecurityGroup', (c) => c.IpPermissions.some(isOpenTo(22))),
    'AWS::EC2::SecurityGroup',
  ],
  [
    'remote desktop from anywhere',
    found('AWS::EC2::SecurityGroup', (c) => c.IpPermissions.some(isOpenTo(3389))),
    'AWS::EC2::SecurityGroup',
  ],
  [
    'remote desktop from anywhere, in Azure',
    found('Microsoft.Network/networkSecurityGroups', (c) =>
      c.properties.securityRules.some(
        ({ properties: rule }: Configuration) =>
          rule.sourceAddressPrefix === '*' && rule.destinationPortRange === '3389',
      ),
    ),
    'Microsoft.Network/networkSecurityGroups',
  ],
  [
    'SSH from anywhere, in Google Cloud',
    found(
      'compute.googleapis.com/Firewall',
      (c) => c.sourceRanges.includes('0.0.0.0/0') && c.allowed.some(({ ports }: Configuration) => ports.includes('22')),
    ),
    'compute.googleapis.com/Firewall',
  ],
  [
    'access keys never rotated',
    found('AWS::IAM::AccessKey', (c) => c.Status === 'Active' && ageInDays(c.CreateDate) > 365),
    'AWS::IAM::User',
  ],
  ['keys without rotation', found('AWS::KMS::Key', (c) => !c.Rotation.KeyRotationEnabled), 'AWS::KMS::Key'],
  [
    'keys without rotation, in Azure',
    found('Microsoft.KeyVault/vaults/keys', (c) => !c.properties.rotationPolicy),
    'Microsoft.KeyVault/vaults/keys',
  ],
  [
    'keys without rotation, in Google Cloud',
    found('cloudkms.googleapis.com/CryptoKey', (c) => !c.rotationPeriod),
    'cloudkms.googleapis.com/CryptoKey',
  ],
  [
    'certificates about to expire',
    found('AWS::CertificateManager::Certificate', (c) => ageInDays(c.NotAfter) > -30 && ageInDays(c.NotAfter) < 0),
    'AWS::CertificateManager::Certificate',
  ],
  ['volumes on nothing', found('AWS::EC2::Volume', (c) => !c.Attachments.length), 'AWS::EC2::Volume'],
  ['disks on nothing', found('Microsoft.Compute/disks', (c) => !c.managedBy), 'Microsoft.Compute/disks'],
  ['volumes not encrypted', found('AWS::EC2::Volume', (c) => !c.Encrypted), 'AWS::EC2::Volume'],
  ['databases not encrypted', found('AWS::RDS::DBInstance', (c) => !c.StorageEncrypted), 'AWS::RDS::DBInstance'],
  ['databases in public', found('AWS::RDS::DBInstance', (c) => c.PubliclyAccessible), 'AWS::RDS::DBInstance'],
  [
    'machines with open metadata',
    found('AWS::EC2::Instance', (c) => c.MetadataOptions.HttpTokens === 'optional'),
    'AWS::EC2::Instance',
  ],
  ['addresses without use', found('AWS::EC2::EIP', (c) => !c.AssociationId), 'AWS::EC2::VPC'],
  [
    'load balancers before nothing',
    found('AWS::ElasticLoadBalancingV2::TargetGroup', (c) => !c.TargetHealth.length),
    'AWS::ElasticLoadBalancingV2::TargetGroup',
  ],
  ['logs kept for ever', found('AWS::Logs::LogGroup', (c) => c.retentionInDays === undefined), 'AWS::Logs::LogGroup'],
];

describe('a fault of the demo estate is found by one look', () => {
  it.each(FAULTS)('%s', (_, ids, outOf) => {
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.length).toBeLessThan(found(outOf, () => true).length);
  });

  it('untagged spend', () => {
    const untagged = estate.filter(({ type, tags }) => type === 'AWS::EC2::Instance' && !Object.keys(tags).length);
    expect(untagged.length).toBeGreaterThan(5);
  });

  it('an account without a trail', () => {
    const trails = found('AWS::CloudTrail::Trail', (c) => c.Status.IsLogging);
    expect(trails.length).toBe(PAYERS[0]!.accounts.length - 1);
  });

  it('idle and oversized machines, beside others that work', async () => {
    const means = new Map<string, number>();
    for (const cloud of clouds) {
      const machines = (await listed(cloud, 'AWS::EC2::Instance')).filter(({ state }) => state === 'running');
      const sums = new Map<string, [sum: number, count: number]>();
      const span = { from: new Date(+NOW - 7 * DAY), to: NOW, periodSeconds: 3600 };
      const question = { resources: machines, metrics: ['cpu'] as const, ...span };
      for await (const { nativeId, value } of cloud.measure(question, new AbortController().signal)) {
        const [sum, count] = sums.get(nativeId) ?? [0, 0];
        sums.set(nativeId, [sum + value, count + 1]);
      }
      for (const [id, [sum, count]] of sums) means.set(id, sum / count);
    }
    const cpu = [...means.values()];
    expect(cpu.filter((mean) => mean < 3).length).toBeGreaterThan(10);
    expect(cpu.filter((mean) => mean >= 3 && mean < 12).length).toBeGreaterThan(4);
    expect(cpu.filter((mean) => mean > 20).length).toBeGreaterThan(40);
  });
});

describe('the demo estate', () => {
  it('is of moderate size, and every relation within an account leads somewhere', () => {
    expect(accounts).toHaveLength(12);
    expect(estate.length).toBeGreaterThan(600);
    const known = new Set(estate.map(({ nativeId }) => nativeId));
    const dangling = estate.flatMap(({ relations }) => relations.filter(({ nativeId }) => !known.has(nativeId)));
    expect(dangling).toEqual([]);
  });

  it('has no more samples in 30 days than are kept', async () => {
    let samples = 0;
    for (const cloud of clouds) {
      const span = { from: new Date(+NOW - 30 * DAY), to: NOW, periodSeconds: 3600 };
      const metrics = ['cpu', 'network_in', 'network_out', 'connections', 'requests', 'duration', 'stored'] as const;
      const question = { resources: await listed(cloud), metrics, ...span };
      for await (const { value } of cloud.measure(question, new AbortController().signal)) if (value >= 0) samples++;
    }
    expect(samples).toBeGreaterThan(200_000);
    expect(samples).toBeLessThanOrEqual(500_000);
  });
});
