import { average, DIAGNOSTICS, kindsOf, rate, type AzureKind } from './kind.js';

const VIRTUAL_NETWORK = 'Microsoft.Network/virtualNetworks';

export const NETWORK_KINDS: readonly AzureKind[] = [
  ...kindsOf('Virtual Network', 'Networking', {
    [VIRTUAL_NETWORK]: {},
    [`${VIRTUAL_NETWORK}/subnets`]: { within: { type: VIRTUAL_NETWORK, list: 'subnets' } },
    'Microsoft.Network/networkSecurityGroups': { parts: [DIAGNOSTICS] },
    'Microsoft.Network/applicationSecurityGroups': {},
    'Microsoft.Network/networkInterfaces': {},
    'Microsoft.Network/publicIPAddresses': { metrics: { network_in: rate('ByteCount') } },
    'Microsoft.Network/routeTables': {},
    'Microsoft.Network/virtualNetworkGateways': {},
    'Microsoft.Network/connections': {},
  }),
  ...kindsOf('Azure NAT Gateway', 'Networking', {
    'Microsoft.Network/natGateways': {
      metrics: { network_out: rate('ByteCount'), connections: average('SNATConnectionCount') },
    },
  }),
  ...kindsOf('Network Watcher', 'Networking', {
    'Microsoft.Network/networkWatchers': {},
    'Microsoft.Network/networkWatchers/flowLogs': {},
  }),
  ...kindsOf('Load Balancer', 'Networking', {
    'Microsoft.Network/loadBalancers': {
      metrics: { network_in: rate('ByteCount'), connections: average('SnatConnectionCount') },
    },
  }),
  ...kindsOf('Application Gateway', 'Networking', {
    'Microsoft.Network/applicationGateways': {
      parts: [DIAGNOSTICS],
      metrics: {
        requests: rate('TotalRequests'),
        errors: rate('FailedRequests'),
        network_out: rate('BytesSent'),
        network_in: rate('BytesReceived'),
        connections: average('CurrentConnections'),
      },
    },
    'Microsoft.Network/applicationGatewayWebApplicationFirewallPolicies': {},
  }),
  ...kindsOf('Azure Front Door', 'Networking', {
    'Microsoft.Network/frontDoors': { parts: [DIAGNOSTICS], metrics: { requests: rate('RequestCount') } },
    'Microsoft.Network/frontDoorWebApplicationFirewallPolicies': {},
  }),
  ...kindsOf('Content Delivery Network', 'Networking', {
    'Microsoft.Cdn/profiles': { parts: [DIAGNOSTICS], metrics: { requests: rate('RequestCount') } },
    'Microsoft.Cdn/profiles/endpoints': {},
    'Microsoft.Cdn/profiles/afdEndpoints': {},
  }),
  ...kindsOf('Azure Firewall', 'Networking', {
    'Microsoft.Network/azureFirewalls': { parts: [DIAGNOSTICS], metrics: { network_in: rate('DataProcessed') } },
    'Microsoft.Network/firewallPolicies': {},
  }),
  ...kindsOf('Azure Bastion', 'Networking', { 'Microsoft.Network/bastionHosts': {} }),
  ...kindsOf('Azure DNS', 'Networking', {
    'Microsoft.Network/dnsZones': {},
    'Microsoft.Network/privateDnsZones': {},
  }),
  ...kindsOf('Azure Private Link', 'Networking', { 'Microsoft.Network/privateEndpoints': {} }),
  ...kindsOf('Traffic Manager', 'Networking', { 'Microsoft.Network/trafficManagerProfiles': {} }),
];
