import { average, DIAGNOSTICS, kindsOf, part, rate, type AzureKind, type AzureMetric } from './kind.js';

const last = (...names: string[]): AzureMetric => ({ names, aggregation: 'maximum' });

const SQL_API = '2023-08-01';
const flexible = (api: string) => [
  part('configurations', 'configurations', api),
  part('firewallRules', 'firewallRules', api),
  DIAGNOSTICS,
];
const SERVER = {
  cpu: average('cpu_percent'),
  memory: average('memory_percent'),
  disk_used: average('storage_percent'),
  connections: average('active_connections'),
  network_in: rate('network_bytes_ingress'),
  network_out: rate('network_bytes_egress'),
};

export const DATA_KINDS: readonly AzureKind[] = [
  ...kindsOf('Storage Accounts', 'Storage', {
    'Microsoft.Storage/storageAccounts': {
      parts: [
        part('blobService', 'blobServices/default', '2023-05-01'),
        part('fileService', 'fileServices/default', '2023-05-01'),
        part('containers', 'blobServices/default/containers', '2023-05-01'),
        part('managementPolicy', 'managementPolicies/default', '2023-05-01'),
        part('blobDiagnosticSettings', `blobServices/default/${DIAGNOSTICS.path}`, DIAGNOSTICS.api, {
          permission: DIAGNOSTICS.permission,
        }),
      ],
      metrics: {
        stored: average('UsedCapacity'),
        requests: rate('Transactions'),
        network_in: rate('Ingress'),
        network_out: rate('Egress'),
        duration: average('SuccessE2ELatency'),
      },
    },
  }),
  ...kindsOf('Azure SQL Database', 'Databases', {
    'Microsoft.Sql/servers': {
      parts: [
        part('auditingSettings', 'auditingSettings/default', SQL_API),
        part('firewallRules', 'firewallRules', SQL_API),
        part('administrators', 'administrators', SQL_API),
        part('encryptionProtector', 'encryptionProtector/current', SQL_API),
        part('securityAlertPolicy', 'securityAlertPolicies/Default', SQL_API),
        part('vulnerabilityAssessment', 'vulnerabilityAssessments/default', SQL_API),
      ],
    },
    'Microsoft.Sql/servers/databases': {
      parts: [
        part('transparentDataEncryption', 'transparentDataEncryption/current', SQL_API),
        part('auditingSettings', 'auditingSettings/default', SQL_API),
        part('shortTermRetention', 'backupShortTermRetentionPolicies/default', SQL_API),
        part('longTermRetention', 'backupLongTermRetentionPolicies/default', SQL_API),
      ],
      metrics: {
        cpu: average('cpu_percent'),
        memory: average('sql_instance_memory_percent'),
        disk_used: average('storage_percent'),
        stored: last('storage'),
        connections: average('sessions_count'),
      },
    },
    'Microsoft.Sql/servers/elasticPools': { metrics: { cpu: average('cpu_percent') } },
    'Microsoft.Sql/managedInstances': { metrics: { cpu: average('avg_cpu_percent') } },
  }),
  ...kindsOf('Azure DB for PostgreSQL', 'Databases', {
    'Microsoft.DBforPostgreSQL/flexibleServers': { parts: flexible('2024-08-01'), metrics: SERVER },
    'Microsoft.DBforPostgreSQL/servers': { parts: flexible('2017-12-01'), metrics: SERVER },
  }),
  ...kindsOf('Azure DB for MySQL', 'Databases', {
    'Microsoft.DBforMySQL/flexibleServers': { parts: flexible('2023-12-30'), metrics: SERVER },
    'Microsoft.DBforMySQL/servers': { parts: flexible('2017-12-01'), metrics: SERVER },
  }),
  ...kindsOf('Azure Database for MariaDB', 'Databases', {
    'Microsoft.DBforMariaDB/servers': { parts: flexible('2018-06-01'), metrics: SERVER },
  }),
  ...kindsOf('Cosmos DB', 'Databases', {
    'Microsoft.DocumentDB/databaseAccounts': {
      parts: [DIAGNOSTICS],
      metrics: {
        requests: { names: ['TotalRequests'], aggregation: 'count', as: 'rate' },
        stored: average('DataUsage'),
        cpu: last('NormalizedRUConsumption'),
      },
    },
  }),
  ...kindsOf('Azure Cache for Redis', 'Databases', {
    'Microsoft.Cache/Redis': {
      parts: [part('firewallRules', 'firewallRules', '2024-03-01')],
      metrics: {
        cpu: average('percentProcessorTime'),
        memory: average('usedmemorypercentage'),
        connections: average('connectedclients'),
      },
    },
    'Microsoft.Cache/redisEnterprise': {},
  }),
  ...kindsOf('Azure Data Explorer', 'Analytics', { 'Microsoft.Kusto/clusters': { metrics: { cpu: average('CPU') } } }),
  ...kindsOf('Azure Synapse Analytics', 'Analytics', {
    'Microsoft.Synapse/workspaces': { parts: [part('firewallRules', 'firewallRules', '2021-06-01')] },
  }),
  ...kindsOf('Azure Databricks', 'Analytics', { 'Microsoft.Databricks/workspaces': { parts: [DIAGNOSTICS] } }),
];
