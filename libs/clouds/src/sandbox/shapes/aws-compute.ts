import type { Meter } from '../estate/kind.js';
import { sizeOf } from '../estate/usage.js';
import { groupOf, keyArn, privateAddress, profileArn, roleArn, subnetOf, vpcOf, zonesOf } from './aws-ids.js';
import { hexFor, iso, related, type Scene, type Seen, type Shape, type Shapes } from './shape.js';

const idIn = (nativeId: string) => nativeId.split('/').at(-1)!;

const cores = ({ current }: Seen) => Number((current.meters[0] as Meter).details?.CoreCount ?? 1);

/** Where a thing of an application stands in the network. */
export function placed({ zone, region, fleet }: Seen, scene: Scene) {
  const [vpc, subnet] = [vpcOf(scene, region), subnetOf(scene, region, zone)];
  const group = groupOf(scene, region, fleet.application);
  const relations = [
    ...related('vpc', [vpc.arn]),
    ...related('subnet', [subnet.arn]),
    ...related('security_group', [group.arn]),
  ];
  return { vpc, subnet, group, relations };
}

/** A disk hangs on a machine since both were there. */
const later = (one: Date, other: Date) => iso(one > other ? one : other);

const stateOf = ({ isRunning }: Seen) => (isRunning ? { Code: 16, Name: 'running' } : { Code: 80, Name: 'stopped' });

const device = (place: number) => `/dev/sd${String.fromCharCode(102 + place)}`;

const mapping = (disk: Seen, machine: Seen, place: number) => ({
  DeviceName: device(place),
  Ebs: {
    VolumeId: disk.id,
    Status: 'attached',
    DeleteOnTermination: false,
    AttachTime: later(disk.createdAt, machine.createdAt),
  },
});

const instance: Shape = (seen, scene) => {
  const { vpc, subnet, group, relations } = placed(seen, scene);
  const disks = scene.disksOf(seen);
  const { application } = seen.fleet;
  return {
    type: 'AWS::EC2::Instance',
    state: stateOf(seen).Name,
    configuration: {
      InstanceId: seen.id,
      ImageId: `ami-0${hexFor(16, seen.account.id, application)}`,
      InstanceType: seen.current.size,
      Architecture: seen.current.size?.startsWith('m7g') ? 'arm64' : 'x86_64',
      LaunchTime: iso(seen.createdAt),
      State: stateOf(seen),
      Placement: { AvailabilityZone: seen.zone, Tenancy: 'default' },
      CpuOptions: { CoreCount: Math.max(1, cores(seen) / 2), ThreadsPerCore: 2 },
      PrivateIpAddress: privateAddress(seen.seed),
      ...(seen.account.env === 'dev' && { PublicIpAddress: `198.51.100.${seen.seed % 250}` }),
      VpcId: vpc.id,
      SubnetId: subnet.id,
      SecurityGroups: [{ GroupId: group.id, GroupName: application }],
      IamInstanceProfile: { Arn: profileArn(scene, application) },
      BlockDeviceMappings: scene.disksOf(seen).map((disk, place) => mapping(disk, seen, place)),
      RootDeviceType: 'ebs',
      EbsOptimized: true,
      Monitoring: { State: seen.account.env === 'prod' ? 'enabled' : 'disabled' },
      MetadataOptions: {
        State: 'applied',
        HttpEndpoint: 'enabled',
        HttpTokens: ['wiki', 'experiments'].includes(application) ? 'optional' : 'required',
        HttpPutResponseHopLimit: 1,
      },
    },
    relations: [
      ...relations,
      ...related(
        'volume',
        disks.map(({ id }) => id),
      ),
      ...related('role', [roleArn(scene, application)]),
    ],
  };
};

/** What nobody looks after is not encrypted. */
const isEncrypted = ({ account, fleet }: Seen) => account.env !== 'staging' && fleet.tags !== 'none';

const gigabytes = ({ current, fleet, seed }: Seen) =>
  Math.max(1, Math.ceil(current.meters.at(-1)!.base * fleet.size * sizeOf(seed)));

