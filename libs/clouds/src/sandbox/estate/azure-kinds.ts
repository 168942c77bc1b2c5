import { flow, hours, stock, type Kind, type Place } from './kind.js';

const under =
  (type: string) =>
  ({ account, name }: Place): string =>
    `/subscriptions/${account}/resourceGroups/rg-${name.split('-')[0]}/providers/${type}/${name}`;

const machine = (size: string, price: string, cores: number, memory: number): Kind => ({
  service: 'Virtual Machines',
  category: 'Compute',
  subcategory: 'Virtual Machines',
  type: 'Virtual machine',
  size: `Standard_${size}`,
  isZonal: true,
  nativeId: under('Microsoft.Compute/virtualMachines'),
  meters: [
    hours(`VM-${size}`, `${size} hours`, price, {
      InstanceType: `Standard_${size}`,
      InstanceSeries: size.replace(/\d+/, ''),
      CoreCount: cores,
      MemorySize: memory,
      OperatingSystem: 'Linux',
    }),
  ],
});

const compute: Record<string, Kind> = {
  B2s: machine('B2s', '0.0416', 2, 4),
  B2ms: machine('B2ms', '0.0832', 2, 8),
  D2s_v5: machine('D2s_v5', '0.101', 2, 8),
  D4s_v5: machine('D4s_v5', '0.202', 4, 16),
  D8s_v5: machine('D8s_v5', '0.404', 8, 32),
  E2s_v5: machine('E2s_v5', '0.1385', 2, 16),
  E4s_v5: machine('E4s_v5', '0.277', 4, 32),
  E8s_v5: machine('E8s_v5', '0.554', 8, 64),
  aks: {
    service: 'Azure Kubernetes Service',
    category: 'Compute',
    subcategory: 'Containers',
    type: 'Kubernetes service',
    nativeId: under('Microsoft.ContainerService/managedClusters'),
    meters: [hours('AKS-Uptime-SLA', 'Uptime SLA', '0.092')],
  },
  plan: {
    service: 'Azure App Service',
    category: 'Web',
    subcategory: 'Application Platforms',
    type: 'App Service plan',
    nativeId: under('Microsoft.Web/serverFarms'),
    meters: [hours('AppService-P1v3', 'P1 v3 App', '0.1135')],
  },
};

const disk = (...[size, sku, meter, price]: [size: string, sku: string, meter: string, price: string]): Kind => ({
  service: 'Azure Disk Storage',
  category: 'Storage',
  subcategory: 'Block Storage',
  type: 'Disk',
  size,
  isZonal: true,
  nativeId: under('Microsoft.Compute/disks'),
  meters: [stock(sku, meter, price, 'Months')],
});

const sql = (cores: number): Kind => ({
  service: 'Azure SQL Database',
  category: 'Databases',
  subcategory: 'Relational Databases',
  type: 'SQL database',
  size: `GP_Gen5_${cores}`,
  nativeId: (place) => under(`Microsoft.Sql/servers/sql-${place.name.split('-')[0]}/databases`)(place),
  meters: [{ ...hours('SQLDB-GP-Gen5-vCore', 'General purpose vCore', '0.1321'), base: cores }],
});

const data: Record<string, Kind> = {
  disk: disk('Premium_LRS', 'Premium-SSD-P10-LRS', 'P10 LRS Disk', '18.08'),
  'disk.standard-ssd': disk('StandardSSD_LRS', 'Standard-SSD-E10-LRS', 'E10 LRS Disk', '8.83'),
  'disk.standard': disk('Standard_LRS', 'Standard-HDD-S10-LRS', 'S10 LRS Disk', '5.4'),
  storage: {
    service: 'Storage Accounts',
    category: 'Storage',
    subcategory: 'Object Storage',
    type: 'Storage account',
    nativeId: (place) =>
      `${under('Microsoft.Storage/storageAccounts')(place).slice(0, -place.name.length)}${place.name.replaceAll('-', '')}`,
    meters: [{ ...stock('Blob-Hot-LRS', 'Hot LRS data stored', '0.0196'), base: 3000 }],
  },
  sql: sql(4),
  'sql.2': sql(2),
  'sql.8': sql(8),
  cosmos: {
    service: 'Azure Cosmos DB',
    category: 'Databases',
    subcategory: 'NoSQL Databases',
    type: 'Azure Cosmos DB account',
    nativeId: under('Microsoft.DocumentDB/databaseAccounts'),
    meters: [flow('CosmosDB-100RU', '100 request units per second', '0.00753', '100 RU-Hours', 960)],
  },
  workspace: {
    service: 'Azure Monitor',
    category: 'Management and Governance',
    subcategory: 'Observability',
    type: 'Log Analytics workspace',
    nativeId: under('Microsoft.OperationalInsights/workspaces'),
    meters: [flow('LogAnalytics-PerGB', 'Analytics logs data ingestion', '2.493', 'GB', 9)],
  },
};

export const AZURE_KINDS: Readonly<Record<string, Kind>> = { ...compute, ...data };
