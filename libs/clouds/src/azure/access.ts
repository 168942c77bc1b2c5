import type { CloudAccess } from '../cloud.js';
import { faultsIn, isText, regionsRule, type SettingRules } from '../setting-rules.js';

/** How one subscription is got into, as its settings and its credential tell. */
export interface AzureAccess {
  subscription: string;
  tenantId?: string;
  clientId?: string;
  regions?: string[];
  /** Azure Resource Manager of another cloud than the public one, or an emulator. */
  endpoint: string;
  /** Where tokens are asked for, of another cloud than the public one. */
  authority?: string;
  /** Where metrics are asked for; `{region}` stands for the region. */
  metrics: string;
  bills?: string;
  credential?: Record<string, string>;
}

export const EXAMPLE = {
  settings: {
    tenantId: '5b9c2f0e-0000-4000-8000-000000000001',
    clientId: '5b9c2f0e-0000-4000-8000-000000000002',
    regions: ['westeurope'],
    bills: 'https://billing.blob.core.windows.net/exports/focus',
  },
  credential: {
    clientSecret: 'the secret of the app registration; or clientCertificate: its PEM with the private key',
  },
};

const isHttps = (value: unknown) => isText(value) && URL.canParse(value) && value.startsWith('https://');
const isWord = (value: unknown) => isText(value) && /^[\w.-]+$/.test(value);

const RULES: SettingRules = {
  tenantId: [isWord, 'must be the id of a directory'],
  clientId: [isWord, 'must be the id of an app registration or of a managed identity'],
  regions: regionsRule((each) => /^[a-z0-9]+$/.test(String(each)), 'westeurope'),
  endpoint: [isHttps, 'must be the https URL of a Resource Manager'],
  authority: [isHttps, 'must be the https URL of a token service'],
  metrics: [isHttps, 'must be the https URL of Azure Monitor, such as https://{region}.metrics.monitor.azure.com'],
  bills: [
    (value) => isHttps(value) && new URL(value as string).pathname.length > 1,
    'must be https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX',
  ],
};

/** Settings and a credential that cannot be used, each said in words. */
export function faultsOf(access: CloudAccess): string[] {
  const { settings, credential } = access;
  const faults = faultsIn(access, RULES);
  if (!credential) return faults;
  if (!isText(credential.clientSecret) && !isText(credential.clientCertificate))
    faults.push('the credential needs clientSecret or clientCertificate');
  if (!settings.tenantId || !settings.clientId) faults.push('a credential needs tenantId and clientId in the settings');
  return faults;
}

/** Settings that `faultsOf` has found no fault with. */
export function accessOf({ externalId, settings, credential }: CloudAccess): AzureAccess {
  const {
    endpoint = 'https://management.azure.com',
    metrics = 'https://{region}.metrics.monitor.azure.com',
    ...rest
  } = settings as Partial<AzureAccess>;
  return { ...rest, subscription: externalId, endpoint: endpoint.replace(/\/+$/, ''), metrics, credential };
}
