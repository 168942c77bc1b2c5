import type { TokenCredential } from '@azure/identity';
import type { AzureAccess } from './access.js';

/** The identity that the settings name, else the ambient one of this machine. */
export async function credentialOf(access: AzureAccess): Promise<TokenCredential> {
  const { ClientCertificateCredential, ClientSecretCredential, DefaultAzureCredential } =
    await import('@azure/identity');
  const { tenantId, clientId, authority, credential } = access;
  // Only Microsoft's own directories know about each other; any other is believed as it is named.
  const options = { ...(authority && { authorityHost: authority, disableInstanceDiscovery: true }) };
  if (credential?.clientSecret)
    return new ClientSecretCredential(tenantId!, clientId!, credential.clientSecret, options);
  if (credential?.clientCertificate)
    return new ClientCertificateCredential(
      tenantId!,
      clientId!,
      { certificate: credential.clientCertificate },
      options,
    );
  return new DefaultAzureCredential({ ...options, tenantId, managedIdentityClientId: clientId });
}
