import { exact, textOf, times, type Exact } from './exact.js';
import type { Kind, Meter } from './kind.js';
import { REGIONS, type Payer, type SubAccount } from './organisation.js';
import type { BillDay } from './rhythm.js';
import { NO_COMMITMENT, NO_RESERVATION, stillCells, written, type BillMonth, type Cells, type Moving } from './row.js';

/** A price list's entry as one account pays it in one region. */
export interface Price {
  meter: Meter;
  cells: readonly string[];
  region: string;
  list: Exact;
  contracted: Exact;
}

/** One meter of one resource. */
export interface Line {
  meter: Meter;
  price: Price;
  /** The cells that never change, joined. */
  still: string;
  cells: readonly string[];
  /** What was last asked of it: machines that always run have the same costs every day. */
  last?: Costs;
}

interface Costs {
  digits: bigint;
  quantity: string;
  list: string;
  contracted: string;
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

export const perMille = (parts: bigint): Exact => ({ digits: parts, scale: 3 });

export function priceCells(list: Exact, contracted: Exact): Cells {
  const [listText, contractedText] = [textOf(list), textOf(contracted)];
  return {
    ListUnitPrice: listText,
    ContractedUnitPrice: contractedText,
    PricingCurrencyListUnitPrice: listText,
    PricingCurrencyContractedUnitPrice: contractedText,
  };
}

const meterCells = (meter: Meter, place: string): Cells => ({
  ChargeCategory: 'Usage',
  ChargeFrequency: 'Usage-Based',
  ChargeDescription: meter.name,
  PricingUnit: meter.unit,
  ConsumedUnit: meter.unit,
  SkuId: meter.sku,
  SkuMeter: meter.name,
  SkuPriceId: `${meter.sku}.${place}`,
  SkuPriceDetails: meter.details && JSON.stringify(meter.details),
});

/** The price of a meter in a region, with all that is the same for every resource there. */
export function priceOf(payer: Payer, account: SubAccount, sold: { kind: Kind; region: string; meter: Meter }): Price {
  const { kind, region, meter } = sold;
  const base = exact(meter.price);
  const list = kind.isGlobal ? base : times(base, perMille(REGIONS[region]!.perMille));
  const contracted = times(list, perMille(payer.contractedPerMille));
  const cells = stillCells({
    ...partiesOf(payer, account),
    ...(kind.isGlobal ? {} : { RegionId: region, RegionName: REGIONS[region]!.name }),
    ...meterCells(meter, kind.isGlobal ? 'global' : region),
    ServiceName: kind.service,
    ServiceCategory: kind.category,
    ServiceSubcategory: kind.subcategory,
    ResourceType: kind.type,
    ...priceCells(list, contracted),
  });
  return { meter, cells, region, list, contracted };
}

export function lineOf(price: Price, resource: Cells): Line {
  const cells = stillCells(resource, price.cells);
  return { meter: price.meter, price, cells, still: cells.join(',') };
}

function costsOf(line: Line, { digits, scale }: Exact): Costs {
  if (line.last?.digits === digits) return line.last;
  const { list, contracted } = line.price;
  return (line.last = {
    digits,
    quantity: textOf({ digits, scale }),
    list: textOf(times(list, { digits, scale })),
    contracted: textOf(times(contracted, { digits, scale })),
  });
}

/** One day's use, paid as it is used. The quantities of one line always have the same number of decimals. */
export function usage(line: Line, on: BillDay, quantity: Exact): Moving {
  const costs = costsOf(line, quantity);
  return {
    billed: costs.contracted,
    effective: costs.contracted,
    list: costs.list,
    contracted: costs.contracted,
    quantity: costs.quantity,
    consumed: costs.quantity,
    category: 'Standard',
    period: on,
    commitment: NO_COMMITMENT,
    reservation: NO_RESERVATION,
  };
}

/** The same on the usual day of the usual machine, without a detour: most rows of a bill are this one. */
export const usageRow = (line: Line, on: BillDay, month: BillMonth, quantity: Exact) =>
  written(month, usage(line, on, quantity), line.still);
