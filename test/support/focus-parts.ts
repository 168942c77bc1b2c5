import { Decimal } from '#common';
import type { Estate, Product } from './focus-estates.js';

/** A charge: column to text, null where empty. */
export type Row = Record<string, string | null>;

export interface ChargeRequest {
  /** Which charge of the file, from 0: every twenty in a row hold each kind once or more. */
  at: number;
  /** How many charges the file has. */
  count: number;
  random: () => number;
  /** The first day of the billing month. */
  month: string;
  provider: string;
}

export interface Draft extends ChargeRequest {
  estate: Estate;
  product: Product;
  /** Twenty charges in a row; their commitment is used, left unused and paid for in equal parts. */
  block: number;
  account: Estate['subAccounts'][number];
  region: Estate['regions'][number];
  start: Date;
}

export const HOUR = 3_600_000;
const stamp = (at: Date) => at.toISOString().replace('.000Z', 'Z');
const RATE = new Decimal('0.92');
export const pick = <T>(items: readonly T[], random: () => number) => items[Math.floor(random() * items.length)]!;
const slug = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** Azure bills in euros what it prices in dollars. */
const currencyOf = ({ estate }: Draft) => (estate.provider === 'Microsoft' ? 'EUR' : 'USD');
export const billed = (draft: Draft, dollars: Decimal) => (currencyOf(draft) === 'EUR' ? dollars.times(RATE) : dollars);

/** Who bills whom for which month, and what for. */
export function frame(draft: Draft): Row {
  const { estate, account, month, start, product } = draft;
  const from = new Date(`${month}T00:00:00Z`);
  const { provider, billingAccount } = estate;
  return {
    ProviderName: provider,
    PublisherName: provider,
    InvoiceIssuerName: provider,
    ServiceProviderName: provider,
    HostProviderName: provider,
    BillingAccountId: billingAccount.id,
    BillingAccountName: billingAccount.name,
    BillingAccountType: billingAccount.type,
    SubAccountId: account.id,
    SubAccountName: account.name,
    SubAccountType: account.type,
    InvoiceId: `${slug(provider)}-${month.slice(0, 7)}`,
    BillingPeriodStart: stamp(from),
    BillingPeriodEnd: stamp(new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1))),
    ChargePeriodStart: stamp(start),
    ChargePeriodEnd: stamp(new Date(start.getTime() + HOUR)),
    BillingCurrency: currencyOf(draft),
    PricingCurrency: 'USD',
    ServiceName: product.service,
    ServiceCategory: product.category,
    ServiceSubcategory: product.subcategory,
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Usage-Based',
    ChargeDescription: `${product.meter} in ${draft.region.name}`,
  };
}

export function place({ region, random, account, estate, product, at }: Draft): Row {
  const name = `${slug(account.name)}-${slug(product.resourceType)}-${at % 97}`;
  return {
    RegionId: region.id,
    RegionName: region.name,
    AvailabilityZone: product.isCompute ? pick(region.zones, random) : null,
    ResourceId: estate.path(account.id, region.id, product.kind, `${product.kind.length}/${name}`),
    ResourceName: name,
    ResourceType: product.resourceType,
    Tags: JSON.stringify({ Environment: 'production', Owner: `team-${at % 7}`, CostCenter: `${100 + (at % 11)}` }),
  };
}

/** What was sold, at which price, and what it comes to before and after the negotiated twentieth off. */
export function price(draft: Draft, quantity: Decimal, category: string): Row {
  const { product, estate, region } = draft;
  const list = new Decimal(product.price);
  const contracted = list.times('0.95');
  const sku = `${slug(estate.provider)}-${slug(product.service)}-${slug(product.meter)}-${region.id}`;
  const cost = billed(draft, contracted).times(quantity).toFixed();
  return {
    SkuId: sku,
    SkuMeter: product.meter,
    SkuPriceId: `${sku}-${slug(category)}`,
    SkuPriceDetails: JSON.stringify(product.details),
    PricingCategory: category,
    PricingQuantity: quantity.toFixed(),
    PricingUnit: product.unit,
    ListUnitPrice: billed(draft, list).toFixed(),
    ContractedUnitPrice: billed(draft, contracted).toFixed(),
    PricingCurrencyListUnitPrice: list.toFixed(),
    PricingCurrencyContractedUnitPrice: contracted.toFixed(),
    ListCost: billed(draft, list).times(quantity).toFixed(),
    ContractedCost: cost,
    EffectiveCost: cost,
    BilledCost: cost,
    PricingCurrencyEffectiveCost: contracted.times(quantity).toFixed(),
  };
}

export const consumed = (draft: Draft, quantity: Decimal): Row => ({
  ConsumedQuantity: quantity.toFixed(),
  ConsumedUnit: draft.product.unit.replace(/^\d+ /, ''),
});

export const quantityOf = ({ random }: Draft) => new Decimal(1 + Math.floor(random() * 9_000)).div(1_000);

export function usage(draft: Draft, category = 'Standard'): Row {
  const quantity = quantityOf(draft);
  return { ...frame(draft), ...place(draft), ...price(draft, quantity, category), ...consumed(draft, quantity) };
}
