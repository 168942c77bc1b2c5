import { addDays, addMonths, type Day } from '#common';
import { exact, negative, textOf, times, type Exact } from './exact.js';
import { costed, dated, partiesOf, priceCells, type BillMonth } from './line.js';
import type { Payer } from './organisation.js';
import type { BillDay } from './rhythm.js';
import { rowOf, type Cells } from './row.js';

type Service = readonly [name: string, category: string, subcategory: string];

/** What comes once a month from a provider. Amounts in the payer's currency. */
interface Monthly {
  support: { service: Service; sku: string; price: string; taxPerMille: bigint };
  /** Sold through the provider's marketplace by another publisher, by the host. */
  marketplace: { service: Service; publisher: string; account: string; sku: string; price: string; hosts: number };
  /** Until this day of the story the provider gives so much back every month. */
  credit: { amount: string; until: number; text: string };
  /** The service whose last month was metered too high, as found out on the fourth. */
  correction: { service: Service; account: string; amount: string };
}

const OBSERVABILITY: Service = ['Datadog Pro', 'Management and Governance', 'Observability'];

const MONTHLY: Readonly<Record<Payer['provider'], Monthly>> = {
  aws: {
    support: {
      service: ['AWS Support', 'Other', 'Support'],
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
      service: ['Azure Support', 'Other', 'Support'],
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
      service: ['Google Cloud Support', 'Other', 'Support'],
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
    correction: { service: ['BigQuery', 'Analytics', 'Data Warehouses'], account: 'warehouse-prod', amount: '-18.75' },
  },
};

const ONE = exact('1');

/** Support, marketplace, tax, credits and corrections, on the days on which they come. */
export function* monthlyRows(payer: Payer, on: BillDay, month: BillMonth): Generator<string[]> {
  const { support, marketplace, credit, correction } = MONTHLY[payer.provider];
  if (on.dayOfMonth === 1) {
    yield dated(supportRow(payer, support), month, month);
    yield dated(taxRow(payer, support), month, month);
    yield dated(marketplaceRow(payer, marketplace, on.t), month, month);
    if (on.t < credit.until) yield dated(creditRow(payer, credit, support.service), on, month);
  }
  if (on.dayOfMonth === 4) yield dated(correctionRow(payer, correction), lastDayOfMonthBefore(on.day), month);
  if (on.dayOfMonth === 15 && on.t % 3 === 0) yield dated(refundRow(payer, marketplace), on, month);
}

const serviceCells = ([name, category, subcategory]: Service): Cells => ({
  ServiceName: name,
  ServiceCategory: category,
  ServiceSubcategory: subcategory,
});

function recurring(service: Service, price: string, sold: { quantity: Exact; unit: string; sku: string }): string[] {
  const { quantity, unit, sku } = sold;
  return costed(
    rowOf({
      ...priceCells(exact(price), exact(price)),
      ...serviceCells(service),
      ChargeCategory: 'Usage',
      ChargeFrequency: 'Recurring',
      ChargeDescription: `${service[0]}, monthly fee`,
      PricingCategory: 'Standard',
      PricingQuantity: textOf(quantity),
      PricingUnit: unit,
      ConsumedQuantity: textOf(quantity),
      ConsumedUnit: unit,
      SkuId: sku,
      SkuMeter: 'Monthly fee',
      SkuPriceId: `${sku}.monthly`,
    }),
    times(exact(price), quantity),
  );
}

/** Cells of the second row where it has any, else of the first. */
const overlaid = (row: string[], cells: Cells) => rowOf(cells).map((text, place) => text || row[place]!);

const supportRow = (payer: Payer, { service, price, sku }: Monthly['support']) =>
  overlaid(recurring(service, price, { quantity: ONE, unit: 'Months', sku }), partiesOf(payer));

function taxRow(payer: Payer, { service, price, taxPerMille }: Monthly['support']) {
  const row = rowOf({
    ...partiesOf(payer),
    ...serviceCells(service),
    ChargeCategory: 'Tax',
    ChargeFrequency: 'Recurring',
    ChargeDescription: `Tax on ${service[0]}`,
  });
  return costed(row, times(exact(price), { digits: taxPerMille, scale: 3 }));
}

const accountOf = (payer: Payer, name: string) => payer.accounts.find((account) => account.name === name);

function marketplaceRow(payer: Payer, offer: Monthly['marketplace'], t: number) {
  const hosts = Math.round(offer.hosts * Math.max(0.5, 1 + t * 0.001));
  const quantity = exact(String(hosts));
  const row = recurring(offer.service, offer.price, { quantity, unit: 'Units', sku: offer.sku });
  return overlaid(row, { ...partiesOf(payer, accountOf(payer, offer.account)), PublisherName: offer.publisher });
}

function creditRow(payer: Payer, credit: Monthly['credit'], service: Service) {
  const row = rowOf({
    ...partiesOf(payer),
    ...serviceCells(service),
    ChargeCategory: 'Credit',
    ChargeFrequency: 'One-Time',
    ChargeDescription: credit.text,
  });
  return costed(row, negative(exact(credit.amount)));
}

/** Half of one unit of the marketplace offer, given back. */
function refundRow(payer: Payer, offer: Monthly['marketplace']) {
  const row = rowOf({
    ...partiesOf(payer, accountOf(payer, offer.account)),
    ...serviceCells(offer.service),
    PublisherName: offer.publisher,
    ChargeCategory: 'Credit',
    ChargeFrequency: 'One-Time',
    ChargeDescription: `Refund of ${offer.service[0]}`,
  });
  return costed(row, times(negative(exact(offer.price)), exact('0.5')));
}

function correctionRow(payer: Payer, { service, account, amount }: Monthly['correction']) {
  const row = rowOf({
    ...partiesOf(payer, accountOf(payer, account)),
    ...serviceCells(service),
    ChargeCategory: 'Usage',
    ChargeClass: 'Correction',
    ChargeFrequency: 'Usage-Based',
    ChargeDescription: `Metering of ${service[0]} corrected`,
  });
  return costed(row, exact(amount));
}

function lastDayOfMonthBefore(day: Day) {
  const last = addDays(addMonths(day, 0), -1);
  return { start: `${last}T00:00:00Z`, end: `${addMonths(day, 0)}T00:00:00Z` };
}
