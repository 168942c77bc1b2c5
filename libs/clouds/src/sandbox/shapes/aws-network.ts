import type { CloudResource } from '../../cloud.js';
import { addressOf, flowLogOf, groupOf, subnetOf, vpcOf, zonesOf } from './aws-ids.js';
import { iso, related, seedOf, type Scene } from './shape.js';

type Thing = Omit<CloudResource, 'provider' | 'tags' | 'state'> & Partial<Pick<CloudResource, 'tags' | 'state'>>;

/** Networks and rules are as old as the account. */
const FOUNDED = -900;

export const made = (thing: Thing): CloudResource => ({ provider: 'aws', state: 'active', tags: {}, ...thing });

const VPC = { service: 'Amazon Virtual Private Cloud', category: 'Networking' };

interface Rule {
  port?: [from: number, to: number];
  from: string;
  text: string;
}

const permission = ({ port, from, text }: Rule) => ({
  IpProtocol: port ? 'tcp' : '-1',
  ...(port && { FromPort: port[0], ToPort: port[1] }),
  IpRanges: [{ CidrIp: from, Description: text }],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
});

const ANYWHERE = '0.0.0.0/0';
const INSIDE = '10.0.0.0/8';

/** The rules that somebody opened for a day, and forgot. */
const OPENED: Readonly<Record<string, readonly Rule[]>> = {
  experiments: [
    { port: [22, 22], from: ANYWHERE, text: 'temporary' },
    { port: [3389, 3389], from: ANYWHERE, text: 'temporary' },
  ],
  wiki: [{ port: [22, 22], from: ANYWHERE, text: 'from home' }],
};

/** What faces the public is reached by the web alone. */
const PUBLIC = ['checkout', 'storefront', 'wiki'];

function group(scene: Scene, region: string, application: string): CloudResource {
  const { id, arn } = groupOf(scene, region, application);
  const vpc = vpcOf(scene, region);
  const web = PUBLIC.includes(application) ? [{ port: [443, 443], from: ANYWHERE, text: 'web' } as Rule] : [];
  const inside: Rule = { port: [8080, 8080], from: INSIDE, text: 'within the network' };
  return made({
    nativeId: arn,
    type: 'AWS::EC2::SecurityGroup',
    name: application,
    region,
    ...VPC,
    configuration: {
      GroupId: id,
      GroupName: application,
      Description: `What may reach ${application}`,
      OwnerId: scene.account.id,
      VpcId: vpc.id,
      IpPermissions: [...web, inside, ...(OPENED[application] ?? [])].map(permission),
      IpPermissionsEgress: [permission({ from: ANYWHERE, text: 'all' })],
    },
    relations: related('vpc', [vpc.arn]),
    createdAt: scene.day(FOUNDED),
  });
}

const network = (scene: Scene, region: string): CloudResource => {
  const { id, arn } = vpcOf(scene, region);
  return made({
    nativeId: arn,
    type: 'AWS::EC2::VPC',
    name: scene.account.name,
    region,
    ...VPC,
    state: 'available',
    configuration: {
      VpcId: id,
      State: 'available',
      CidrBlock: '10.0.0.0/14',
      OwnerId: scene.account.id,
      InstanceTenancy: 'default',
      IsDefault: false,
    },
    relations: [],
    createdAt: scene.day(FOUNDED),
  });
};

const subnet = (scene: Scene, region: string, zone: string, number: number): CloudResource => {
  const { id, arn } = subnetOf(scene, region, zone);
  const vpc = vpcOf(scene, region);
  return made({
    nativeId: arn,
    type: 'AWS::EC2::Subnet',
    name: `private-${zone}`,
    region,
    ...VPC,
    state: 'available',
    configuration: {
      SubnetId: id,
      SubnetArn: arn,
      VpcId: vpc.id,
      State: 'available',
      CidrBlock: `10.${number}.0.0/16`,
      AvailabilityZone: zone,
      MapPublicIpOnLaunch: scene.account.env === 'dev',
      OwnerId: scene.account.id,
    },
    relations: related('vpc', [vpc.arn]),
  });
};

const flowLog = (scene: Scene, region: string): CloudResource => {
  const { id, arn } = flowLogOf(scene, region);
  const vpc = vpcOf(scene, region);
  return made({
    nativeId: arn,
    type: 'AWS::EC2::FlowLog',
    name: id,
    region,
    ...VPC,
    configuration: {
      FlowLogId: id,
      FlowLogStatus: 'ACTIVE',
      ResourceId: vpc.id,
      TrafficType: 'ALL',
      LogDestinationType: 'cloud-watch-logs',
      CreationTime: iso(scene.day(FOUNDED)),
    },
    relations: related('vpc', [vpc.arn]),
  });
};

/** Kept for a machine that is long gone. */
const address = (scene: Scene, region: string): CloudResource => {
  const { id, arn } = addressOf(scene, region);
  const PublicIp = `203.0.113.${seedOf(scene.account.id, region) % 250}`;
  return made({
    nativeId: arn,
    type: 'AWS::EC2::EIP',
    name: PublicIp,
    region,
    service: 'Amazon Elastic Compute Cloud',
    category: 'Networking',
    configuration: { AllocationId: id, PublicIp, Domain: 'vpc', NetworkBorderGroup: region },
    relations: [],
  });
};

/** Networks of every region; traffic is written down in production alone, addresses lie about elsewhere. */
export const awsNetwork = (scene: Scene): CloudResource[] =>
  scene.account.regions.flatMap((region) => [
    network(scene, region),
    ...zonesOf(region).map((zone, number) => subnet(scene, region, zone, number)),
    ...scene.applications.map((application) => group(scene, region, application)),
    scene.account.env === 'prod' ? flowLog(scene, region) : address(scene, region),
  ]);
