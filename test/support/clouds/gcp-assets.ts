import { PROJECT, type StubAsset } from './gcp-stub.js';

const COMPUTE = `//compute.googleapis.com/projects/${PROJECT}`;
const link = (path: string) => `https://www.googleapis.com/compute/v1/projects/${PROJECT}/${path}`;

const instance = (index: number): StubAsset => ({
  name: `${COMPUTE}/zones/europe-west1-b/instances/vm-${index}`,
  assetType: 'compute.googleapis.com/Instance',
  location: 'europe-west1-b',
  data: {
    id: `420000000000000000${index}`,
    name: `vm-${index}`,
    status: 'RUNNING',
    zone: link('zones/europe-west1-b'),
    machineType: link('zones/europe-west1-b/machineTypes/e2-small'),
    creationTimestamp: '2026-01-02T03:04:05.000-07:00',
    labels: { owner: 'web', bare: '' },
    labelFingerprint: 'abc=',
    deletionProtection: false,
    disks: [{ source: link(`zones/europe-west1-b/disks/disk-${index}`), boot: true, index: 0 }],
    networkInterfaces: [
      { network: link('global/networks/main'), subnetwork: link('regions/europe-west1/subnetworks/a') },
    ],
    serviceAccounts: [{ email: `app@${PROJECT}.iam.gserviceaccount.com`, scopes: [] }],
    metadata: { items: [{ key: 'x', value: null }] },
  },
});

const bucket: StubAsset = {
  name: '//storage.googleapis.com/logs',
  assetType: 'storage.googleapis.com/Bucket',
  location: 'eu',
  data: {
    name: 'logs',
    timeCreated: '2026-02-03T00:00:00Z',
    iamConfiguration: { publicAccessPrevention: 'inherited' },
    encryption: { defaultKmsKeyName: `projects/${PROJECT}/locations/eu/keyRings/r/cryptoKeys/k` },
  },
  iamPolicy: { version: 1, etag: 'BwE=', bindings: [{ role: 'roles/storage.objectViewer', members: ['allUsers'] }] },
};

/** A small project: five machines, and one of much that is particular. */
export const gcpAssets = (): StubAsset[] => [
  ...[1, 2, 3, 4, 5].map(instance),
  {
    name: `${COMPUTE}/zones/europe-west1-b/disks/disk-1`,
    assetType: 'compute.googleapis.com/Disk',
    location: 'europe-west1-b',
    data: {
      id: '77',
      name: 'disk-1',
      status: 'READY',
      selfLink: link('zones/europe-west1-b/disks/disk-1'),
      users: [link('zones/europe-west1-b/instances/vm-1')],
    },
  },
  {
    name: `${COMPUTE}/global/firewalls/ssh`,
    assetType: 'compute.googleapis.com/Firewall',
    data: {
      name: 'ssh',
      direction: 'INGRESS',
      disabled: false,
      network: link('global/networks/main'),
      allowed: [{ IPProtocol: 'tcp', ports: ['22'] }],
      sourceRanges: ['0.0.0.0/0'],
    },
  },
  bucket,
  {
    name: `//cloudsql.googleapis.com/projects/${PROJECT}/instances/db`,
    assetType: 'sqladmin.googleapis.com/Instance',
    location: 'us-central1',
    data: { name: 'db', state: 'RUNNABLE', settings: { tier: 'db-f1-micro', ipConfiguration: { ipv4Enabled: true } } },
  },
  {
    name: `//contoso.googleapis.com/projects/${PROJECT}/locations/us-central1/things/new`,
    assetType: 'contoso.googleapis.com/Thing',
    data: { name: 'new' },
  },
  { name: '//k8s.io/pods/one', assetType: 'k8s.io/Pod', data: {} },
];
