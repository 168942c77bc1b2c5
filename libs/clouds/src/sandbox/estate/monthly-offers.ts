import type { Payer } from './organisation.js';

export type Service = readonly [name: string, category: string, subcategory: string];

/** What comes once a month from a provider. Amounts in the payer's currency. */
export interface Monthly {
  support: { service: Service; sku: string; price: string; taxPerMille: bigint };
  /** Sold through the provider's marketplace by another publisher, by the host. */
  marketplace: { service: Service; publisher: string; account: string; sku: string; price: string; hosts: number };
  /** Until this day of the story the provider gives so much back every month. */
  credit: { amount: string; until: number; text: string };
  /** The service whose last month was metered too high, as found out on the fourth. */
  correction: { service: Service; account: string; amount: string };
}

const OBSERVABILITY: Service = ['Datadog Pro', 'Management and Governance', 'Observability'];

export const MONTHLY: Readonly<Record<Payer['provider'], Monthly>> = {
  aws: {
    support: {
      service: ['AWS Support', 'Management and Governance', 'Support'],
      sku: 'Support-Business',
      price: '2150',
      taxPerMille: 88n,
    },
    marketplace: {
      service: OBSERVABILITY,
      publisher: 'Datadog, Inc.',
      account: 'platform-prod',
      sku: 'datadog-pro-host',
      price: '18.5',
      hosts: 64,
    },
    credit: { amount: '750', until: -60, text: 'Migration programme credit' },
    correction: {
      service: ['Amazon Simple Storage Service', 'Storage', 'Object Storage'],
      account: 'data-lake',
      amount: '-31.2407518',
    },
  },
  azure: {
    support: {
      service: ['Azure Support', 'Management and Governance', 'Support'],
      sku: 'Support-Professional-Direct',
      price: '843.3',
      taxPerMille: 210n,
    },
    marketplace: {
      service: ['Elastic Cloud', 'Analytics', 'Search'],
      publisher: 'Elasticsearch B.V.',
      account: 'intranet-prod',
      sku: 'elastic-enterprise-node',
      price: '96.4',
      hosts: 6,
    },
    credit: { amount: '120', until: 1_000_000, text: 'Service level credit' },
    correction: {
      service: ['Storage Accounts', 'Storage', 'Object Storage'],
      account: 'analytics-emea',
      amount: '12.00471936',
    },
  },
  gcp: {
    support: {
      service: ['Google Cloud Support', 'Management and Governance', 'Support'],
      sku: 'Support-Enhanced',
      price: '500',
      taxPerMille: 88n,
    },
    marketplace: {
      service: ['Confluent Cloud', 'Integration', 'Messaging'],
      publisher: 'Confluent, Inc.',
      account: 'warehouse-prod',
      sku: 'confluent-cluster-unit',
      price: '385',
      hosts: 2,
    },
    credit: { amount: '300', until: -150, text: 'Startup programme credit' },
    correction: { service: ['BigQuery', 'Databases', 'Data Warehouses'], account: 'warehouse-prod', amount: '-18.75' },
  },
};
