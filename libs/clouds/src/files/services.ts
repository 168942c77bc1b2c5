/** Service and FOCUS category of a type, by the second word of its name. */
const AWS_SERVICES: Record<string, readonly [service: string, category: string]> = {
  ACM: ['AWS Certificate Manager', 'Security'],
  ApiGateway: ['Amazon API Gateway', 'Networking'],
  AutoScaling: ['Amazon Elastic Compute Cloud', 'Compute'],
  CloudFormation: ['AWS CloudFormation', 'Management and Governance'],
  CloudFront: ['Amazon CloudFront', 'Networking'],
  CloudTrail: ['AWS CloudTrail', 'Management and Governance'],
  CloudWatch: ['Amazon CloudWatch', 'Management and Governance'],
  CodePipeline: ['AWS CodePipeline', 'Developer Tools'],
  DynamoDB: ['Amazon DynamoDB', 'Databases'],
  EC2: ['Amazon Elastic Compute Cloud', 'Compute'],
  ECR: ['Amazon Elastic Container Registry', 'Compute'],
  ECS: ['Amazon Elastic Container Service', 'Compute'],
  EFS: ['Amazon Elastic File System', 'Storage'],
  EKS: ['Amazon Elastic Kubernetes Service', 'Compute'],
  ElastiCache: ['Amazon ElastiCache', 'Databases'],
  ElasticLoadBalancing: ['Elastic Load Balancing', 'Networking'],
  ElasticLoadBalancingV2: ['Elastic Load Balancing', 'Networking'],
  Elasticsearch: ['Amazon OpenSearch Service', 'Analytics'],
  IAM: ['AWS Identity and Access Management', 'Identity'],
  KMS: ['AWS Key Management Service', 'Security'],
  Kinesis: ['Amazon Kinesis', 'Analytics'],
  Lambda: ['AWS Lambda', 'Compute'],
  Logs: ['Amazon CloudWatch', 'Management and Governance'],
  OpenSearch: ['Amazon OpenSearch Service', 'Analytics'],
  RDS: ['Amazon Relational Database Service', 'Databases'],
  Redshift: ['Amazon Redshift', 'Analytics'],
  Route53: ['Amazon Route 53', 'Networking'],
  S3: ['Amazon Simple Storage Service', 'Storage'],
  SNS: ['Amazon Simple Notification Service', 'Integration'],
  SQS: ['Amazon Simple Queue Service', 'Integration'],
  SecretsManager: ['AWS Secrets Manager', 'Security'],
};

/** Words of the types of Azure and Google Cloud; the first that a type begins with counts. */
const OTHERS: readonly (readonly [begin: string, service: string, category: string])[] = [
  ['Microsoft.Compute/virtualMachines', 'Virtual Machines', 'Compute'],
  ['Microsoft.Compute/', 'Storage', 'Storage'],
  ['Microsoft.Storage/', 'Storage', 'Storage'],
  ['Microsoft.Network/', 'Virtual Network', 'Networking'],
  ['Microsoft.Sql/', 'Azure SQL Database', 'Databases'],
  ['Microsoft.DBforPostgreSQL/', 'Azure Database for PostgreSQL', 'Databases'],
  ['Microsoft.DBforMySQL/', 'Azure Database for MySQL', 'Databases'],
  ['Microsoft.DocumentDB/', 'Azure Cosmos DB', 'Databases'],
  ['Microsoft.ContainerService/', 'Azure Kubernetes Service', 'Compute'],
  ['Microsoft.KeyVault/', 'Key Vault', 'Security'],
  ['Microsoft.Web/', 'Azure App Service', 'Compute'],
  ['compute.googleapis.com/Instance', 'Compute Engine', 'Compute'],
  ['compute.googleapis.com/Disk', 'Compute Engine', 'Storage'],
  ['compute.googleapis.com/', 'Networking', 'Networking'],
  ['storage.googleapis.com/', 'Cloud Storage', 'Storage'],
  ['sqladmin.googleapis.com/', 'Cloud SQL', 'Databases'],
  ['container.googleapis.com/', 'Kubernetes Engine', 'Compute'],
  ['bigquery.googleapis.com/', 'BigQuery', 'Analytics'],
];

/** `service` and `category` of a type whose file does not say; its own first words where nothing is known of it. */
export function placeOfType(type: string): { service: string; category: string } {
  const [cloud, word] = type.split('::');
  const known = cloud === 'AWS' && word ? AWS_SERVICES[word] : undefined;
  if (known) return { service: known[0], category: known[1] };
  const other = OTHERS.find(([begin]) => type.startsWith(begin));
  return other ? { service: other[1], category: other[2] } : { service: word ?? type, category: 'Other' };
}
