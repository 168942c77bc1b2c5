import { hexFor, iso, related, type Scene, type Seen, type Shape, type Shapes } from './shape.js';

const segment = (id: string, before: string) => new RegExp(`/${before}/([^/]+)`, 'i').exec(id)?.[1];

/** A resource as Azure's Resource Graph gives it, without its tags. */
export const row = (
  { id, region }: { id: string; region: string },
  about: { sku?: object; kind?: string; zones?: string[]; identity?: object; properties: Record<string, unknown> },
): Record<string, unknown> => ({
  location: region,
  resourceGroup: segment(id, 'resourcegroups'),
  subscriptionId: segment(id, 'subscriptions'),
  ...about,
});

const under = ({ account }: Scene, path: string) => `/subscriptions/${account.id}${path}`.toLowerCase();

export const networkOf = (scene: Scene, region: string) =>
  under(scene, `/resourcegroups/rg-network/providers/microsoft.network/virtualnetworks/vnet-${region}`);

export const rulesOf = (scene: Scene, region: string, application: string) =>
  under(
    scene,
    `/resourcegroups/rg-network/providers/microsoft.network/networksecuritygroups/nsg-${application}-${region}`,
  );

const zonesOf = ({ zone }: Seen) => [zone.split('-').at(-1)!];

const machine: Shape = (seen, scene) => {
  const disks = scene.disksOf(seen);
  const code = seen.isRunning ? 'running' : 'deallocated';
  const network = networkOf(scene, seen.region);
  const rules = rulesOf(scene, seen.region, seen.fleet.application);
  return {
    type: 'Microsoft.Compute/virtualMachines',
    state: code,
    configuration: row(seen, {
      zones: zonesOf(seen),
      properties: {
        vmId: hexFor(32, seen.id),
        provisioningState: 'Succeeded',
        timeCreated: iso(seen.createdAt),
        hardwareProfile: { vmSize: seen.current.size },
        storageProfile: {
          osDisk: { osType: 'Linux', createOption: 'FromImage', diskSizeGB: 30 },
          imageReference: { publisher: 'Canonical', offer: 'ubuntu-24_04-lts', sku: 'server', version: 'latest' },
          dataDisks: disks.map(({ id, name }, lun) => ({ lun, name, createOption: 'Attach', managedDisk: { id } })),
        },
        osProfile: { computerName: seen.name, linuxConfiguration: { disablePasswordAuthentication: true } },
        securityProfile: { encryptionAtHost: seen.account.team === 'finance' },
        networkProfile: { networkInterfaces: [{ id: `${network}/networkinterfaces/${seen.name}` }] },
        extended: { instanceView: { powerState: { code: `PowerState/${code}`, displayStatus: `VM ${code}` } } },
      },
    }),
    relations: [
      ...related('network', [network]),
      ...related('security_group', [rules]),
      ...related(
        'volume',
        disks.map(({ id }) => id),
      ),
    ],
  };
};

const disk: Shape = (seen, scene) => {
  const owner = scene.machineOf(seen);
  const diskState = owner ? (owner.isRunning ? 'Attached' : 'Reserved') : 'Unattached';
  return {
    type: 'Microsoft.Compute/disks',
    state: diskState.toLowerCase(),
    configuration: row(seen, {
      sku: { name: seen.current.size, tier: seen.current.size?.split('_')[0] },
      zones: zonesOf(seen),
      ...(owner && { managedBy: owner.id }),
      properties: {
        diskState,
        diskSizeGB: 128,
        provisioningState: 'Succeeded',
        timeCreated: iso(seen.createdAt),
        encryption: { type: 'EncryptionAtRestWithPlatformKey' },
        networkAccessPolicy: seen.fleet.tags === 'none' ? 'AllowAll' : 'DenyAll',
        publicNetworkAccess: seen.fleet.tags === 'none' ? 'Enabled' : 'Disabled',
      },
    }),
    relations: related('instance', owner ? [owner.id] : []),
  };
};

