import { average, DIAGNOSTICS, kindsOf, part, rate, rest, type AzureKind } from './kind.js';

const MACHINE = {
  cpu: average('Percentage CPU'),
  memory: rest('Available Memory Percentage'),
  disk_read: rate('Disk Read Bytes'),
  disk_write: rate('Disk Write Bytes'),
  disk_operations: average('Disk Read Operations/Sec', 'Disk Write Operations/Sec'),
  network_in: rate('Network In Total'),
  network_out: rate('Network Out Total'),
};
const SITE_PARTS = [
  part('config', 'config/web', '2023-12-01'),
  part('authSettings', 'config/authsettingsV2', '2023-12-01'),
  part('publishingPolicies', 'basicPublishingCredentialsPolicies', '2023-12-01'),
  DIAGNOSTICS,
];

export const COMPUTE_KINDS: readonly AzureKind[] = [
  ...kindsOf('Virtual Machines', 'Compute', {
    'Microsoft.Compute/virtualMachines': {
      metrics: MACHINE,
      parts: [part('extensions', 'extensions', '2024-07-01')],
    },
    'Microsoft.Compute/disks': {
      metrics: {
        disk_read: average('Composite Disk Read Bytes/sec'),
        disk_write: average('Composite Disk Write Bytes/sec'),
        disk_operations: average('Composite Disk Read Operations/sec', 'Composite Disk Write Operations/sec'),
      },
    },
    'Microsoft.Compute/snapshots': {},
    'Microsoft.Compute/images': {},
    'Microsoft.Compute/galleries': {},
    'Microsoft.Compute/galleries/images': {},
    'Microsoft.Compute/availabilitySets': {},
    'Microsoft.Compute/diskEncryptionSets': {},
    'Microsoft.Compute/sshPublicKeys': {},
  }),
  ...kindsOf('Virtual Machine Scale Sets', 'Compute', {
    'Microsoft.Compute/virtualMachineScaleSets': { metrics: MACHINE },
  }),
  ...kindsOf('Azure Kubernetes Service', 'Compute', {
    'Microsoft.ContainerService/managedClusters': {
      parts: [DIAGNOSTICS],
      metrics: { cpu: average('node_cpu_usage_percentage'), memory: average('node_memory_working_set_percentage') },
    },
  }),
  ...kindsOf('Azure Container Registry', 'Compute', {
    'Microsoft.ContainerRegistry/registries': { metrics: { stored: average('StorageUsed') } },
  }),
  ...kindsOf('Azure Container Instances', 'Compute', { 'Microsoft.ContainerInstance/containerGroups': {} }),
  ...kindsOf('Azure Container Apps', 'Compute', {
    'Microsoft.App/containerApps': {},
    'Microsoft.App/managedEnvironments': {},
  }),
  ...kindsOf('Azure App Service', 'Web', {
    'Microsoft.Web/sites': {
      parts: SITE_PARTS,
      metrics: {
        requests: rate('Requests'),
        errors: rate('Http5xx'),
        network_in: rate('BytesReceived'),
        network_out: rate('BytesSent'),
      },
    },
    'Microsoft.Web/sites/slots': { parts: SITE_PARTS },
    'Microsoft.Web/serverFarms': {
      metrics: { cpu: average('CpuPercentage'), memory: average('MemoryPercentage') },
    },
    'Microsoft.Web/staticSites': {},
    'Microsoft.Web/hostingEnvironments': {},
  }),
  ...kindsOf('Batch', 'Compute', { 'Microsoft.Batch/batchAccounts': { parts: [DIAGNOSTICS] } }),
];
