import { Decimal } from '#common';
import { ESTATES, type Product } from './focus-estates.js';
import {
  type ChargeRequest,
  type Draft,
  type Row,
  billed,
  consumed,
  frame,
  HOUR,
  pick,
  place,
  price,
  quantityOf,
  usage,
} from './focus-parts.js';

export type { ChargeRequest, Row } from './focus-parts.js';

/** The commitment of a block; its amounts are those of the block, so that what is bought is what is charged off. */
function commitment(draft: Draft) {
  const { estate, block, region, account } = draft;
  const isSpend = estate.provider !== 'Microsoft';
  const name = `commitment-${block % 40}`;
  const id = estate.path(account.id, region.id, 'commitments', name);
  const hours = new Decimal(2 + (block % 5));
  const columns = (quantity: Decimal): Row => ({
    CommitmentDiscountId: id,
    CommitmentDiscountName: name,
    CommitmentDiscountType: estate.commitmentType,
    CommitmentDiscountCategory: isSpend ? 'Spend' : 'Usage',
    CommitmentDiscountUnit: isSpend ? 'USD' : 'Hours',
    CommitmentDiscountQuantity: quantity.toFixed(),
  });
  const itself: Row = {
    ResourceId: id,
    ResourceName: name,
    ResourceType: estate.commitmentType,
    AvailabilityZone: null,
  };
  return { id, hours, columns, itself };
}

/** What one hour of the commitment costs, in dollars. */
const COMMITTED_HOUR = new Decimal('0.07');

function committed(draft: Draft, status: 'Used' | 'Unused'): Row {
  const { hours, columns, itself } = commitment(draft);
  const quantity = status === 'Used' ? hours.minus(1) : new Decimal(1);
  const dollars = quantity.times(COMMITTED_HOUR);
  return {
    ...frame(draft),
    ...place(draft),
    ...price(draft, quantity, 'Committed'),
    ...(status === 'Used' ? consumed(draft, quantity) : itself),
    ...columns(quantity),
    CommitmentDiscountStatus: status,
    BilledCost: '0',
    EffectiveCost: billed(draft, dollars).toFixed(),
    PricingCurrencyEffectiveCost: dollars.toFixed(),
  };
}

function purchase(draft: Draft): Row {
  const { hours, columns, itself } = commitment(draft);
  const meter = { ...draft.product, meter: draft.estate.commitmentType, price: '0.07', unit: 'Hours' };
  const own = { ...draft, product: meter };
  const row = { ...frame(own), ...place(own), ...price(own, hours, 'Standard') };
  return {
    ...row,
    ...itself,
    ...columns(hours),
    ChargeCategory: 'Purchase',
    ChargeFrequency: 'Recurring',
    // Commitments are sold at their list price.
    SkuPriceDetails: null,
    ContractedUnitPrice: row.ListUnitPrice!,
    PricingCurrencyContractedUnitPrice: row.PricingCurrencyListUnitPrice!,
    ContractedCost: row.ListCost!,
    BilledCost: row.ListCost!,
    EffectiveCost: '0',
    PricingCurrencyEffectiveCost: '0',
  };
}

/** A charge that is no sale of anything: one amount, in every kind of cost. */
function plain(draft: Draft, dollars: Decimal, columns: Row): Row {
  const amount = billed(draft, dollars).toFixed();
  const costs = { BilledCost: amount, EffectiveCost: amount, ListCost: amount, ContractedCost: amount };
  return { ...frame(draft), ...costs, PricingCurrencyEffectiveCost: dollars.toFixed(), ...columns };
}

const tax = (draft: Draft) =>
  plain(draft, quantityOf(draft).times('0.19'), {
    ChargeCategory: 'Tax',
    ChargeFrequency: 'Recurring',
    ChargeDescription: 'Value added tax',
    ServiceName: 'Tax',
    ServiceCategory: 'Other',
    ServiceSubcategory: 'Other (Other)',
  });

