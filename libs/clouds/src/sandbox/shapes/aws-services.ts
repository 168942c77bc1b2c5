import { placed } from './aws-compute.js';
import { keyArn, roleArn, subnetOf, vpcOf, zonesOf } from './aws-ids.js';
import { hexFor, iso, related, type Seen, type Shape, type Shapes } from './shape.js';

/** The first bucket of these applications stands open, each in its own way. */
const isOpen = ({ fleet, place }: Seen, application: string) => fleet.application === application && place === 0;

const READERS = 'http://acs.amazonaws.com/groups/global/AllUsers';

function access(seen: Seen) {
  const owner = { ID: hexFor(64, seen.account.id, 'canonical') };
  const byPolicy = isOpen(seen, 'catalogue');
  const byAcl = isOpen(seen, 'ledger');
  const isBlocked = !byPolicy && !byAcl;
  const everyone = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'PublicRead',
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${seen.id}/*`,
      },
    ],
  };
  const full = { Grantee: { Type: 'CanonicalUser', ...owner }, Permission: 'FULL_CONTROL' };
  const open = { Grantee: { Type: 'Group', URI: READERS }, Permission: 'READ' };
  return {
    Policy: byPolicy ? everyone : null,
    PolicyStatus: { IsPublic: byPolicy },
    Acl: { Owner: owner, Grants: byAcl ? [full, open] : [full] },
    PublicAccessBlock: {
      BlockPublicAcls: isBlocked,
      IgnorePublicAcls: isBlocked,
      BlockPublicPolicy: isBlocked,
      RestrictPublicBuckets: isBlocked,
    },
  };
}

const bucket: Shape = (seen) => ({
  type: 'AWS::S3::Bucket',
  configuration: {
    Name: seen.id,
    CreationDate: iso(seen.createdAt),
    Location: seen.region,
    ...access(seen),
    Encryption:
      seen.fleet.application === 'backup'
        ? null
        : { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }] },
    Versioning: seen.fleet.application === 'ledger' ? { Status: 'Enabled' } : {},
    Logging: null,
    Lifecycle: null,
  },
});

const lambda: Shape = (seen, scene) => ({
  type: 'AWS::Lambda::Function',
  state: 'active',
  configuration: {
    FunctionName: seen.name,
    FunctionArn: seen.id,
    Runtime: seen.place === 0 ? 'nodejs16.x' : 'nodejs22.x',
    Handler: 'index.handler',
    MemorySize: 512,
    Timeout: 30,
    PackageType: 'Zip',
    Architectures: ['arm64'],
    State: 'Active',
    LastModified: iso(seen.createdAt),
    Role: roleArn(scene, seen.fleet.application),
    TracingConfig: { Mode: 'PassThrough' },
  },
  relations: related('role', [roleArn(scene, seen.fleet.application)]),
});

const table: Shape = (seen) => ({
  type: 'AWS::DynamoDB::Table',
  configuration: {
    TableName: seen.name,
    TableArn: seen.id,
    TableStatus: 'ACTIVE',
    CreationDateTime: iso(seen.createdAt),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    DeletionProtectionEnabled: seen.account.env === 'prod',
    SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' },
    ContinuousBackups: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
  },
});

const cluster: Shape = (seen, scene) => {
  const { vpc, group, relations } = placed(seen, scene);
  const subnets = zonesOf(seen.region).map((zone) => subnetOf(scene, seen.region, zone));
  return {
    type: 'AWS::EKS::Cluster',
    configuration: {
      name: seen.name,
      arn: seen.id,
      version: '1.31',
      status: 'ACTIVE',
      createdAt: iso(seen.createdAt),
      roleArn: roleArn(scene, seen.fleet.application),
      resourcesVpcConfig: {
        vpcId: vpc.id,
        subnetIds: subnets.map(({ id }) => id),
        securityGroupIds: [group.id],
        endpointPublicAccess: seen.account.env !== 'prod',
        endpointPrivateAccess: true,
      },
      logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: seen.account.env !== 'staging' }] },
      encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: keyArn(scene, seen.region).arn } }],
    },
    relations: [...relations, ...related('role', [roleArn(scene, seen.fleet.application)])],
  };
};

const warehouse: Shape = (seen, scene) => {
  const { vpc, group, relations } = placed(seen, scene);
  return {
    type: 'AWS::Redshift::Cluster',
    state: 'available',
    configuration: {
      ClusterIdentifier: seen.name,
      NodeType: 'ra3.xlplus',
      NumberOfNodes: 3,
      ClusterStatus: 'available',
      ClusterCreateTime: iso(seen.createdAt),
      Encrypted: true,
      PubliclyAccessible: false,
      VpcId: vpc.id,
      VpcSecurityGroups: [{ VpcSecurityGroupId: group.id, Status: 'active' }],
      AutomatedSnapshotRetentionPeriod: 7,
    },
    relations,
  };
};

const balancer: Shape = (seen, scene) => {
  const { vpc, group, relations } = placed(seen, scene);
  return {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    state: 'active',
    configuration: {
      LoadBalancerArn: seen.id,
      LoadBalancerName: seen.name,
      DNSName: `${seen.name}.${seen.region}.elb.amazonaws.com`,
      Scheme: 'internet-facing',
      Type: 'application',
      State: { Code: 'active' },
      CreatedTime: iso(seen.createdAt),
      VpcId: vpc.id,
      SecurityGroups: [group.id],
      AvailabilityZones: zonesOf(seen.region).map((ZoneName) => ({
        ZoneName,
        SubnetId: subnetOf(scene, seen.region, ZoneName).id,
      })),
    },
    relations,
  };
};

const nat: Shape = (seen, scene) => {
  const [vpc, subnet] = [vpcOf(scene, seen.region), subnetOf(scene, seen.region, seen.zone)];
  return {
    type: 'AWS::EC2::NatGateway',
    state: 'available',
    configuration: {
      NatGatewayId: seen.id.split('/').at(-1),
      State: 'available',
      ConnectivityType: 'public',
      VpcId: vpc.id,
      SubnetId: subnet.id,
      CreateTime: iso(seen.createdAt),
    },
    relations: [...related('vpc', [vpc.arn]), ...related('subnet', [subnet.arn])],
  };
};

const distribution: Shape = (seen) => ({
  type: 'AWS::CloudFront::Distribution',
  state: 'deployed',
  region: 'global',
  configuration: {
    Id: seen.id.split('/').at(-1),
    ARN: seen.id,
    Status: 'Deployed',
    DomainName: `${hexFor(13, seen.id)}.cloudfront.net`,
    Enabled: true,
    LastModifiedTime: iso(seen.createdAt),
    ViewerCertificate: { MinimumProtocolVersion: seen.place === 0 ? 'TLSv1' : 'TLSv1.2_2021' },
    DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
  },
});

const logs: Shape = (seen, scene) => ({
  type: 'AWS::Logs::LogGroup',
  configuration: {
    logGroupName: `/aws/${seen.name}`,
    arn: seen.id,
    creationTime: seen.createdAt.getTime(),
    ...(seen.account.env === 'prod' && { retentionInDays: 90, kmsKeyId: keyArn(scene, seen.region).arn }),
  },
});

export const AWS_SERVICES: Shapes = {
  'Amazon Simple Storage Service/S3 Bucket': bucket,
  'AWS Lambda/Lambda Function': lambda,
  'Amazon DynamoDB/DynamoDB Table': table,
  'Amazon Elastic Kubernetes Service/EKS Cluster': cluster,
  'Amazon Redshift/Redshift Cluster': warehouse,
  'Elastic Load Balancing/Application Load Balancer': balancer,
  'Amazon Virtual Private Cloud/NAT Gateway': nat,
  'Amazon CloudFront/CloudFront Distribution': distribution,
  'Amazon CloudWatch/Log Group': logs,
};
