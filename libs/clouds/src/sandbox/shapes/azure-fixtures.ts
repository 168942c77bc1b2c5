import type { CloudResource } from '../../cloud.js';
import { networkOf, row, rulesOf } from './azure.js';
import { iso, related, type Fixtures, type Scene } from './shape.js';

const made = (thing: Omit<CloudResource, 'provider' | 'tags' | 'state' | 'name'>): CloudResource => ({
  ...{ provider: 'azure', state: 'active', tags: {} },
  ...thing,
  name: thing.nativeId.split('/').at(-1)!,
});

const NETWORK = { service: 'Virtual Network', category: 'Networking' };

interface Rule {
  name: string;
  port: string;
  from: string;
}

const INSIDE: Rule = { name: 'within', port: '443', from: 'VirtualNetwork' };

/** Desktops that can be reached by everybody who finds them, and a pool that was opened once. */
const OPENED: Readonly<Record<string, Rule>> = {
  desktops: { name: 'remote-desktop', port: '3389', from: '*' },
  pipelines: { name: 'ssh', port: '22', from: '0.0.0.0/0' },
};

const securityRule = ({ name, port, from }: Rule, place: number) => ({
  name,
  properties: {
    priority: 100 + place * 10,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    sourceAddressPrefix: from,
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: port,
  },
});

function rules(scene: Scene, region: string, application: string): CloudResource {
  const nativeId = rulesOf(scene, region, application);
  const opened = OPENED[application];
  return made({
    nativeId,
    type: 'Microsoft.Network/networkSecurityGroups',
    region,
    ...NETWORK,
    configuration: row(
      { id: nativeId, region },
      {
        properties: {
          provisioningState: 'Succeeded',
          securityRules: [INSIDE, ...(opened ? [opened] : [])].map(securityRule),
        },
      },
    ),
    relations: related('network', [networkOf(scene, region)]),
  });
}

const network = (scene: Scene, region: string): CloudResource => {
  const nativeId = networkOf(scene, region);
  const subnets = [{ name: 'default', properties: { addressPrefix: '10.0.0.0/16' } }];
  const properties = { provisioningState: 'Succeeded', addressSpace: { addressPrefixes: ['10.0.0.0/8'] }, subnets };
  return made({
    ...{ nativeId, region, type: 'Microsoft.Network/virtualNetworks' },
    ...NETWORK,
    configuration: row({ id: nativeId, region }, { properties }),
    relations: [],
  });
};

/** One for each application that has databases. */
const servers = (scene: Scene, region: string): CloudResource[] =>
  scene.databaseServers.map((nativeId) =>
    made({
      ...{ nativeId, region, type: 'Microsoft.Sql/servers', service: 'Azure SQL Database', category: 'Databases' },
      configuration: row(
        { id: nativeId, region },
        {
          properties: {
            state: 'Ready',
            version: '12.0',
            minimalTlsVersion: '1.2',
            publicNetworkAccess: scene.account.team === 'finance' ? 'Disabled' : 'Enabled',
            administrators: { azureADOnlyAuthentication: scene.account.team === 'finance' },
          },
        },
      ),
      relations: [],
    }),
  );

const vault = (scene: Scene, region: string): CloudResource => {
  const nativeId =
    `/subscriptions/${scene.account.id}/resourcegroups/rg-network/providers/microsoft.keyvault/vaults/kv-${scene.account.name}`.toLowerCase();
  return made({
    ...{ nativeId, region, type: 'Microsoft.KeyVault/vaults', service: 'Key Vault', category: 'Security' },
    configuration: row(
      { id: nativeId, region },
      {
        properties: {
          provisioningState: 'Succeeded',
          sku: { family: 'A', name: 'standard' },
          enableSoftDelete: true,
          ...(scene.account.team === 'finance' && { enablePurgeProtection: true }),
          publicNetworkAccess: 'Enabled',
        },
      },
    ),
    relations: [],
  });
};

/** Nobody has asked for it to be rotated, and it never was. */
const key = (scene: Scene, region: string): CloudResource => {
  const nativeId = `${vault(scene, region).nativeId}/keys/data`;
  const created = scene.day(-780);
  const isRotated = scene.account.team === 'finance';
  const rotationPolicy = { lifetimeActions: [{ action: { type: 'Rotate' }, trigger: { timeAfterCreate: 'P1Y' } }] };
  return made({
    ...{ nativeId, region, type: 'Microsoft.KeyVault/vaults/keys', service: 'Key Vault', category: 'Security' },
    configuration: row(
      { id: nativeId, region },
      {
        properties: {
          kty: 'RSA',
          keySize: 2048,
          attributes: { enabled: true, created: iso(created) },
          ...(isRotated && { rotationPolicy }),
        },
      },
    ),
    relations: related('vault', [vault(scene, region).nativeId]),
    createdAt: created,
  });
};

export const azureFixtures: Fixtures = (scene) => {
  const home = scene.account.regions[0]!;
  return [
    ...scene.account.regions.flatMap((region) => [
      network(scene, region),
      ...scene.applications.map((application) => rules(scene, region, application)),
    ]),
    ...servers(scene, home),
    vault(scene, home),
    key(scene, home),
  ];
};
