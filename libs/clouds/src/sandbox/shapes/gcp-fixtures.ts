import type { CloudResource } from '../../cloud.js';
import { compute, networkOf } from './gcp.js';
import { iso, related, type Fixtures, type Scene } from './shape.js';

type Thing = Omit<CloudResource, 'provider' | 'tags' | 'state' | 'relations' | 'name'> & Partial<CloudResource>;

const made = (thing: Thing): CloudResource => ({
  ...{ provider: 'gcp', state: 'active', tags: {}, relations: [] },
  name: thing.nativeId.split('/').at(-1)!,
  ...thing,
});

const NETWORK = { service: 'Networking', category: 'Networking', region: 'global' };

const link = ({ account }: Scene, path: string) =>
  `https://www.googleapis.com/compute/v1/projects/${account.id}/${path}`;

const network = (scene: Scene): CloudResource =>
  made({
    ...{ nativeId: networkOf(scene), type: 'compute.googleapis.com/Network', ...NETWORK },
    configuration: { name: 'default', autoCreateSubnetworks: true, routingConfig: { routingMode: 'REGIONAL' } },
  });

const firewall = (scene: Scene, name: string, [port, from]: [port: string, from: string]): CloudResource =>
  made({
    nativeId: compute(scene, `global/firewalls/${name}`),
    type: 'compute.googleapis.com/Firewall',
    ...NETWORK,
    configuration: {
      name,
      network: link(scene, 'global/networks/default'),
      direction: 'INGRESS',
      priority: 65534,
      disabled: false,
      sourceRanges: [from],
      allowed: [{ IPProtocol: 'tcp', ports: [port] }],
    },
    relations: related('network', [networkOf(scene)]),
  });

/** What a new network opens to everybody, closed again where people look after it. */
const firewalls = (scene: Scene): CloudResource[] => [
  firewall(scene, 'allow-internal', ['0-65535', '10.128.0.0/9']),
  ...(scene.account.env === 'dev'
    ? [
        firewall(scene, 'default-allow-ssh', ['22', '0.0.0.0/0']),
        firewall(scene, 'default-allow-rdp', ['3389', '0.0.0.0/0']),
      ]
    : []),
];

const IAM = { service: 'Identity and Access Management', category: 'Identity', region: 'global' };

function identities(scene: Scene): CloudResource[] {
  const { account, applications, day } = scene;
  return applications.flatMap((application, place) => {
    const email = `${application}@${account.id}.iam.gserviceaccount.com`;
    const nativeId = `//iam.googleapis.com/projects/${account.id}/serviceAccounts/${email}`;
    const about = made({
      ...{ nativeId, type: 'iam.googleapis.com/ServiceAccount', ...IAM, name: email },
      configuration: { email, displayName: application, projectId: account.id, disabled: false },
    });
    if (place > 0) return [about];
    const key = made({
      ...{ nativeId: `${nativeId}/keys/1`, type: 'iam.googleapis.com/ServiceAccountKey', ...IAM },
      configuration: {
        keyType: 'USER_MANAGED',
        keyAlgorithm: 'KEY_ALG_RSA_2048',
        validAfterTime: iso(day(-590)),
        disabled: false,
      },
      relations: related('service_account', [nativeId]),
      createdAt: day(-590),
    });
    return [about, key];
  });
}

const key = (scene: Scene): CloudResource => {
  const { account, day } = scene;
  const region = account.regions[0]!;
  const isRotated = account.env === 'prod';
  return made({
    nativeId: `//cloudkms.googleapis.com/projects/${account.id}/locations/${region}/keyRings/main/cryptoKeys/data`,
    type: 'cloudkms.googleapis.com/CryptoKey',
    region,
    ...{ service: 'Cloud Key Management Service', category: 'Security', state: 'enabled' },
    configuration: {
      name: `projects/${account.id}/locations/${region}/keyRings/main/cryptoKeys/data`,
      purpose: 'ENCRYPT_DECRYPT',
      createTime: iso(day(-700)),
      primary: { state: 'ENABLED', createTime: iso(day(isRotated ? -30 : -700)) },
      ...(isRotated && { rotationPeriod: '7776000s' }),
    },
    createdAt: day(-700),
  });
};

export const gcpFixtures: Fixtures = (scene) => [network(scene), ...firewalls(scene), ...identities(scene), key(scene)];
