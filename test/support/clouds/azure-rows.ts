import { SUBSCRIPTION, type Row } from './azure-stub.js';

const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/Main`;
export const idOf = (type: string, name: string) => `${GROUP}/providers/${type}/${name}`;

const row = (type: string, name: string, properties: object = {}, more: object = {}): Row => ({
  id: idOf(type, name),
  name,
  type: type.toLowerCase(),
  tenantId: '',
  kind: '',
  location: 'westeurope',
  resourceGroup: 'main',
  subscriptionId: SUBSCRIPTION,
  managedBy: '',
  sku: null,
  plan: null,
  properties,
  tags: null,
  identity: null,
  zones: null,
  ...more,
});

const machine = (index: number) =>
  row(
    'Microsoft.Compute/virtualMachines',
    `vm-${index}`,
    {
      hardwareProfile: { vmSize: 'Standard_D2s_v5' },
      timeCreated: '2026-01-02T03:04:05Z',
      storageProfile: { osDisk: { managedDisk: { id: idOf('Microsoft.Compute/disks', `disk-${index}`) } } },
      networkProfile: { networkInterfaces: [{ id: idOf('Microsoft.Network/networkInterfaces', 'nic-1') }] },
      extended: { instanceView: { powerState: { code: 'PowerState/running' } } },
      instanceView: { statuses: [{ code: 'PowerState/running' }] },
    },
    { tags: { owner: 'web', bare: '' } },
  );

/** A small subscription: five machines, and one of much that is particular. */
export const azureRows = (): Row[] => [
  ...[1, 2, 3, 4, 5].map(machine),
  row('Microsoft.Compute/disks', 'disk-1', { diskState: 'Unattached' }, { sku: { name: 'Premium_LRS' } }),
  row('Microsoft.Network/networkInterfaces', 'nic-1', {
    networkSecurityGroup: { id: idOf('Microsoft.Network/networkSecurityGroups', 'nsg-1') },
    ipConfigurations: [
      {
        id: `${idOf('Microsoft.Network/networkInterfaces', 'nic-1')}/ipConfigurations/one`,
        properties: { subnet: { id: `${idOf('Microsoft.Network/virtualNetworks', 'net-1')}/subnets/a` } },
      },
    ],
  }),
  row('Microsoft.Network/networkSecurityGroups', 'nsg-1', {
    securityRules: [
      {
        name: 'ssh',
        properties: {
          access: 'Allow',
          direction: 'Inbound',
          protocol: 'Tcp',
          priority: 1000,
          sourceAddressPrefix: '*',
          destinationPortRange: '22',
        },
      },
    ],
  }),
  row('Microsoft.Network/virtualNetworks', 'net-1', {
    subnets: [
      {
        id: `${idOf('Microsoft.Network/virtualNetworks', 'net-1')}/subnets/a`,
        name: 'a',
        properties: { addressPrefix: '10.0.0.0/24' },
      },
    ],
  }),
  row('Microsoft.Storage/storageAccounts', 'logs', {
    allowBlobPublicAccess: true,
    creationTime: '2026-02-03T00:00:00Z',
  }),
  row('Microsoft.KeyVault/vaults', 'keys', {}),
  row('Contoso.Unknown/things', 'new', { status: 'Fine' }),
  row('Microsoft.Resources/subscriptions/resourceGroups', 'Main', {}, { id: GROUP, location: 'West Europe' }),
  row('Microsoft.Authorization/roleAssignments', 'ra', {}, { location: '' }),
  row('Microsoft.Security/pricings', 'VirtualMachines', { pricingTier: 'Free' }, { location: null }),
];
