import { flow, hours, stock, type Kind, type Place } from './kind.js';

const named =
  (api: string, path: (place: Place) => string) =>
  (place: Place): string =>
    `//${api}.googleapis.com/projects/${place.account}/${path(place)}`;

const machine = (type: string, price: string, cores: number, memory: number): Kind => ({
  service: 'Compute Engine',
  category: 'Compute',
  subcategory: 'Virtual Machines',
  type: 'Instance',
  size: type,
  isZonal: true,
  nativeId: named('compute', ({ region, name }) => `zones/${region}-b/instances/${name}`),
  meters: [
    hours(`CE-${type.toUpperCase()}`, `${type} running`, price, {
      InstanceType: type,
      InstanceSeries: type.split('-')[0]!,
      CoreCount: cores,
      MemorySize: memory,
      OperatingSystem: 'Linux',
    }),
  ],
});

const compute: Record<string, Kind> = {
  'e2-medium': machine('e2-medium', '0.033503', 2, 4),
  'e2-standard-2': machine('e2-standard-2', '0.067006', 2, 8),
  'n2-standard-2': machine('n2-standard-2', '0.097118', 2, 8),
  'n2-standard-4': machine('n2-standard-4', '0.194236', 4, 16),
  'n2-standard-8': machine('n2-standard-8', '0.388472', 8, 32),
  'n2-highmem-4': machine('n2-highmem-4', '0.262028', 4, 32),
  'n2-highmem-16': machine('n2-highmem-16', '1.048032', 16, 128),
  'a2-highgpu-1g': machine('a2-highgpu-1g', '3.673385', 12, 85),
  gke: {
    service: 'Kubernetes Engine',
    category: 'Compute',
    subcategory: 'Containers',
    type: 'Cluster',
    nativeId: named('container', ({ region, name }) => `locations/${region}/clusters/${name}`),
    meters: [hours('GKE-REGIONAL-CLUSTER', 'Regional cluster management', '0.1')],
  },
  run: {
    service: 'Cloud Run',
    category: 'Compute',
    subcategory: 'Serverless Compute',
    type: 'Service',
    nativeId: named('run', ({ region, name }) => `locations/${region}/services/${name}`),
    meters: [flow('RUN-CPU-TIME', 'CPU allocation time', '0.000024', 'Core-Seconds', 190_000)],
  },
};

const disk = (size: string, meter: string, price: string): Kind => ({
  service: 'Persistent Disk',
  category: 'Storage',
  subcategory: 'Block Storage',
  type: 'Disk',
  size,
  isZonal: true,
  nativeId: named('compute', ({ region, name }) => `zones/${region}-b/disks/${name}`),
  meters: [{ ...stock(size.toUpperCase(), meter, price, 'GiB-Months'), base: 120 }],
});

const postgres = (cores: number, price: string): Kind => ({
  service: 'Cloud SQL',
  category: 'Databases',
  subcategory: 'Relational Databases',
  type: 'Instance',
  size: `db-custom-${cores}-${cores * 4096}`,
  nativeId: named('cloudsql', ({ name }) => `instances/${name}`),
  meters: [hours(`SQL-PG-${cores}VCPU-${cores * 4}GB`, `PostgreSQL ${cores} vCPU ${cores * 4} GB`, price)],
});

const data: Record<string, Kind> = {
  pd: disk('pd-ssd', 'SSD backed capacity', '0.17'),
  'pd.balanced': disk('pd-balanced', 'Balanced capacity', '0.1'),
  'pd.standard': disk('pd-standard', 'Standard capacity', '0.04'),
  gcs: {
    service: 'Cloud Storage',
    category: 'Storage',
    subcategory: 'Object Storage',
    type: 'Bucket',
    nativeId: ({ name }) => `//storage.googleapis.com/${name}`,
    meters: [{ ...stock('GCS-STANDARD', 'Standard storage', '0.02', 'GiB-Months'), base: 4000 }],
  },
  bigquery: {
    service: 'BigQuery',
    category: 'Databases',
    subcategory: 'Data Warehouses',
    type: 'Dataset',
    nativeId: named('bigquery', ({ name }) => `datasets/${name.replaceAll('-', '_')}`),
    meters: [
      flow('BQ-ANALYSIS', 'Analysis on demand', '6.25', 'TiB', 7),
      { ...stock('BQ-ACTIVE-STORAGE', 'Active logical storage', '0.02', 'GiB-Months'), base: 9000 },
    ],
  },
  cloudsql: postgres(4, '0.2768'),
  'cloudsql.2': postgres(2, '0.1384'),
  'cloudsql.1': postgres(1, '0.0692'),
  pubsub: {
    service: 'Cloud Pub/Sub',
    category: 'Integration',
    subcategory: 'Messaging',
    type: 'Topic',
    nativeId: named('pubsub', ({ name }) => `topics/${name}`),
    meters: [flow('PUBSUB-MESSAGE', 'Message delivery', '40', 'TiB', 0.35)],
  },
  vertex: {
    service: 'Vertex AI',
    category: 'AI and Machine Learning',
    subcategory: 'Machine Learning',
    type: 'Endpoint',
    nativeId: named(
      'aiplatform',
      ({ region, hex }) => `locations/${region}/endpoints/${BigInt(`0x${hex.slice(0, 15)}`)}`,
    ),
    meters: [hours('VERTEX-PREDICTION-N1S4', 'Online prediction n1-standard-4', '0.219')],
  },
  logging: {
    service: 'Cloud Logging',
    category: 'Management and Governance',
    subcategory: 'Observability',
    type: 'Log bucket',
    nativeId: named('logging', ({ name }) => `locations/global/buckets/${name}`),
    meters: [flow('LOGGING-STORAGE', 'Log storage', '0.5', 'GiB', 22)],
  },
};

export const GCP_KINDS: Readonly<Record<string, Kind>> = { ...compute, ...data };
