import { FLEETS, type Fleet } from './fleets.js';
import { PAYERS, type Payer } from './organisation.js';

/** A part of the demo estate to learn with: some that is well, and some of each fault. */
const CHOSEN: Readonly<Record<Payer['provider'], string>> = {
  aws: `payments-prod/payments-api 3, payments-prod/payments-api-data 3, payments-prod/payments-db 1,
    payments-prod/payments-public 1, payments-prod/payments-events 2, payments-prod/meridian-payments-archive 2,
    platform-staging/staging-api 2, platform-staging/staging-data 2, platform-staging/staging-db 1, sandbox/try 2,
    sandbox/unattached 2, sandbox/old-image 2, sandbox/benchmark-leftover 1`,
  azure: `erp-prod/erp-web 3, erp-prod/erp-data 4, erp-prod/erp-ledger 1, erp-prod/erp-files 2, intranet-prod/vdi-host 2,
    intranet-prod/intranet-files 1, analytics-emea/emea-scratch 2`,
  gcp: `search-prod/search-node 3, search-prod/search-index 3, search-prod/search-config 1, ml-research/notebook 1,
    ml-research/meridian-research-sets 2, ml-research/notebook-disk 2, warehouse-prod/mart 1`,
};

export function lessonFleets(cloud: Payer['provider'], account: string, size: number): Fleet[] {
  return CHOSEN[cloud].split(',').map((chosen) => {
    const [name, count] = chosen.trim().split(' ');
    const fleet = FLEETS.find((one) => `${one.account}/${one.prefix}` === name);
    if (!fleet) throw new Error(`There is no fleet ${name}.`);
    const prefix = fleet.prefix.replace('meridian', account.toLowerCase().replace(/[^a-z0-9]+/g, '-'));
    return { ...fleet, account, prefix, count: Math.max(1, Math.round(Number(count) * size)) };
  });
}

/** It pays for itself, in dollars, at list prices; its bills name `Sandbox` as the provider. */
export function lessonPayer(cloud: Payer['provider'], account: string): Payer {
  const like = PAYERS.find(({ provider }) => provider === cloud)!;
  const { regions } = like.accounts[0]!;
  return {
    ...like,
    ...{ providerName: 'Sandbox', id: account, name: 'Sandbox', type: 'Sandbox', currency: 'USD' },
    contractedPerMille: 1000n,
    isLesson: true,
    accounts: [{ id: account, name: account, team: 'learning', env: 'dev', costCenter: 'cc-0001', regions }],
  };
}
