import { average, DIAGNOSTICS, kindsOf, part, rate, type AzureKind } from './kind.js';

const VAULT_API = '2023-07-01';
const messaging = (api: string) => ({
  parts: [part('networkRuleSet', 'networkRuleSets/default', api), DIAGNOSTICS],
  metrics: {
    requests: rate('IncomingRequests'),
    errors: rate('ServerErrors'),
    connections: average('ActiveConnections'),
  },
});

export const PLATFORM_KINDS: readonly AzureKind[] = [
  ...kindsOf('Key Vault', 'Security', {
    'Microsoft.KeyVault/vaults': {
      parts: [part('keys', 'keys', VAULT_API, { each: true }), part('secrets', 'secrets', VAULT_API), DIAGNOSTICS],
      metrics: { requests: { names: ['ServiceApiHit'], aggregation: 'count', as: 'rate' } },
    },
    'Microsoft.KeyVault/managedHSMs': {},
  }),
  ...kindsOf('Event Hubs', 'Integration', { 'Microsoft.EventHub/namespaces': messaging('2024-01-01') }),
  ...kindsOf('Service Bus', 'Integration', {
    'Microsoft.ServiceBus/namespaces': {
      ...messaging('2021-11-01'),
      metrics: { ...messaging('').metrics, queued: average('ActiveMessages') },
    },
  }),
  ...kindsOf('Event Grid', 'Integration', {
    'Microsoft.EventGrid/topics': {},
    'Microsoft.EventGrid/domains': {},
  }),
  ...kindsOf('Logic Apps', 'Integration', {
    'Microsoft.Logic/workflows': { parts: [DIAGNOSTICS], metrics: { requests: rate('RunsStarted') } },
  }),
  ...kindsOf('API Management', 'Integration', { 'Microsoft.ApiManagement/service': { parts: [DIAGNOSTICS] } }),
  ...kindsOf('Azure Data Factory', 'Integration', { 'Microsoft.DataFactory/factories': {} }),
  ...kindsOf('Azure Automation', 'Integration', { 'Microsoft.Automation/automationAccounts': {} }),
  ...kindsOf('Azure AI Services', 'AI and Machine Learning', {
    'Microsoft.CognitiveServices/accounts': {
      parts: [DIAGNOSTICS],
      metrics: { requests: rate('TotalCalls'), errors: rate('TotalErrors') },
    },
  }),
  ...kindsOf('Azure Machine Learning', 'AI and Machine Learning', {
    'Microsoft.MachineLearningServices/workspaces': {},
  }),
  ...kindsOf('Azure AI Search', 'Analytics', { 'Microsoft.Search/searchServices': { parts: [DIAGNOSTICS] } }),
  ...kindsOf('Azure Stream Analytics', 'Analytics', { 'Microsoft.StreamAnalytics/streamingjobs': {} }),
  ...kindsOf('Azure SignalR Service', 'Web', { 'Microsoft.SignalRService/SignalR': {} }),
  ...kindsOf('Azure Backup', 'Storage', {
    'Microsoft.RecoveryServices/vaults': {},
    'Microsoft.DataProtection/backupVaults': {},
  }),
  ...kindsOf('Azure Monitor', 'Management and Governance', {
    'Microsoft.OperationalInsights/workspaces': {},
    'Microsoft.Insights/components': {},
    'Microsoft.Insights/activityLogAlerts': {},
    'Microsoft.Insights/metricAlerts': {},
    'Microsoft.Insights/actionGroups': {},
    'Microsoft.Insights/autoscaleSettings': {},
  }),
];
