import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { SystemClock } from '#common';
import { AwsWire, type Question } from '../../../../test/support/aws-wire.js';
import { describeReal, realData } from '../../../../test/support/real-data.js';
import type { CloudConnection, CloudResource } from '../cloud.js';
import { withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import { AwsCloud } from './aws.cloud.js';
import { normalise } from './normalise.js';
import { KINDS } from './registry.js';

type Fields = Record<string, any>;
type Moment = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number> & { microsecond?: number };

/** Recordings name services by their address. */
const ADDRESSES: Record<string, string> = {
  cloudwatch: 'monitoring',
  ecr: 'api.ecr',
  elb: 'elasticloadbalancing',
  elbv2: 'elasticloadbalancing',
};
/** Domains were recorded by the API before this one. */
const OLDER: Record<string, string> = {
  DescribeDomains: 'DescribeElasticsearchDomains',
};
const place = { partition: 'aws', region: 'us-east-1', account: '644160558196' };

const isMoment = (value: Fields) => 'year' in value && 'month' in value && 'hour' in value;
const momentOf = ({ year, month, day, hour, minute, second, microsecond = 0 }: Moment) =>
  new Date(Date.UTC(year, month - 1, day, hour, minute, second, microsecond / 1000));

/** A recording with its moments as the SDK has them. */
function revived(value: any): any {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== 'object' || value === null) return value;
  if (isMoment(value)) return momentOf(value as Moment);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revived(each)]));
}

interface Recording {
  scenario: string;
  service: string;
  operation: string;
  seq: number;
  data: Fields;
}

async function recordings(): Promise<Recording[]> {
  const lines = createInterface({
    input: createReadStream(realData('inventory', 'aws-responses.jsonl.gz')).pipe(createGunzip()),
  });
  const found: Recording[] = [];
  for await (const line of lines) found.push(JSON.parse(line));
  return found.sort((a, b) => a.seq - b.seq);
}

/** File of recorded resources to the type that they are of; undefined for those that are not listed, with their count. */
const FILES: Record<string, [type: string | undefined, count: number]> = {
  acm_cert: ['AWS::CertificateManager::Certificate', 3],
  ami: ['AWS::EC2::Image', 29],
  asg: ['AWS::AutoScaling::AutoScalingGroup', 31],
  cfn_stack: [undefined, 15],
  cloudfront: ['AWS::CloudFront::Distribution', 13],
  cloudtrail_trail: ['AWS::CloudTrail::Trail', 11],
  cw_alarm: ['AWS::CloudWatch::Alarm', 4],
  dynamodb_table: ['AWS::DynamoDB::Table', 12],
  ebs_snapshot: ['AWS::EC2::Snapshot', 33],
  ebs_volume: ['AWS::EC2::Volume', 30],
  ec2_instance: ['AWS::EC2::Instance', 124],
  ecr_repo: ['AWS::ECR::Repository', 13],
  ecs_cluster: ['AWS::ECS::Cluster', 9],
  ecs_service: ['AWS::ECS::Service', 9],
  efs: ['AWS::EFS::FileSystem', 24],
  eip: ['AWS::EC2::EIP', 19],
  eks_cluster: ['AWS::EKS::Cluster', 11],
  elasticache_cluster: ['AWS::ElastiCache::CacheCluster', 12],
  elb: ['AWS::ElasticLoadBalancing::LoadBalancer', 26],
  emr: [undefined, 4],
  eni: ['AWS::EC2::NetworkInterface', 36],
  es_domain: ['AWS::OpenSearchService::Domain', 9],
  flow_log: ['AWS::EC2::FlowLog', 9],
  fsx: [undefined, 16],
  hosted_zone: [undefined, 9],
  iam_group: ['AWS::IAM::Group', 8],
  iam_policy: ['AWS::IAM::ManagedPolicy', 7],
  iam_role: ['AWS::IAM::Role', 9],
  iam_user: ['AWS::IAM::User', 31],
  internet_gateway: ['AWS::EC2::InternetGateway', 7],
  key_pair: ['AWS::EC2::KeyPair', 5],
  kms_key: ['AWS::KMS::Key', 43],
  lambda_function: ['AWS::Lambda::Function', 28],
  launch_config: [undefined, 18],
  launch_template: ['AWS::EC2::LaunchTemplate', 2],
  log_group: ['AWS::Logs::LogGroup', 28],
  nat_gateway: ['AWS::EC2::NatGateway', 4],
  network_acl: ['AWS::EC2::NetworkAcl', 2],
  rds_cluster: ['AWS::RDS::DBCluster', 15],
  rds_instance: ['AWS::RDS::DBInstance', 41],
  rds_snapshot: ['AWS::RDS::DBSnapshot', 19],
  redshift_cluster: ['AWS::Redshift::Cluster', 17],
  reserved_instance: [undefined, 1],
  route_table: ['AWS::EC2::RouteTable', 51],
  s3_bucket: ['AWS::S3::Bucket', 121],
  secret: ['AWS::SecretsManager::Secret', 9],
  security_group: ['AWS::EC2::SecurityGroup', 138],
  sns_topic_attrs: ['AWS::SNS::Topic', 21],
  sqs_queue_attrs: ['AWS::SQS::Queue', 39],
  subnet: ['AWS::EC2::Subnet', 79],
  vpc: ['AWS::EC2::VPC', 22],
  vpc_endpoint: [undefined, 11],
  workspace: [undefined, 7],
};