const encryption = (seen: Seen, scene: Scene) => {
  const key = isEncrypted(seen) ? keyArn(scene, seen.region).arn : undefined;
  return {
    cells: { Encrypted: Boolean(key), ...(key && { KmsKeyId: key }) },
    relations: related('key', key ? [key] : []),
  };
};

const volume: Shape = (seen, scene) => {
  const machine = scene.machineOf(seen);
  const { cells, relations } = encryption(seen, scene);
  const State = machine ? 'in-use' : 'available';
  return {
    type: 'AWS::EC2::Volume',
    state: State,
    configuration: {
      VolumeId: seen.id,
      VolumeType: seen.current.size,
      Size: gigabytes(seen),
      ...(seen.current.size === 'gp3' && { Iops: 3000, Throughput: 125 }),
      State,
      AvailabilityZone: seen.zone,
      CreateTime: iso(seen.createdAt),
      Attachments: machine
        ? [
            {
              InstanceId: machine.id,
              VolumeId: seen.id,
              State: 'attached',
              AttachTime: later(seen.createdAt, machine.createdAt),
            },
          ]
        : [],
      ...cells,
    },
    relations: [...relations, ...related('instance', machine ? [machine.id] : [])],
  };
};

const snapshot: Shape = (seen, scene) => {
  const { cells, relations } = encryption(seen, scene);
  return {
    type: 'AWS::EC2::Snapshot',
    state: 'completed',
    configuration: {
      SnapshotId: idIn(seen.id),
      VolumeSize: gigabytes(seen),
      State: 'completed',
      Progress: '100%',
      StartTime: iso(seen.createdAt),
      OwnerId: seen.account.id,
      StorageTier: 'standard',
      ...cells,
    },
    relations,
  };
};

const database: Shape = (seen, scene) => {
  const { vpc, group, relations } = placed(seen, scene);
  const isWell = seen.account.env !== 'staging';
  const DBInstanceStatus = seen.isRunning ? 'available' : 'stopped';
  const key = keyArn(scene, seen.region).arn;
  return {
    type: 'AWS::RDS::DBInstance',
    state: DBInstanceStatus,
    configuration: {
      DBInstanceIdentifier: seen.name,
      DBInstanceArn: seen.id,
      DBInstanceClass: seen.current.size,
      DBInstanceStatus,
      Engine: 'postgres',
      EngineVersion: '16.4',
      AllocatedStorage: gigabytes(seen),
      StorageType: 'gp3',
      StorageEncrypted: isWell,
      ...(isWell && { KmsKeyId: key }),
      PubliclyAccessible: !isWell,
      MultiAZ: seen.account.env === 'prod',
      BackupRetentionPeriod: isWell ? 14 : 0,
      DeletionProtection: isWell,
      AutoMinorVersionUpgrade: true,
      AvailabilityZone: seen.zone,
      InstanceCreateTime: iso(seen.createdAt),
      Endpoint: { Address: `${seen.name}.${seen.region}.rds.amazonaws.com`, Port: 5432 },
      VpcSecurityGroups: [{ VpcSecurityGroupId: group.id, Status: 'active' }],
      DBSubnetGroup: {
        DBSubnetGroupName: 'private',
        VpcId: vpc.id,
        Subnets: zonesOf(seen.region).map((zone) => ({
          SubnetIdentifier: subnetOf(scene, seen.region, zone).id,
          SubnetAvailabilityZone: { Name: zone },
        })),
      },
    },
    relations: [...relations.filter(({ kind }) => kind !== 'subnet'), ...related('key', isWell ? [key] : [])],
  };
};

export const AWS_COMPUTE: Shapes = {
  'Amazon Elastic Compute Cloud/EC2 Instance': instance,
  'Amazon Elastic Block Store/EBS Volume': volume,
  'Amazon Elastic Block Store/EBS Snapshot': snapshot,
  'Amazon Relational Database Service/RDS Database': database,
};
