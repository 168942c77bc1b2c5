import { sizeOf } from '../estate/usage.js';
import { iso, related, type Scene, type Seen, type Shape, type Shapes } from './shape.js';

export const compute = ({ account }: Scene, path: string) => `//compute.googleapis.com/projects/${account.id}/${path}`;

const url = ({ account }: Seen, path: string) => `https://www.googleapis.com/compute/v1/projects/${account.id}/${path}`;

const zoneOf = ({ id, region }: Seen) => /\/zones\/([^/]+)\//.exec(id)?.[1] ?? `${region}-b`;

export const networkOf = (scene: Scene) => compute(scene, 'global/networks/default');

const machine: Shape = (seen, scene) => {
  const disks = scene.disksOf(seen);
  const zone = zoneOf(seen);
  const email = `${seen.fleet.application}@${seen.account.id}.iam.gserviceaccount.com`;
  const status = seen.isRunning ? 'RUNNING' : 'TERMINATED';
  return {
    type: 'compute.googleapis.com/Instance',
    state: status.toLowerCase(),
    configuration: {
      id: String(seen.seed),
      name: seen.name,
      status,
      zone: url(seen, `zones/${zone}`),
      machineType: url(seen, `zones/${zone}/machineTypes/${seen.current.size}`),
      creationTimestamp: iso(seen.createdAt),
      deletionProtection: false,
      disks: disks.map(({ id, name }, index) => ({
        index,
        deviceName: name,
        mode: 'READ_WRITE',
        source: id.replace('//compute.googleapis.com/', 'https://www.googleapis.com/compute/v1/'),
      })),
      networkInterfaces: [
        {
          name: 'nic0',
          network: url(seen, 'global/networks/default'),
          networkIP: `10.132.${seen.seed % 200}.${(seen.seed >>> 8) % 250}`,
          ...(seen.account.env === 'dev' && { accessConfigs: [{ type: 'ONE_TO_ONE_NAT', name: 'External NAT' }] }),
        },
      ],
      serviceAccounts: [{ email, scopes: ['https://www.googleapis.com/auth/cloud-platform'] }],
      shieldedInstanceConfig: { enableSecureBoot: seen.account.env === 'prod', enableVtpm: true },
    },
    relations: [
      ...related(
        'volume',
        disks.map(({ id }) => id),
      ),
      ...related('network', [networkOf(scene)]),
    ],
  };
};

const disk: Shape = (seen, scene) => {
  const owner = scene.machineOf(seen);
  const zone = zoneOf(seen);
  return {
    type: 'compute.googleapis.com/Disk',
    state: 'ready',
    configuration: {
      id: String(seen.seed),
      name: seen.name,
      status: 'READY',
      sizeGb: String(Math.ceil(seen.current.meters[0]!.base * seen.fleet.size * sizeOf(seen.seed))),
      type: url(seen, `zones/${zone}/diskTypes/${seen.current.size}`),
      zone: url(seen, `zones/${zone}`),
      creationTimestamp: iso(seen.createdAt),
      users: owner ? [url(seen, `zones/${zoneOf(owner)}/instances/${owner.name}`)] : [],
    },
    relations: related('instance', owner ? [owner.id] : []),
  };
};

/** The research sets were published for a paper. */
const isOpen = ({ fleet, place }: Seen) => fleet.application === 'research' && place === 0;

const bucket: Shape = (seen) => ({
  type: 'storage.googleapis.com/Bucket',
  configuration: {
    id: seen.name,
    name: seen.name,
    location: seen.region.toUpperCase(),
    storageClass: 'STANDARD',
    timeCreated: iso(seen.createdAt),
    iamConfiguration: {
      publicAccessPrevention: isOpen(seen) ? 'inherited' : 'enforced',
      uniformBucketLevelAccess: { enabled: !isOpen(seen) },
    },
    iamPolicy: {
      bindings: isOpen(seen) ? [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }] : [],
    },
    versioning: { enabled: seen.account.env === 'prod' },
    lifecycle: { rule: [] },
  },
});

const database: Shape = (seen) => {
  const state = seen.isRunning ? 'RUNNABLE' : 'STOPPED';
  return {
    type: 'sqladmin.googleapis.com/Instance',
    state: state.toLowerCase(),
    configuration: {
      name: seen.name,
      state,
      region: seen.region,
      databaseVersion: 'POSTGRES_16',
      createTime: iso(seen.createdAt),
      settings: {
        tier: seen.current.size,
        activationPolicy: seen.isRunning ? 'ALWAYS' : 'NEVER',
        availabilityType: 'ZONAL',
        dataDiskSizeGb: '100',
        backupConfiguration: { enabled: seen.place === 0 },
        ipConfiguration: {
          ipv4Enabled: seen.place !== 0,
          sslMode: seen.place === 0 ? 'ENCRYPTED_ONLY' : 'ALLOW_UNENCRYPTED_AND_ENCRYPTED',
          authorizedNetworks: seen.place === 0 ? [] : [{ value: '0.0.0.0/0', name: 'all' }],
        },
      },
    },
  };
};

const dataset: Shape = (seen) => ({
  type: 'bigquery.googleapis.com/Dataset',
  configuration: {
    datasetReference: { projectId: seen.account.id, datasetId: seen.id.split('/').at(-1) },
    location: 'EU',
    creationTime: String(seen.createdAt.getTime()),
    access: [{ role: 'OWNER', specialGroup: 'projectOwners' }],
  },
});

/** What has hardly anything to configure. */
const plain =
  (type: string, about: (seen: Seen) => Record<string, unknown> = () => ({})): Shape =>
  (seen) => ({ type, configuration: { name: seen.id.split('.googleapis.com/')[1], ...about(seen) } });

export const GCP_SHAPES: Shapes = {
  'Compute Engine/Instance': machine,
  'Persistent Disk/Disk': disk,
  'Cloud Storage/Bucket': bucket,
  'Cloud SQL/Instance': database,
  'BigQuery/Dataset': dataset,
  'Cloud Pub/Sub/Topic': plain('pubsub.googleapis.com/Topic', () => ({ messageRetentionDuration: '604800s' })),
  'Cloud Run/Service': plain('run.googleapis.com/Service', () => ({ ingress: 'INGRESS_TRAFFIC_ALL' })),
  'Kubernetes Engine/Cluster': plain('container.googleapis.com/Cluster', ({ region }) => ({
    ...{ location: region, status: 'RUNNING', currentMasterVersion: '1.31.4-gke.1', legacyAbac: {} },
    ...{ privateClusterConfig: { enablePrivateNodes: true }, masterAuthorizedNetworksConfig: {} },
  })),
  'Vertex AI/Endpoint': plain('aiplatform.googleapis.com/Endpoint', ({ name }) => ({ displayName: name })),
  'Cloud Logging/Log bucket': plain('logging.googleapis.com/LogBucket', () => ({
    ...{ retentionDays: 30, lifecycleState: 'ACTIVE' },
  })),
};