/** A queue's own answer does not always tell which it is; the listing does. */
const asListed = (name: string) =>
  name === 'sqs_queue_attrs' ? { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/644160558196/recorded' } : {};

/** Scenarios that were recorded of a type's listing, the resources they tell, and those that lack a question that must be answered. */
const COUNTS: Record<string, [scenarios: number, resources: number, refused: number]> = {
  'AWS::EC2::Instance': [91, 182, 0],
  'AWS::EC2::Volume': [20, 40, 0],
  'AWS::EC2::Snapshot': [22, 43, 0],
  'AWS::EC2::Image': [29, 41, 0],
  'AWS::EC2::LaunchTemplate': [1, 2, 0],
  'AWS::EC2::KeyPair': [8, 10, 0],
  'AWS::EC2::RegionSettings': [2, 2, 0],
  'AWS::EC2::VPC': [30, 50, 0],
  'AWS::EC2::Subnet': [57, 133, 0],
  'AWS::EC2::SecurityGroup': [85, 175, 0],
  'AWS::EC2::RouteTable': [9, 63, 0],
  'AWS::EC2::InternetGateway': [5, 8, 0],
  'AWS::EC2::NetworkAcl': [2, 2, 0],
  'AWS::EC2::NatGateway': [5, 6, 0],
  'AWS::EC2::FlowLog': [6, 7, 0],
  'AWS::EC2::NetworkInterface': [22, 85, 0],
  'AWS::EC2::EIP': [10, 15, 0],
  'AWS::AutoScaling::AutoScalingGroup': [44, 61, 0],
  'AWS::ElasticLoadBalancing::LoadBalancer': [48, 23, 0],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': [48, 40, 0],
  'AWS::ElasticLoadBalancingV2::TargetGroup': [11, 17, 0],
  'AWS::RDS::DBInstance': [39, 66, 0],
  'AWS::RDS::DBCluster': [19, 29, 0],
  'AWS::RDS::DBSnapshot': [14, 26, 0],
  'AWS::RDS::DBClusterSnapshot': [6, 12, 0],
  'AWS::S3::Bucket': [70, 252, 0],
  'AWS::IAM::User': [25, 40, 0],
  'AWS::IAM::AccessKey': [25, 12, 17],
  'AWS::IAM::Group': [7, 24, 0],
  'AWS::IAM::Role': [20, 26, 10],
  'AWS::IAM::ManagedPolicy': [3, 21, 0],
  'AWS::ECS::Cluster': [23, 19, 11],
  'AWS::ECS::Service': [23, 15, 12],
  'AWS::EKS::Cluster': [14, 26, 1],
  'AWS::ECR::Repository': [9, 18, 0],
  'AWS::ElastiCache::CacheCluster': [12, 31, 0],
  'AWS::ElastiCache::ReplicationGroup': [6, 7, 0],
  'AWS::Redshift::Cluster': [24, 31, 0],
  'AWS::EFS::FileSystem': [21, 58, 0],
  'AWS::OpenSearchService::Domain': [15, 16, 0],
  'AWS::CloudFront::Distribution': [18, 24, 0],
  'AWS::CloudTrail::Trail': [22, 36, 0],
  'AWS::CloudWatch::Alarm': [6, 6, 0],
  'AWS::Logs::LogGroup': [20, 42, 0],
  'AWS::Config::ConfigurationRecorder': [6, 6, 0],
  'AWS::KMS::Key': [30, 123, 0],
  'AWS::SecretsManager::Secret': [11, 21, 0],
  'AWS::CertificateManager::Certificate': [3, 3, 0],
  'AWS::GuardDuty::Detector': [1, 1, 0],
  'AWS::SecurityHub::Hub': [2, 2, 0],
  'AWS::Lambda::Function': [27, 41, 0],
  'AWS::DynamoDB::Table': [14, 19, 0],
  'AWS::SNS::Topic': [22, 26, 0],
  'AWS::SQS::Queue': [23, 37, 1],
  'AWS::IAM::Account': [3, 3, 0],
};

describeReal('recorded resources of AWS', () => {
  it('are all named here', () => {
    expect(readdirSync(realData('inventory', 'aws-resources')).sort()).toEqual(
      Object.keys(FILES).map((name) => `${name}.jsonl`),
    );
  });

  it.each(Object.entries(FILES))('%s: %j are normalised without loss', (name, [type, count]) => {
    const items = readFileSync(realData('inventory', 'aws-resources', `${name}.jsonl`), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Fields);
    expect(items).toHaveLength(count);
    const kind = KINDS.find((each) => each.type === type);
    if (!type) return;
    expect(kind).toBeDefined();
    for (const item of items.map((each) => ({ ...asListed(name), ...each, _scenario: undefined }))) {
      const resource = normalise(kind!, { item, details: {}, denied: [] }, place);
      expect(resource.configuration).toEqual(withoutSecrets(JSON.parse(JSON.stringify(item))));
      expect(nativeIdOf('aws', resource.nativeId)).toBe(resource.nativeId);
      for (const word of ['nativeId', 'name', 'region', 'service', 'category', 'state'] as const)
        expect(resource[word].length).toBeGreaterThan(0);
    }
  });
});

/** Scenario by scenario, each answer of an operation in the order in which it was recorded; the last one again, but of what lists. */
function replay(all: Recording[], scenario: string, once: string) {
  const told = new Map<string, Fields[]>();
  for (const { scenario: of, service, operation, data } of all)
    if (of === scenario) told.set(`${service} ${operation}`, [...(told.get(`${service} ${operation}`) ?? []), data]);
  return ({ service, operation }: Question) => {
    const answers = told.get(`${ADDRESSES[service] ?? service} ${OLDER[operation] ?? operation}`);
    const isOnce = operation === once || (answers?.length ?? 0) > 1;
    const data = isOnce ? answers?.shift() : answers?.[0];
    return data && revived(data);
  };
}

describeReal('recorded answers of AWS, over HTTP through its SDK', () => {
  let wire: AwsWire;
  let cloud: CloudConnection;
  let all: Recording[];

  beforeAll(async () => {
    wire = await AwsWire.start();
    all = await recordings();
    cloud = await new AwsCloud(new SystemClock()).connect({
      provider: 'aws',
      externalId: place.account,
      settings: { endpoint: wire.endpoint, regions: ['us-east-1'] },
      credential: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'none' },
    });
  });
  afterAll(async () => {
    cloud?.close();
    await wire?.close();
  });

  it.each(KINDS.map(({ type }) => type))('%s', async (type) => {
    const { first, actions } = KINDS.find((kind) => kind.type === type)!.source;
    const service = ADDRESSES[first.service] ?? first.service;
    const scenarios = new Set(
      all
        .filter((each) => each.service === service && each.operation === first.operation)
        .map(({ scenario }) => scenario),
    );
    const found: CloudResource[] = [];
    let refused = 0;
    for (const scenario of scenarios) {
      const answer = replay(all, scenario, first.operation);
      wire.answer = (question) => {
        if (question.operation === 'GetCallerIdentity')
          return { data: { Arn: `arn:aws:iam::${place.account}:user/reader`, Account: place.account } };
        const data = answer(question);
        return data ? { data } : { trouble: { status: 403, code: 'AccessDeniedException' } };
      };
      const listing = { type, region: 'us-east-1' };
      try {
        for await (const resource of cloud.list(listing, new AbortController().signal)) found.push(resource);
      } catch (error) {
        expect(error).toMatchObject({ kind: 'denied' });
        refused += 1;
      }
    }
    expect([type, scenarios.size, found.length, refused]).toEqual([type, ...(COUNTS[type] ?? [0, 0, 0])]);
    for (const { configuration } of found)
      for (const action of (configuration.$denied as string[] | undefined) ?? []) expect(actions).toContain(action);
  });
});