const credit = (draft: Draft) =>
  plain(draft, quantityOf(draft).negated(), {
    ChargeCategory: 'Credit',
    ChargeFrequency: 'One-Time',
    ChargeDescription: 'Promotional credit',
  });

/** Takes back usage of the month before. */
function correction(draft: Draft): Row {
  const past = new Date(new Date(`${draft.month}T00:00:00Z`).getTime() - 48 * HOUR);
  const own = { ...draft, start: past };
  const quantity = quantityOf(draft).negated();
  return {
    ...{ ...frame(own), ...place(own), ...price(own, quantity, 'Standard'), ...consumed(own, quantity) },
    ChargeClass: 'Correction',
    ChargeDescription: 'Correction of the previous bill',
  };
}

function reserved(draft: Draft, status: 'Used' | 'Unused'): Row {
  const { estate, account, region, block } = draft;
  const name = `reservation-${block % 10}`;
  const id = estate.path(account.id, region.id, 'reservations', name);
  const itself: Row = {
    ResourceId: id,
    ResourceName: name,
    ResourceType: 'Capacity Reservation',
    AvailabilityZone: null,
  };
  return {
    ...usage(draft),
    ...(status === 'Unused' ? itself : {}),
    CapacityReservationId: id,
    CapacityReservationStatus: status,
  };
}

/** Neither in a region nor on a resource. */
function support(draft: Draft): Row {
  const product: Product = {
    ...{ service: `${draft.estate.provider} Support`, category: 'Management and Governance', subcategory: 'Support' },
    ...{ resourceType: 'Support plan', kind: 'support', meter: 'Business Support', unit: 'Months', price: '100' },
    details: {},
  };
  const own = { ...draft, product, region: { id: 'global', name: 'Global', zones: [] } };
  const quantity = new Decimal(1);
  return { ...frame(own), ...price(own, quantity, 'Standard'), ...consumed(own, quantity), SkuPriceDetails: null };
}

/** Sold through the provider by someone else, who is paid. */
const marketplace = (draft: Draft): Row => ({
  ...usage(draft),
  PublisherName: 'Example Software',
  InvoiceIssuerName: 'Example Software',
  InvoiceId: null,
  BilledCost: '0',
});

const KINDS: Readonly<Record<number, (draft: Draft) => Row>> = {
  9: (draft) => ({ ...usage(draft, 'Dynamic'), ChargeDescription: `Spot price of ${draft.product.meter}` }),
  10: (draft) => committed(draft, 'Used'),
  11: (draft) => committed(draft, 'Unused'),
  12: purchase,
  13: tax,
  14: credit,
  15: correction,
  16: (draft) => reserved(draft, 'Used'),
  17: (draft) => reserved(draft, 'Unused'),
  18: support,
  19: marketplace,
};
const COMMITMENT_KINDS = [10, 11, 12];

/** One charge of a conforming bill; those of a block that would be cut off in mid-commitment are plain usage. */
export function chargeOf(request: ChargeRequest): Row {
  const { at, count, random, month, provider } = request;
  const estate = ESTATES[provider]!;
  const block = Math.floor(at / 20);
  const kind = at % 20;
  // Commitments and reservations are of compute, and stay in one account and region.
  const isFixed = kind === 16 || kind === 17 || COMMITMENT_KINDS.includes(kind);
  const hour = isFixed ? block % 672 : Math.floor(random() * 672);
  const draft: Draft = {
    ...request,
    ...{ estate, block },
    product: isFixed ? estate.products.find(({ isCompute }) => isCompute)! : pick(estate.products, random),
    account: isFixed ? estate.subAccounts[0]! : pick(estate.subAccounts, random),
    region: isFixed ? estate.regions[0]! : pick(estate.regions, random),
    start: new Date(new Date(`${month}T00:00:00Z`).getTime() + hour * HOUR),
  };
  const isCut = COMMITMENT_KINDS.includes(kind) && block * 20 + 12 >= count;
  return (isCut ? usage : (KINDS[kind] ?? usage))(draft);
}
