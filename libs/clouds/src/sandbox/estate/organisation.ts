export interface SubAccount {
  id: string;
  name: string;
  team: string;
  env: 'prod' | 'staging' | 'dev' | 'shared';
  costCenter: string;
  regions: readonly string[];
}

/** The customer of one provider: what its bills say of themselves on every row. */
export interface Payer {
  provider: 'aws' | 'azure' | 'gcp';
  providerName: string;
  /** BillingAccountId, its name and type. */
  id: string;
  name: string;
  type: string;
  subAccountType: string;
  currency: string;
  /** Parts of a thousand of the list price that the contract asks for. */
  contractedPerMille: bigint;
  accounts: readonly SubAccount[];
  /** Bills in the name of no known provider, whose ids are taken as they are. */
  isLesson?: true;
}

const aws: Payer = {
  provider: 'aws',
  providerName: 'AWS',
  id: '418266301957',
  name: 'Meridian Retail',
  type: 'Management Account',
  subAccountType: 'Member Account',
  currency: 'USD',
  contractedPerMille: 940n,
  accounts: [
    account('210394857611', 'payments-prod', 'payments', 'prod', 'cc-1042', ['eu-west-1', 'us-east-1']),
    account('348120576640', 'storefront-prod', 'storefront', 'prod', 'cc-1077', ['eu-west-1', 'us-east-1']),
    account('507731946285', 'platform-prod', 'platform', 'shared', 'cc-3110', ['eu-west-1']),
    account('612458093374', 'platform-staging', 'platform', 'staging', 'cc-3110', ['eu-west-1']),
    account('739905128846', 'data-lake', 'data', 'prod', 'cc-2087', ['eu-west-1']),
    account('865217340092', 'sandbox', 'platform', 'dev', 'cc-3190', ['us-east-1', 'eu-west-1']),
  ],
};

const azure: Payer = {
  provider: 'azure',
  providerName: 'Microsoft',
  id: '/providers/Microsoft.Billing/billingAccounts/86084807',
  name: 'Meridian Retail Europe',
  type: 'Enterprise Agreement',
  subAccountType: 'Subscription',
  currency: 'EUR',
  contractedPerMille: 920n,
  accounts: [
    account('3f0c9a52-6a1d-4b7e-9c58-21d0e6a4b713', 'erp-prod', 'finance', 'prod', 'cc-4015', ['westeurope']),
    account('91b7e4d6-0c3f-4d28-a5e1-7f4c2b90d8a6', 'intranet-prod', 'workplace', 'prod', 'cc-4120', [
      'westeurope',
      'northeurope',
    ]),
    account('c85d2170-f94b-4e63-b1a7-0e6d93c5f248', 'analytics-emea', 'data', 'prod', 'cc-2087', ['northeurope']),
  ],
};

const gcp: Payer = {
  provider: 'gcp',
  providerName: 'Google Cloud',
  id: '01A3F6-8C2D11-7B94E5',
  name: 'Meridian Retail Data',
  type: 'Billing Account',
  subAccountType: 'Project',
  currency: 'USD',
  contractedPerMille: 1000n,
  accounts: [
    account('meridian-warehouse-prod', 'warehouse-prod', 'data', 'prod', 'cc-2087', ['europe-west1']),
    account('meridian-search-prod', 'search-prod', 'storefront', 'prod', 'cc-1077', ['europe-west1', 'us-central1']),
    account('meridian-ml-research', 'ml-research', 'research', 'dev', 'cc-5203', ['us-central1']),
  ],
};

export const PAYERS: readonly Payer[] = [aws, azure, gcp];

/** What a region is called, its price in parts of a thousand of the cheapest, and how its zones are named. */
export const REGIONS: Readonly<Record<string, { name: string; perMille: bigint; zones: readonly string[] }>> = {
  'us-east-1': { name: 'US East (N. Virginia)', perMille: 1000n, zones: ['us-east-1a', 'us-east-1b'] },
  'eu-west-1': { name: 'Europe (Ireland)', perMille: 1080n, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  westeurope: { name: 'West Europe', perMille: 1060n, zones: ['westeurope-1', 'westeurope-2'] },
  northeurope: { name: 'North Europe', perMille: 1000n, zones: ['northeurope-1', 'northeurope-2'] },
  'europe-west1': { name: 'Belgium', perMille: 1040n, zones: ['europe-west1-b', 'europe-west1-c'] },
  'us-central1': { name: 'Iowa', perMille: 1000n, zones: ['us-central1-a', 'us-central1-b'] },
};

function account(...parts: [string, string, string, SubAccount['env'], string, readonly string[]]): SubAccount {
  const [id, name, team, env, costCenter, regions] = parts;
  return { id, name, team, env, costCenter, regions };
}
