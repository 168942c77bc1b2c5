import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { realData } from '../real-data.js';
import { countsFrom } from './listed.js';
import type { Row } from './azure-stub.js';

/** The recorded resources, as Resource Manager told them. */
export const azureRecorded = (): Row[] =>
  gunzipSync(readFileSync(realData('inventory', 'azure-resources.jsonl.gz')))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

/** How many of each type there are, by provider. */
const COUNTS = `
Microsoft.Advisor: recommendations 13
Microsoft.ApiManagement: service 2, service/certificates 1
Microsoft.AppConfiguration: configurationStores 1, configurationStores/privateEndpointConnections 1
Microsoft.AppPlatform: Spring 1, Spring/apps 1
Microsoft.Authorization: locks 6, policyAssignments 4, roleAssignments 69, roleDefinitions 128
Microsoft.Automation: AutomationAccounts/Variables 1, automationAccounts 4
Microsoft.Batch: batchAccounts 1
Microsoft.Cache: Redis 2, Redis/firewallRules 1
Microsoft.Cdn: profiles 7, profiles/afdEndpoints 1, profiles/customdomains 1, profiles/endpoints 2,
  profiles/endpoints/customDomains 1
Microsoft.CognitiveServices: accounts 16, accounts/deployments 2, accounts/projects 14,
  accounts/projects/applications 1, accounts/projects/connections 3
Microsoft.Compute: availabilitySets 2, disks 16, snapshots 1, virtualMachineScaleSets 1, virtualMachines 9,
  virtualMachines/extensions 5
Microsoft.ContainerInstance: containerGroups 1
Microsoft.ContainerRegistry: registries 1
Microsoft.ContainerService: ContainerServices 1, managedClusters 1
Microsoft.DBforMariaDB: servers 2
Microsoft.DBforMySQL: flexibleServers 3, flexibleServers/configurations 3, servers 4, servers/configurations 1,
  servers/securityAlertPolicies 1
Microsoft.DBforPostgreSQL: flexibleServers 2, servers 6, servers/configurations 167, servers/databases 1,
  servers/firewallRules 1, servers/securityAlertPolicies 2
Microsoft.DataFactory: factories 1
Microsoft.DataLakeAnalytics: accounts 1
Microsoft.DataLakeStore: accounts 2
Microsoft.DataProtection: backupVaults 1
Microsoft.Databricks: workspaces 1
Microsoft.DesktopVirtualization: hostpools 2, hostpools/sessionhosts 2
Microsoft.Devices: IotHubs 1
Microsoft.DocumentDB: databaseAccounts 2
Microsoft.EventGrid: domains 1, domains/privateEndpointConnections 1, eventSubscriptions 1, topics 1,
  topics/privateEndpointConnections 1
Microsoft.EventHub: Namespaces/NetworkRuleSets 1, namespaces 1
Microsoft.HDInsight: clusters 1
Microsoft.Insights: activityLogAlerts 13, autoscaleSettings 1, components 4, diagnosticSettings 2
Microsoft.KeyVault: vaults 13, vaults/accessPolicies 1
Microsoft.Kusto: clusters 2
Microsoft.Logic: workflows 1
Microsoft.MachineLearningServices: workspaces 6, workspaces/computes 1, workspaces/data 1, workspaces/jobs 1,
  workspaces/onlineEndpoints 1
Microsoft.ManagedIdentity: userAssignedIdentities 1
Microsoft.Network: Frontdoors/BackendPools 3, Frontdoors/FrontendEndpoints 2, Frontdoors/HealthProbeSettings 3,
  Frontdoors/LoadBalancingSettings 3, Frontdoors/RoutingRules 3,
  applicationGatewayWebApplicationFirewallPolicies 2, applicationGateways 5,
  applicationGateways/backendAddressPools 5, applicationGateways/backendHttpSettingsCollection 5,
  applicationGateways/frontendIPConfigurations 5, applicationGateways/frontendPorts 5,
  applicationGateways/gatewayIPConfigurations 5, applicationGateways/httpListeners 5,
  applicationGateways/requestRoutingRules 5, bastionHosts 1, bastionHosts/bastionHostIpConfigurations 1,
  dnsZones 2, dnszones/A 3, dnszones/NS 2, dnszones/SOA 2, frontDoorWebApplicationFirewallPolicies 4, frontDoors
  3, frontdoors/frontendendpoints 1, loadBalancers 4, loadBalancers/backendAddressPools 2,
  loadBalancers/frontendIPConfigurations 4, loadBalancers/inboundNatRules 1, loadBalancers/loadBalancingRules 2,
  loadBalancers/probes 2, networkInterfaces 6, networkInterfaces/ipConfigurations 6, networkSecurityGroups 48,
  networkSecurityGroups/defaultSecurityRules 288, networkSecurityGroups/securityRules 147, networkWatchers 8,
  networkWatchers/flowLogs 1, publicIPAddresses 4, routeTables 2, routeTables/routes 4, trafficManagerProfiles
  1, virtualNetworks 7
Microsoft.RecoveryServices: vaults 1
Microsoft.RedHatOpenShift: openShiftClusters 1
Microsoft.Resources: resourceGroups 18, tags 2
Microsoft.Search: searchServices 1
Microsoft.Security: assessments 1, autoProvisioningSettings 1, locations/jitNetworkAccessPolicies 1, pricings
  12, securityContacts 1, settings 2
Microsoft.ServiceBus: Namespaces/AuthorizationRules 2, Namespaces/NetworkRuleSets 1, namespaces 3
Microsoft.ServiceFabric: managedclusters 1
Microsoft.SignalRService: SignalR 1, SignalR/privateEndpointConnections 1
Microsoft.Sql: servers 14, servers/auditingSettings 2, servers/databases 19,
  servers/databases/backupLongTermRetentionPolicies 3, servers/databases/backupShortTermRetentionPolicies 2,
  servers/databases/dataMaskingPolicies 1, servers/databases/transparentDataEncryption 6,
  servers/encryptionProtector 2, servers/failoverGroups 2, servers/firewallRules 2,
  servers/securityAlertPolicies 2, servers/vulnerabilityAssessments 1
Microsoft.Storage: storageAccounts 33, storageAccounts/blobServices 1, storageAccounts/blobServices/containers
  3, storageAccounts/fileServices 1, storageAccounts/managementPolicies 1
Microsoft.StreamAnalytics: streamingjobs 1
Microsoft.Synapse: workspaces 2
Microsoft.Web: hostingEnvironments 1, serverFarms 10, sites 9, sites/config 3
microsoft.insights: alertrules 3
`;

export const AZURE_COUNTS = countsFrom(COUNTS);
