import type { Payer } from '../estate/organisation.js';
import { AWS_COMPUTE } from './aws-compute.js';
import { awsFixtures } from './aws-fixtures.js';
import { AWS_SERVICES } from './aws-services.js';
import { azureFixtures } from './azure-fixtures.js';
import { AZURE_SHAPES } from './azure.js';
import { gcpFixtures } from './gcp-fixtures.js';
import { GCP_SHAPES } from './gcp.js';
import type { Fixtures, Shapes } from './shape.js';

export type { Scene, Seen } from './shape.js';

interface Cloud {
  shapes: Shapes;
  fixtures: Fixtures;
  /** Types that lie in a region, and those that lie in none. */
  regional: readonly string[];
  global: readonly string[];
}

const words = (prefix: string, text: string) => text.split(/\s+/).map((word) => `${prefix}${word}`);

/** What can be listed in each cloud. */
export const SHAPES: Readonly<Record<Payer['provider'], Cloud>> = {
  aws: {
    shapes: { ...AWS_COMPUTE, ...AWS_SERVICES },
    fixtures: awsFixtures,
    regional: words(
      'AWS::',
      `EC2::Instance EC2::Volume EC2::Snapshot EC2::SecurityGroup EC2::VPC EC2::Subnet EC2::NatGateway EC2::FlowLog
       EC2::EIP RDS::DBInstance S3::Bucket Lambda::Function DynamoDB::Table EKS::Cluster Redshift::Cluster
       ElasticLoadBalancingV2::LoadBalancer ElasticLoadBalancingV2::TargetGroup
       Logs::LogGroup KMS::Key CertificateManager::Certificate CloudTrail::Trail`,
    ),
    global: words('AWS::', 'CloudFront::Distribution IAM::User IAM::AccessKey IAM::Role'),
  },
  azure: {
    shapes: AZURE_SHAPES,
    fixtures: azureFixtures,
    regional: words(
      'Microsoft.',
      `Compute/virtualMachines Compute/disks Storage/storageAccounts Sql/servers Sql/servers/databases
       ContainerService/managedClusters Web/serverFarms DocumentDB/databaseAccounts OperationalInsights/workspaces
       Network/virtualNetworks Network/networkSecurityGroups KeyVault/vaults KeyVault/vaults/keys`,
    ),
    global: [],
  },
  gcp: {
    shapes: GCP_SHAPES,
    fixtures: gcpFixtures,
    regional: words(
      '',
      `compute.googleapis.com/Instance compute.googleapis.com/Disk storage.googleapis.com/Bucket
       sqladmin.googleapis.com/Instance bigquery.googleapis.com/Dataset pubsub.googleapis.com/Topic
       run.googleapis.com/Service container.googleapis.com/Cluster aiplatform.googleapis.com/Endpoint
       logging.googleapis.com/LogBucket cloudkms.googleapis.com/CryptoKey`,
    ),
    global: words(
      '',
      `compute.googleapis.com/Network compute.googleapis.com/Firewall iam.googleapis.com/ServiceAccount
       iam.googleapis.com/ServiceAccountKey`,
    ),
  },
};
