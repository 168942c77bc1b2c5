import { DIAGNOSTICS, kindsOf, part, type AzureKind } from './kind.js';

const AUTHORIZATION = 'authorizationresources' as const;

export const GOVERNANCE_KINDS: readonly AzureKind[] = [
  ...kindsOf('Azure Resource Manager', 'Management and Governance', {
    'Microsoft.Resources/subscriptions': {
      table: 'resourcecontainers',
      parts: [
        DIAGNOSTICS,
        part('securityContacts', 'providers/Microsoft.Security/securityContacts', '2023-12-01-preview', {
          permission: 'Microsoft.Security/securityContacts/read',
        }),
        part(
          'autoProvisioningSettings',
          'providers/Microsoft.Security/autoProvisioningSettings',
          '2017-08-01-preview',
          {
            permission: 'Microsoft.Security/autoProvisioningSettings/read',
          },
        ),
        part('locks', 'providers/Microsoft.Authorization/locks', '2020-05-01', {
          permission: 'Microsoft.Authorization/locks/read',
        }),
      ],
    },
    'Microsoft.Resources/subscriptions/resourceGroups': { table: 'resourcecontainers' },
  }),
  ...kindsOf('Azure Policy', 'Management and Governance', {
    'Microsoft.Authorization/policyAssignments': { table: 'policyresources' },
  }),
  ...kindsOf('Microsoft Entra ID', 'Identity', {
    'Microsoft.ManagedIdentity/userAssignedIdentities': {},
    'Microsoft.Authorization/roleAssignments': { table: AUTHORIZATION },
    'Microsoft.Authorization/roleDefinitions': { table: AUTHORIZATION },
  }),
  ...kindsOf('Microsoft Defender for Cloud', 'Security', {
    'Microsoft.Security/pricings': { table: 'securityresources' },
  }),
];