/** The intranet's files may be read by whoever knows where they are. */
const isOpen = ({ fleet, place }: Seen) => fleet.application === 'intranet' && place === 0;

const storage: Shape = (seen) => ({
  type: 'Microsoft.Storage/storageAccounts',
  configuration: row(seen, {
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS', tier: 'Standard' },
    properties: {
      provisioningState: 'Succeeded',
      creationTime: iso(seen.createdAt),
      accessTier: 'Hot',
      allowBlobPublicAccess: isOpen(seen),
      publicNetworkAccess: isOpen(seen) ? 'Enabled' : 'Disabled',
      networkAcls: { defaultAction: isOpen(seen) ? 'Allow' : 'Deny', bypass: 'AzureServices', ipRules: [] },
      supportsHttpsTrafficOnly: !isOpen(seen),
      minimumTlsVersion: isOpen(seen) ? 'TLS1_0' : 'TLS1_2',
      allowSharedKeyAccess: seen.place === 0,
      keyCreationTime: { key1: iso(seen.createdAt), key2: iso(seen.createdAt) },
      encryption: { keySource: 'Microsoft.Storage', services: { blob: { enabled: true, keyType: 'Account' } } },
    },
  }),
});

const serverOf = (databaseId: string) => databaseId.replace(/\/databases\/[^/]+$/, '');

const sql: Shape = (seen) => ({
  type: 'Microsoft.Sql/servers/databases',
  state: 'online',
  configuration: row(seen, {
    sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: seen.current.meters[0]!.base },
    properties: {
      status: 'Online',
      creationDate: iso(seen.createdAt),
      maxSizeBytes: 274_877_906_944,
      currentServiceObjectiveName: seen.current.size,
      zoneRedundant: seen.account.team === 'finance',
      transparentDataEncryption: { state: seen.account.team === 'finance' ? 'Enabled' : 'Disabled' },
    },
  }),
  relations: related('server', [serverOf(seen.id)]),
});

const cluster: Shape = (seen, scene) => ({
  type: 'Microsoft.ContainerService/managedClusters',
  state: 'running',
  configuration: row(seen, {
    sku: { name: 'Base', tier: 'Standard' },
    properties: {
      provisioningState: 'Succeeded',
      powerState: { code: 'Running' },
      kubernetesVersion: '1.31.2',
      enableRBAC: true,
      disableLocalAccounts: false,
      apiServerAccessProfile: { enablePrivateCluster: false },
    },
  }),
  relations: related('network', [networkOf(scene, seen.region)]),
});

const plan: Shape = (seen) => ({
  type: 'Microsoft.Web/serverFarms',
  state: 'ready',
  configuration: row(seen, {
    kind: 'linux',
    sku: { name: 'P1v3', tier: 'PremiumV3', size: 'P1v3', capacity: 1 },
    properties: { status: 'Ready', numberOfSites: seen.place < 5 ? 2 : 0, reserved: true, zoneRedundant: false },
  }),
});

const cosmos: Shape = (seen) => ({
  type: 'Microsoft.DocumentDB/databaseAccounts',
  configuration: row(seen, {
    kind: 'GlobalDocumentDB',
    properties: {
      provisioningState: 'Succeeded',
      databaseAccountOfferType: 'Standard',
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: false,
      backupPolicy: { type: 'Periodic' },
    },
  }),
});

const workspace: Shape = (seen) => ({
  type: 'Microsoft.OperationalInsights/workspaces',
  configuration: row(seen, {
    properties: { provisioningState: 'Succeeded', sku: { name: 'PerGB2018' }, retentionInDays: 30 },
  }),
});

export const AZURE_SHAPES: Shapes = {
  'Virtual Machines/Virtual machine': machine,
  'Azure Disk Storage/Disk': disk,
  'Storage Accounts/Storage account': storage,
  'Azure SQL Database/SQL database': sql,
  'Azure Kubernetes Service/Kubernetes service': cluster,
  'Azure App Service/App Service plan': plan,
  'Azure Cosmos DB/Azure Cosmos DB account': cosmos,
  'Azure Monitor/Log Analytics workspace': workspace,
};
