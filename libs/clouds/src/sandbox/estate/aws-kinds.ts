import { flow, hours, stock, type Kind, type Place } from './kind.js';

const arn =
  (service: string, resource: (place: Place) => string) =>
  (place: Place): string =>
    `arn:aws:${service}:${place.region}:${place.account}:${resource(place)}`;

/** Instance type, price per hour, cores, GiB of memory. */
const instance = (type: string, price: string, cores: number, memory: number): Kind => ({
  service: 'Amazon Elastic Compute Cloud',
  category: 'Compute',
  subcategory: 'Virtual Machines',
  type: 'EC2 Instance',
  size: type,
  isZonal: true,
  nativeId: arn('ec2', ({ hex }) => `instance/i-${hex.slice(0, 17)}`),
  meters: [
    hours(`BoxUsage:${type}`, `Linux ${type} instance`, price, {
      InstanceType: type,
      InstanceSeries: type.split('.')[0]!,
      CoreCount: cores,
      MemorySize: memory,
      OperatingSystem: 'Linux',
    }),
  ],
});

const database = (type: string, price: string, cores: number, memory: number): Kind => ({
  service: 'Amazon Relational Database Service',
  category: 'Databases',
  subcategory: 'Relational Databases',
  type: 'RDS Database',
  size: type,
  isZonal: true,
  nativeId: arn('rds', ({ name }) => `db:${name}`),
  meters: [
    hours(`InstanceUsage:${type}`, `PostgreSQL ${type}`, price, {
      InstanceType: type,
      InstanceSeries: type.split('.').slice(0, 2).join('.'),
      CoreCount: cores,
      MemorySize: memory,
    }),
    { ...stock('RDS:GP3-Storage', 'General purpose storage', '0.127'), base: 200 },
  ],
});

/** Type, price per hour, cores, GiB of memory. */
const INSTANCES: readonly [string, string, number, number][] = [
  ['t3.micro', '0.0104', 2, 1],
  ['t3.small', '0.0208', 2, 2],
  ['t3.medium', '0.0416', 2, 4],
  ['m6i.large', '0.096', 2, 8],
  ['m6i.xlarge', '0.192', 4, 16],
  ['m6i.2xlarge', '0.384', 8, 32],
  ['m7g.medium', '0.0408', 1, 4],
  ['m7g.large', '0.0816', 2, 8],
  ['m7g.xlarge', '0.1632', 4, 16],
  ['c6i.large', '0.085', 2, 4],
  ['c6i.xlarge', '0.17', 4, 8],
  ['c6i.2xlarge', '0.34', 8, 16],
  ['r6i.large', '0.126', 2, 16],
  ['r6i.xlarge', '0.252', 4, 32],
  ['r6i.2xlarge', '0.504', 8, 64],
  ['r6i.4xlarge', '1.008', 16, 128],
];

const compute: Record<string, Kind> = {
  ...Object.fromEntries(INSTANCES.map((one) => [one[0], instance(...one)])),
  lambda: {
    service: 'AWS Lambda',
    category: 'Compute',
    subcategory: 'Serverless Compute',
    type: 'Lambda Function',
    nativeId: arn('lambda', ({ name }) => `function:${name}`),
    meters: [flow('Lambda-GB-Second', 'Function duration', '0.0000166667', 'GB-Seconds', 260_000)],
  },
  eks: {
    service: 'Amazon Elastic Kubernetes Service',
    category: 'Compute',
    subcategory: 'Containers',
    type: 'EKS Cluster',
    nativeId: arn('eks', ({ name }) => `cluster/${name}`),
    meters: [hours('AmazonEKS-Hours:perCluster', 'Cluster hours', '0.1')],
  },
};

const volume = (type: string, price: string): Kind => ({
  service: 'Amazon Elastic Block Store',
  category: 'Storage',
  subcategory: 'Block Storage',
  type: 'EBS Volume',
  size: type,
  isZonal: true,
  nativeId: arn('ec2', ({ hex }) => `volume/vol-${hex.slice(0, 17)}`),
  meters: [{ ...stock(`EBS:VolumeUsage.${type}`, `${type} provisioned storage`, price), base: 150 }],
});

