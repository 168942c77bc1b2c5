import { SystemClock } from '#common';
import { AwsWire, type Question } from '../../../../test/support/aws-wire.js';
import type { CloudAction } from '../action.js';
import type { CloudConnection } from '../cloud.js';
import { AwsCloud } from './aws.cloud.js';
import { ACTION_PERMISSIONS, DEEDS } from './deeds.js';
import { TAGGING } from './deeds/tags.js';
import { actionOf } from './iam-action.js';
import { readActions } from './policy.js';

const ACCOUNT = '123456789012';
const signal = new AbortController().signal;
const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;

type Fields = Record<string, any>;
interface Scene {
  action: CloudAction;
  before: Fields;
  after: Fields;
  /** Answers by operation, from what has been written so far. */
  told: Record<string, (isWritten: boolean) => Fields | undefined>;
  writes: string;
}

const on = (action: CloudAction['action'], type: string, nativeId: string, parameters?: Fields): CloudAction => ({
  action,
  target: { type, nativeId, region: 'us-east-1' },
  parameters,
});

const SCENES: Scene[] = [
  {
    action: on('resource.tag', 'AWS::EC2::Instance', 'i-0a', { tags: { team: 'data' } }),
    before: { team: null },
    after: { team: 'data' },
    told: { DescribeTags: (is) => ({ Tags: is ? [{ Key: 'team', Value: 'data' }] : [] }) },
    writes: 'CreateTags',
  },
  {
    action: on('resource.untag', 'AWS::Logs::LogGroup', arn('logs', 'log-group:x'), { keys: ['team'] }),
    before: { team: 'data' },
    after: { team: null },
    told: { ListTagsForResource: (is) => ({ tags: is ? {} : { team: 'data' } }) },
    writes: 'UntagResource',
  },
  {
    action: on('volume.delete', 'AWS::EC2::Volume', 'vol-0a'),
    before: { exists: true, state: 'available' },
    after: { exists: false },
    told: { DescribeVolumes: (is) => (is ? undefined : { Volumes: [{ VolumeId: 'vol-0a', State: 'available' }] }) },
    writes: 'DeleteVolume',
  },
  {
    action: on('security_group.revoke', 'AWS::EC2::SecurityGroup', arn('ec2', 'security-group/sg-0a'), {
      protocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      source: '0.0.0.0/0',
    }),
    before: { isAllowed: true },
    after: { isAllowed: false },
    told: {
      DescribeSecurityGroups: (is) => ({
        SecurityGroups: [
          {
            GroupId: 'sg-0a',
            IpPermissions: is
              ? []
              : [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
        ],
      }),
    },
    writes: 'RevokeSecurityGroupIngress',
  },
  {
    action: on('key.enable_rotation', 'AWS::KMS::Key', arn('kms', 'key/0a')),
    before: { isRotated: false },
    after: { isRotated: true },
    told: { GetKeyRotationStatus: (is) => ({ KeyRotationEnabled: is }) },
    writes: 'EnableKeyRotation',
  },
  {
    action: on('access_key.deactivate', 'AWS::IAM::AccessKey', `arn:aws:iam::${ACCOUNT}:user/ann/access-key/AKIA0`),
    before: { status: 'Active' },
    after: { status: 'Inactive' },
    told: {
      ListAccessKeys: (is) => ({
        AccessKeyMetadata: [{ AccessKeyId: 'AKIA0', UserName: 'ann', Status: is ? 'Inactive' : 'Active' }],
        IsTruncated: false,
      }),
    },
    writes: 'UpdateAccessKey',
  },
  {
    action: on('database.make_private', 'AWS::RDS::DBInstance', arn('rds', 'db:shop')),
    before: { isPublic: true },
    after: { isPublic: false },
    told: {
      DescribeDBInstances: (is) => ({ DBInstances: [{ DBInstanceIdentifier: 'shop', PubliclyAccessible: !is }] }),
    },
    writes: 'ModifyDBInstance',
  },
  {
    action: on('log_group.retain', 'AWS::Logs::LogGroup', arn('logs', 'log-group:x'), { days: 30 }),
    before: { days: null },
    after: { days: 30 },
    told: { DescribeLogGroups: (is) => ({ logGroups: [{ logGroupName: 'x', ...(is && { retentionInDays: 30 }) }] }) },
    writes: 'PutRetentionPolicy',
  },
];

let wire: AwsWire;
let cloud: CloudConnection;
beforeAll(async () => {
  wire = await AwsWire.start();
  cloud = await new AwsCloud(new SystemClock()).connect({
    provider: 'aws',
    externalId: ACCOUNT,
    settings: { endpoint: wire.endpoint },
    credential: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'none' },
  });
});
afterAll(async () => {
  cloud.close();
  await wire.close();
});

const isReading = ({ operation }: Question) => /^(?:Describe|Get|List)/.test(operation);

function serve({ told, writes }: Scene) {
  wire.asked.length = 0;
  wire.answer = ({ operation }) => {
    if (operation === 'GetCallerIdentity')
      return { data: { Arn: `arn:aws:iam::${ACCOUNT}:user/operator`, Account: ACCOUNT } };
    const isWritten = wire.asked.some((each) => each.operation === writes);
    const data = told[operation]?.(isWritten);
    if (data || operation === writes) return { data: data ?? {} };
    return { trouble: { status: 400, code: 'InvalidVolume.NotFound' } };
  };
}

describe.each(SCENES.map((scene) => [scene.action.action, scene] as const))('%s', (_, scene) => {
  it('writes once, and never when it is only asked what it would do', async () => {
    serve(scene);
    const { action, before, after } = scene;
    expect(await cloud.act(action, { dryRun: true }, signal)).toEqual({ outcome: 'would', before, after });
    expect(wire.asked.filter((each) => !isReading(each))).toEqual([]);
    expect(await cloud.act(action, { dryRun: false }, signal)).toEqual({ outcome: 'done', before, after });
    expect(await cloud.act(action, { dryRun: false }, signal)).toMatchObject({ outcome: 'already', before: after });
    expect(wire.asked.filter((each) => !isReading(each)).map(({ operation }) => operation)).toEqual([scene.writes]);
  });

  it('asks by no action that the policy does not name', () => {
    const allowed = [...readActions(), ...ACTION_PERMISSIONS];
    for (const { service, operation } of wire.asked) expect(allowed).toContain(actionOf(service, operation));
  });
});

it('refuses to delete a volume that is attached', async () => {
  serve({ ...SCENES[2]!, told: { DescribeVolumes: () => ({ Volumes: [{ VolumeId: 'vol-0a', State: 'in-use' }] }) } });
  await expect(cloud.act(SCENES[2]!.action, { dryRun: false }, signal)).rejects.toMatchObject({ kind: 'invalid' });
});

it('names the permissions of each action, and of each service whose things can be tagged', () => {
  for (const { permissions, types } of Object.values(DEEDS)) expect(permissions.length && types.length).toBeTruthy();
  for (const { permissions } of Object.values(TAGGING)) expect(permissions.length).toBeGreaterThanOrEqual(2);
});
