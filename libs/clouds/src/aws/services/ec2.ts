import type { Kind } from '../kind.js';
import { arnOf, type Place } from '../place.js';
import { listed } from '../source.js';

const COMPUTE = { service: 'Amazon Elastic Compute Cloud', category: 'Compute' };
const BLOCKS = { service: 'Amazon Elastic Block Store', category: 'Storage' };

const instances = listed(
  ['ec2', 'DescribeInstances'],
  ({ Reservations }) =>
    Reservations?.flatMap(({ Instances = [], OwnerId, ReservationId }) =>
      Instances.map((instance) => ({ ...instance, OwnerId, ReservationId })),
    ),
  { MaxResults: 1000 },
).kind({
  ...COMPUTE,
  type: 'AWS::EC2::Instance',
  id: ({ InstanceId }) => InstanceId,
  state: ({ State }) => State?.Name,
  createdAt: ({ LaunchTime }) => LaunchTime,
  relations: (item) => ({
    volume: item.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeId),
    security_group: item.SecurityGroups?.map(({ GroupId }) => GroupId),
    network_interface: item.NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId),
    subnet: item.SubnetId,
    vpc: item.VpcId,
    image: item.ImageId,
    key_pair: item.KeyName,
    instance_profile: item.IamInstanceProfile?.Arn,
  }),
});

const volumes = listed(['ec2', 'DescribeVolumes'], ({ Volumes }) => Volumes, { MaxResults: 500 }).kind({
  ...BLOCKS,
  type: 'AWS::EC2::Volume',
  id: ({ VolumeId }) => VolumeId,
  state: ({ State }) => State,
  createdAt: ({ CreateTime }) => CreateTime,
  relations: (item) => ({
    instance: item.Attachments?.map(({ InstanceId }) => InstanceId),
    snapshot: item.SnapshotId,
    key: item.KmsKeyId,
  }),
});

const snapshots = listed(['ec2', 'DescribeSnapshots'], ({ Snapshots }) => Snapshots, {
  OwnerIds: ['self'],
  MaxResults: 1000,
})
  .with(
    [1000, 'DescribeSnapshots'],
    () => ({ OwnerIds: ['self'], RestorableByUserIds: ['all'] }),
    ({ Snapshots }, { SnapshotId }) => ({ Public: !!Snapshots?.some((each) => each.SnapshotId === SnapshotId) }),
  )
  .kind({
    ...BLOCKS,
    type: 'AWS::EC2::Snapshot',
    id: ({ SnapshotId }, place) => SnapshotId && arnOf('snapshot', SnapshotId, place),
    state: ({ State }) => State,
    createdAt: ({ StartTime }) => StartTime,
    relations: (item) => ({ volume: item.VolumeId, key: item.KmsKeyId }),
  });

const images = listed(['ec2', 'DescribeImages'], ({ Images }) => Images, { Owners: ['self'] })
  .detail(
    ['LaunchPermissions', 'DescribeImageAttribute'],
    ({ ImageId }) => ({ ImageId, Attribute: 'launchPermission' as const }),
    ({ LaunchPermissions }) => LaunchPermissions,
  )
  .kind({
    ...COMPUTE,
    type: 'AWS::EC2::Image',
    id: ({ ImageId }, place) => ImageId && arnOf('image', ImageId, place),
    name: ({ Name }) => Name,
    state: ({ State }) => State,
    createdAt: ({ CreationDate }) => CreationDate,
    relations: (item) => ({ snapshot: item.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId) }),
  });

const launchTemplates = listed(['ec2', 'DescribeLaunchTemplates'], ({ LaunchTemplates }) => LaunchTemplates)
  .detail(
    ['DefaultVersion', 'DescribeLaunchTemplateVersions'],
    ({ LaunchTemplateId }) => ({ LaunchTemplateId, Versions: ['$Default'] }),
    ({ LaunchTemplateVersions }) => LaunchTemplateVersions?.[0],
  )
  .kind({
    ...COMPUTE,
    type: 'AWS::EC2::LaunchTemplate',
    id: ({ LaunchTemplateId }, place) => LaunchTemplateId && arnOf('launch_template', LaunchTemplateId, place),
    name: ({ LaunchTemplateName }) => LaunchTemplateName,
    createdAt: ({ CreateTime }) => CreateTime,
  });

const keyPairs = listed(['ec2', 'DescribeKeyPairs'], ({ KeyPairs }) => KeyPairs).kind({
  ...COMPUTE,
  type: 'AWS::EC2::KeyPair',
  /** Its ARN has the name, as instances do. */
  id: ({ KeyName }, place) => KeyName && arnOf('key_pair', KeyName, place),
  name: ({ KeyName }) => KeyName,
  createdAt: ({ CreateTime }) => CreateTime,
});

/** What holds for a region of the account as a whole. */
const settings = listed(['ec2', 'GetEbsEncryptionByDefault'], ({ EbsEncryptionByDefault }) => [
  { EbsEncryptionByDefault },
])
  .detail(
    ['SnapshotBlockPublicAccessState', 'GetSnapshotBlockPublicAccessState'],
    () => ({}),
    ({ State }) => State,
  )
  .detail(
    ['ImageBlockPublicAccessState', 'GetImageBlockPublicAccessState'],
    () => ({}),
    ({ ImageBlockPublicAccessState }) => ImageBlockPublicAccessState,
  )
  .detail(
    ['InstanceMetadataDefaults', 'GetInstanceMetadataDefaults'],
    () => ({}),
    ({ AccountLevel }) => AccountLevel,
  )
  .kind({
    ...COMPUTE,
    type: 'AWS::EC2::RegionSettings',
    id: (_, { partition, region, account }: Place) => `arn:${partition}:ec2:${region}:${account}:settings`,
    name: () => 'EC2 settings',
  });

export const ec2: readonly Kind[] = [instances, volumes, snapshots, images, launchTemplates, keyPairs, settings];