const storage: Record<string, Kind> = {
  ebs: volume('gp3', '0.08'),
  'ebs.gp2': volume('gp2', '0.1'),
  'ebs.st1': volume('st1', '0.045'),
  snapshot: {
    service: 'Amazon Elastic Block Store',
    category: 'Storage',
    subcategory: 'Block Storage',
    type: 'EBS Snapshot',
    isUnnamed: true,
    nativeId: arn('ec2', ({ hex }) => `snapshot/snap-${hex.slice(0, 17)}`),
    meters: [{ ...stock('EBS:SnapshotUsage', 'Snapshot storage', '0.05'), base: 90 }],
  },
  s3: {
    service: 'Amazon Simple Storage Service',
    category: 'Storage',
    subcategory: 'Object Storage',
    type: 'S3 Bucket',
    nativeId: ({ name }) => `arn:aws:s3:::${name}`,
    meters: [
      { ...stock('TimedStorage-ByteHrs', 'Standard storage', '0.023'), base: 1800 },
      flow('Requests-Tier2', 'GET and all other requests', '0.0000004', 'Requests', 900_000),
    ],
  },
};

const data: Record<string, Kind> = {
  'db.t4g.medium': database('db.t4g.medium', '0.065', 2, 4),
  'db.t4g.large': database('db.t4g.large', '0.129', 2, 8),
  'db.m6g.large': database('db.m6g.large', '0.159', 2, 8),
  'db.r6g.large': database('db.r6g.large', '0.225', 2, 16),
  'db.r6g.xlarge': database('db.r6g.xlarge', '0.45', 4, 32),
  dynamodb: {
    service: 'Amazon DynamoDB',
    category: 'Databases',
    subcategory: 'NoSQL Databases',
    type: 'DynamoDB Table',
    nativeId: arn('dynamodb', ({ name }) => `table/${name}`),
    meters: [flow('PayPerRequest-WriteRequestUnits', 'Write request units', '0.000000625', 'Requests', 9_000_000)],
  },
  redshift: {
    service: 'Amazon Redshift',
    category: 'Databases',
    subcategory: 'Data Warehouses',
    type: 'Redshift Cluster',
    nativeId: arn('redshift', ({ name }) => `cluster:${name}`),
    meters: [{ ...hours('Node:ra3.xlplus', 'ra3.xlplus nodes', '1.086'), base: 3 }],
  },
};

const network: Record<string, Kind> = {
  alb: {
    service: 'Elastic Load Balancing',
    category: 'Networking',
    subcategory: 'Application Networking',
    type: 'Application Load Balancer',
    nativeId: arn('elasticloadbalancing', ({ name, hex }) => `loadbalancer/app/${name}/${hex.slice(0, 16)}`),
    meters: [hours('LoadBalancerUsage', 'Load balancer hours', '0.0225')],
  },
  nat: {
    service: 'Amazon Virtual Private Cloud',
    category: 'Networking',
    subcategory: 'Network Connectivity',
    type: 'NAT Gateway',
    nativeId: arn('ec2', ({ hex }) => `natgateway/nat-${hex.slice(0, 17)}`),
    meters: [
      hours('NatGateway-Hours', 'NAT gateway hours', '0.045'),
      flow('NatGateway-Bytes', 'NAT gateway data processed', '0.045', 'GB', 140),
    ],
  },
  cloudfront: {
    service: 'Amazon CloudFront',
    category: 'Networking',
    subcategory: 'Content Delivery',
    type: 'CloudFront Distribution',
    isGlobal: true,
    nativeId: ({ account, hex }) => `arn:aws:cloudfront::${account}:distribution/E${hex.slice(0, 13).toUpperCase()}`,
    meters: [flow('DataTransfer-Out-Bytes', 'Data transfer out to internet', '0.085', 'GB', 700)],
  },
  logs: {
    service: 'Amazon CloudWatch',
    category: 'Management and Governance',
    subcategory: 'Observability',
    type: 'Log Group',
    nativeId: arn('logs', ({ name }) => `log-group:/aws/${name}`),
    meters: [flow('DataProcessing-Bytes', 'Logs ingested', '0.57', 'GB', 14)],
  },
};

export const AWS_KINDS: Readonly<Record<string, Kind>> = { ...compute, ...storage, ...data, ...network };
