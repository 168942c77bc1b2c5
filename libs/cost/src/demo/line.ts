import { exact, textOf, times, type Exact } from './exact.js';
import type { Kind, Meter } from './kind.js';
import { REGIONS, type Payer, type SubAccount } from './organisation.js';
import { placeOf, rowOf, type Cells } from './row.js';
import type { BillDay } from './rhythm.js';

/** What every row of one bill says. */
export interface BillMonth {
  start: string;
  end: string;
  invoice: string;
}

/** One meter of one resource: the cells that never change, and its prices. */
export interface Line {
  cells: readonly string[];
  list: Exact;
  contracted: Exact;
}

export interface Subject {
  payer: Payer;
  account: SubAccount;
  kind: Kind;
  region: string;
  zone: string;
  nativeId: string;
  name: string;
  tags: string;
}

/** What a row says of who bills whom; without an account it is the payer's own. */
export const partiesOf = (payer: Payer, account?: SubAccount): Cells => ({
  ProviderName: payer.providerName,
  PublisherName: payer.providerName,
  InvoiceIssuerName: payer.providerName,
  BillingAccountId: payer.id,
  BillingAccountName: payer.name,
  BillingAccountType: payer.type,
  BillingCurrency: payer.currency,
  PricingCurrency: payer.currency,
  SubAccountId: account?.id,
  SubAccountName: account?.name,
  SubAccountType: account && payer.subAccountType,
});

export const PER_MILLE = (parts: bigint): Exact => ({ digits: parts, scale: 3 });

const regionCells = (kind: Kind, region: string, zone: string): Cells =>
  kind.isGlobal
    ? {}
    : { RegionId: region, RegionName: REGIONS[region]!.name, AvailabilityZone: kind.isZonal ? zone : undefined };

const meterCells = (meter: Meter, place: string): Cells => ({
  ChargeCategory: 'Usage',
  ChargeFrequency: 'Usage-Based',
  ChargeDescription: meter.name,
  PricingCategory: 'Standard',
  PricingUnit: meter.unit,
  ConsumedUnit: meter.unit,
  SkuId: meter.sku,
  SkuMeter: meter.name,
  SkuPriceId: `${meter.sku}.${place}`,
  SkuPriceDetails: meter.details && JSON.stringify(meter.details),
});

export function lineOf(subject: Subject, meter: Meter): Line {
  const { payer, account, kind, region, zone } = subject;
  const list = kind.isGlobal ? exact(meter.price) : times(exact(meter.price), PER_MILLE(REGIONS[region]!.perMille));
  const contracted = times(list, PER_MILLE(payer.contractedPerMille));
  const cells = rowOf({
    ...partiesOf(payer, account),
    ...regionCells(kind, region, zone),
    ...meterCells(meter, kind.isGlobal ? 'global' : region),
    ServiceName: kind.service,
    ServiceCategory: kind.category,
    ServiceSubcategory: kind.subcategory,
    ResourceId: subject.nativeId,
    ResourceName: kind.isUnnamed ? undefined : subject.name,
    ResourceType: kind.type,
    Tags: subject.tags,
    ...priceCells(list, contracted),
  });
  return { cells, list, contracted };
}

export function priceCells(list: Exact, contracted: Exact): Cells {
  const [listText, contractedText] = [textOf(list), textOf(contracted)];
  return {
    ListUnitPrice: listText,
    ContractedUnitPrice: contractedText,
    PricingCurrencyListUnitPrice: listText,
    PricingCurrencyContractedUnitPrice: contractedText,
  };
}

const BILLED = placeOf('BilledCost');
const EFFECTIVE = placeOf('EffectiveCost');
const PRICING_EFFECTIVE = placeOf('PricingCurrencyEffectiveCost');
const LIST = placeOf('ListCost');
const CONTRACTED = placeOf('ContractedCost');
const QUANTITY = placeOf('PricingQuantity');
const CONSUMED = placeOf('ConsumedQuantity');
const CHARGE_START = placeOf('ChargePeriodStart');
const CHARGE_END = placeOf('ChargePeriodEnd');
const BILLING_START = placeOf('BillingPeriodStart');
const BILLING_END = placeOf('BillingPeriodEnd');
const INVOICE = placeOf('InvoiceId');

/** The row of one day's use, still to be joined. Without `effective` it is paid as it is used. */
export function usageRow(line: Line, on: BillDay, month: BillMonth, use: { quantity: Exact; effective?: Exact }) {
  const row = line.cells.slice();
  const contracted = textOf(times(line.contracted, use.quantity));
  const effective = use.effective ? textOf(use.effective) : contracted;
  row[BILLED] = use.effective ? '0' : contracted;
  row[EFFECTIVE] = row[PRICING_EFFECTIVE] = effective;
  row[LIST] = textOf(times(line.list, use.quantity));
  row[CONTRACTED] = contracted;
  row[QUANTITY] = row[CONSUMED] = textOf(use.quantity);
  return dated(row, on, month);
}

/** Fills in when a row happened and on which bill it stands. */
export function dated(row: string[], period: { start: string; end: string }, month: BillMonth): string[] {
  row[CHARGE_START] = period.start;
  row[CHARGE_END] = period.end;
  row[BILLING_START] = month.start;
  row[BILLING_END] = month.end;
  row[INVOICE] = month.invoice;
  return row;
}

/** Sets the four costs alike, or the effective one apart. */
export function costed(row: string[], cost: Exact, effective: Exact = cost): string[] {
  row[BILLED] = row[LIST] = row[CONTRACTED] = textOf(cost);
  row[EFFECTIVE] = row[PRICING_EFFECTIVE] = textOf(effective);
  return row;
}
