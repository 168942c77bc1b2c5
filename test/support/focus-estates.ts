/** What one provider of the generated bills sells, and how it names things. */
export interface Estate {
  provider: string;
  billingAccount: { id: string; name: string; type: string };
  subAccounts: readonly { id: string; name: string; type: string }[];
  regions: readonly { id: string; name: string; zones: readonly string[] }[];
  commitmentType: string;
  /** The full identifier of something in an account and region. */
  path: (account: string, region: string, kind: string, name: string) => string;
  products: readonly Product[];
}

export interface Product {
  service: string;
  category: string;
  subcategory: string;
  resourceType: string;
  kind: string;
  meter: string;
  unit: string;
  /** The list price of one unit, in the bill's currency. */
  price: string;
  details: Readonly<Record<string, string | number>>;
  isCompute?: boolean;
}

const product = (
  [service, category, subcategory]: readonly [string, string, string],
  [resourceType, kind]: readonly [string, string],
  [meter, unit, price]: readonly [string, string, string],
  details: Product['details'],
): Product => ({
  ...{ service, category, subcategory, resourceType, kind, meter, unit, price, details },
  isCompute: subcategory === 'Virtual Machines',
});

const machine = (type: string, series: string, cores: number, memory: number) => ({
  CoreCount: cores,
  InstanceSeries: series,
  InstanceType: type,
  MemorySize: memory,
  OperatingSystem: 'Linux',
  x_Tenancy: 'Shared',
});

const AWS: Estate = {
  provider: 'AWS',
  billingAccount: { id: 'arn:aws:organizations::100000000001:account', name: 'Example Payer', type: 'Payer Account' },
  subAccounts: ['shop', 'data', 'platform'].map((name, at) => ({
    id: `10000000001${at}`,
    name: `${name}-production`,
    type: 'Linked Account',
  })),
  regions: [
    { id: 'eu-central-1', name: 'Europe (Frankfurt)', zones: ['eu-central-1a', 'eu-central-1b'] },
    { id: 'us-east-1', name: 'US East (N. Virginia)', zones: ['us-east-1a', 'us-east-1b'] },
  ],
  commitmentType: 'Compute Savings Plan',
  path: (account, region, kind, name) => `arn:aws:${kind}:${region}:${account}:${name}`,
  products: [
    product(
      ['Amazon EC2', 'Compute', 'Virtual Machines'],
      ['EC2 Instance', 'ec2'],
      ['Compute m7i.large', 'Hours', '0.1008'],
      machine('m7i.large', 'M7i', 2, 8),
    ),
    product(
      ['Amazon S3', 'Storage', 'Object Storage'],
      ['S3 Bucket', 's3'],
      ['Standard Storage', 'GB-Months', '0.023'],
      { StorageClass: 'Standard', Redundancy: 'Regional' },
    ),
    product(
      ['Amazon RDS', 'Databases', 'Relational Databases'],
      ['DB Instance', 'rds'],
      ['db.m6g.large PostgreSQL', 'Hours', '0.159'],
      { InstanceType: 'db.m6g.large', x_DatabaseEngine: 'PostgreSQL' },
    ),
    product(
      ['AWS Lambda', 'Compute', 'Serverless Compute'],
      ['Function', 'lambda'],
      ['Requests Tier 1', '1000000 Requests', '0.20'],
      { x_Architecture: 'arm64' },
    ),
  ],
};

const AZURE: Estate = {
  provider: 'Microsoft',
  billingAccount: {
    id: '/providers/Microsoft.Billing/billingAccounts/5500001',
    name: 'Example Enterprise',
    type: 'Enterprise Agreement',
  },
  subAccounts: ['retail', 'analytics'].map((name, at) => ({
    id: `/subscriptions/00000000-0000-4000-8000-00000000000${at}`,
    name: `${name} subscription`,
    type: 'Subscription',
  })),
  regions: [
    { id: 'westeurope', name: 'West Europe', zones: ['westeurope-1', 'westeurope-2'] },
    { id: 'northeurope', name: 'North Europe', zones: ['northeurope-1'] },
  ],
  commitmentType: 'Reservation',
  path: (account, _region, kind, name) => `${account}/resourceGroups/main/providers/${kind}/${name}`,
  products: [
    product(
      ['Virtual Machines', 'Compute', 'Virtual Machines'],
      ['Virtual machine', 'Microsoft.Compute/virtualMachines'],
      ['D4s v5', 'Hours', '0.2304'],
      machine('Standard_D4s_v5', 'Dsv5', 4, 16),
    ),
    product(
      ['Storage Accounts', 'Storage', 'Object Storage'],
      ['Storage account', 'Microsoft.Storage/storageAccounts'],
      ['Hot LRS Data Stored', 'GB-Months', '0.0196'],
      { StorageClass: 'Hot', Redundancy: 'Local' },
    ),
    product(
      ['SQL Database', 'Databases', 'Relational Databases'],
      ['SQL database', 'Microsoft.Sql/servers/databases'],
      ['General Purpose vCore', 'Hours', '0.2533'],
      { CoreCount: 1, x_Tier: 'General Purpose' },
    ),
  ],
};

const GOOGLE: Estate = {
  provider: 'Google Cloud',
  billingAccount: { id: 'billingAccounts/01A2B3-C4D5E6-F70809', name: 'Example GmbH', type: 'Billing Account' },
  subAccounts: ['web', 'ml'].map((name) => ({ id: `example-${name}-prod`, name: `Example ${name}`, type: 'Project' })),
  regions: [
    { id: 'europe-west3', name: 'Frankfurt', zones: ['europe-west3-a', 'europe-west3-b'] },
    { id: 'us-central1', name: 'Iowa', zones: ['us-central1-a'] },
  ],
  commitmentType: 'Flexible Committed Use',
  path: (account, region, kind, name) => `//${kind}.googleapis.com/projects/${account}/regions/${region}/${name}`,
  products: [
    product(
      ['Compute Engine', 'Compute', 'Virtual Machines'],
      ['Instance', 'compute'],
      ['N2 Instance Core', 'Hours', '0.031611'],
      machine('n2-standard-2', 'N2', 2, 8),
    ),
    product(['BigQuery', 'Analytics', 'Data Processing'], ['Dataset', 'bigquery'], ['Analysis', 'TiB', '6.25'], {
      x_Edition: 'On-demand',
    }),
    product(
      ['Cloud Load Balancing', 'Networking', 'Application Networking'],
      ['Forwarding rule', 'loadbalancing'],
      ['Forwarding Rule Minimum', 'Hours', '0.025'],
      { x_Scope: 'Regional' },
    ),
  ],
};

export const ESTATES: Readonly<Record<string, Estate>> = { AWS, Microsoft: AZURE, 'Google Cloud': GOOGLE };
