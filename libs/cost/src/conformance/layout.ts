import { FOCUS_COLUMNS } from '../focus/columns.js';

/** Where each column stands in a row of cells. */
export const INDEX: ReadonlyMap<string, number> = new Map(FOCUS_COLUMNS.map(({ name }, index) => [name, index]));

export const indexOf = (name: string) => {
  const index = INDEX.get(name);
  if (index === undefined) throw new Error(`No FOCUS column is named ${name}.`);
  return index;
};

export interface EnumColumn {
  name: string;
  index: number;
  shift: number;
  mask: number;
  values: readonly string[];
}

/**
 * The enumerated columns share one 32-bit word of a row's signature: 0 is null, 1..n an allowed value, n + 1 any other.
 */
export const ENUMS: readonly EnumColumn[] = (() => {
  let shift = 0;
  return FOCUS_COLUMNS.flatMap(({ name, allowed }, index) => {
    if (!allowed) return [];
    const bits = Math.ceil(Math.log2(allowed.length + 2));
    const column = { name, index, shift, mask: (1 << bits) - 1, values: allowed };
    shift += bits;
    return [column];
  });
})();

export const enumOf = (name: string) => {
  const found = ENUMS.find((column) => column.name === name);
  if (!found) throw new Error(`${name} has no allowed values.`);
  return found;
};

/** The facts of a row that a rule may ask for, in the order of their bits, and the columns each is made of. */
export const FLAGS: Readonly<Record<string, readonly string[]>> = {
  billedZero: ['BilledCost'],
  billedNegative: ['BilledCost'],
  effectiveZero: ['EffectiveCost'],
  effectiveNegative: ['EffectiveCost'],
  pricingEffectiveZero: ['PricingCurrencyEffectiveCost'],
  listPriceNegative: ['ListUnitPrice'],
  contractedPriceNegative: ['ContractedUnitPrice'],
  pricingListPriceNegative: ['PricingCurrencyListUnitPrice'],
  pricingContractedPriceNegative: ['PricingCurrencyContractedUnitPrice'],
  listProductOff: ['ListUnitPrice', 'PricingQuantity', 'ListCost'],
  contractedProductOff: ['ContractedUnitPrice', 'PricingQuantity', 'ContractedCost'],
  discounted: ['ContractedUnitPrice', 'ListUnitPrice'],
  effectiveOffBilled: ['EffectiveCost', 'BilledCost'],
  listOffBilled: ['ListCost', 'BilledCost'],
  contractedOffBilled: ['ContractedCost', 'BilledCost'],
  effectiveSignOff: ['EffectiveCost', 'BilledCost'],
  listSignOff: ['ListCost', 'BilledCost'],
  contractedSignOff: ['ContractedCost', 'BilledCost'],
  pricingListOff: ['PricingCurrencyListUnitPrice', 'ListUnitPrice', 'PricingCurrency', 'BillingCurrency'],
  pricingContractedOff: [
    'PricingCurrencyContractedUnitPrice',
    'ContractedUnitPrice',
    'PricingCurrency',
    'BillingCurrency',
  ],
  pricingEffectiveOff: ['PricingCurrencyEffectiveCost', 'EffectiveCost', 'PricingCurrency', 'BillingCurrency'],
  commitmentQuantityPositive: ['CommitmentDiscountQuantity'],
  resourceIsCommitment: ['ResourceId', 'CommitmentDiscountId'],
  resourceIsReservation: ['ResourceId', 'CapacityReservationId'],
  nameIsGeneratedId: ['ResourceId', 'ResourceName'],
  otherIssuer: ['ProviderName', 'InvoiceIssuerName'],
  skuPriceIsSku: ['SkuPriceId', 'SkuId'],
  unitIsCurrency: ['CommitmentDiscountUnit'],
  saysSpot: ['ChargeDescription', 'SkuMeter'],
  saysCredit: ['ChargeDescription'],
  billingStartWrong: ['BillingPeriodStart', 'BillingPeriodEnd'],
  billingEndWrong: ['BillingPeriodStart', 'BillingPeriodEnd'],
  chargeStartWrong: ['ChargePeriodStart', 'ChargePeriodEnd'],
  chargeEndWrong: ['ChargePeriodStart', 'ChargePeriodEnd'],
  beforeBillingPeriod: ['ChargePeriodEnd', 'BillingPeriodStart'],
  insideBillingPeriod: ['ChargePeriodStart', 'BillingPeriodStart'],
};

const flagNames = Object.keys(FLAGS);

/** The position of a fact among the bits of the two fact words. */
export const flagPosition = (name: string) => {
  const position = flagNames.indexOf(name);
  if (position < 0) throw new Error(`No fact is named ${name}.`);
  return position;
};

/** The word (0 or 1) and the bit of a fact. */
export const flagAt = (name: string) => ({
  word: flagPosition(name) >> 5,
  bit: 1 << (flagPosition(name) & 31),
});

/** The words of a signature: three of nulls, one of enumerated values, two of facts. */
export const NULL_WORDS = 3;
export const ENUM_WORD = 3;
export const FLAG_WORD = 4;
export const WORDS = 6;
