import { COMMITMENT_RULES, DISCOUNT_RULES } from './row-rules-commitments.js';
import {
  type RowRule,
  isNull,
  given,
  not,
  all,
  any,
  flag,
  category,
  status,
  reservation,
  correction,
  priced,
  committed,
  usage,
  purchase,
  is,
  sign,
  may,
  denominated,
} from './row-terms.js';

/**
 * Rules that the model gives no usable check for, written by hand from their text. `is` marks the whole statement,
 * `sign` a necessary condition only: a row that fails it breaks the rule, one that passes may still break it.
 * Where the model's own check contradicts the rule's text (a condition turned round, other columns or values), the text
 * is followed: ConsumedQuantity-C-006, CommitmentDiscountStatus-C-003 and -004, CommitmentDiscountQuantity-C-007.
 */

const money: Record<string, RowRule> = {
  'ListUnitPrice-C-009-M': denominated('ListUnitPrice', 'BillingCurrency'),
  'ContractedUnitPrice-C-010-C': denominated('ContractedUnitPrice', 'BillingCurrency'),
  'ContractedCost-C-005-M': denominated('ContractedCost', 'BillingCurrency'),
  'ListCost-C-005-M': denominated('ListCost', 'BillingCurrency'),
  'BilledCost-C-006-M': denominated('BilledCost', 'BillingCurrency'),
  'EffectiveCost-C-006-M': denominated('EffectiveCost', 'BillingCurrency'),
  'PricingCurrencyListUnitPrice-C-009-M': denominated(
    'PricingCurrencyListUnitPrice',
    'PricingCurrency',
    'pricingListOff',
  ),
  'PricingCurrencyContractedUnitPrice-C-009-C': denominated(
    'PricingCurrencyContractedUnitPrice',
    'PricingCurrency',
    'pricingContractedOff',
  ),
  'PricingCurrencyEffectiveCost-C-006-M': denominated(
    'PricingCurrencyEffectiveCost',
    'PricingCurrency',
    'pricingEffectiveOff',
  ),
  'PricingCurrencyEffectiveCost-C-005-M': is(purchase, flag('pricingEffectiveZero')),
  'PricingCurrencyContractedUnitPrice-C-004-C': is(category('Tax'), isNull('PricingCurrencyContractedUnitPrice')),
  'PricingCurrencyContractedUnitPrice-C-005-C': is(priced, given('PricingCurrencyContractedUnitPrice')),
  'PricingCurrencyContractedUnitPrice-C-008-C': is(undefined, not(flag('pricingContractedPriceNegative'))),
  'PricingQuantity-C-009-C': is(not(correction), not(any(flag('listProductOff'), flag('contractedProductOff')))),
  'ContractedCost-C-009-C': is(not(correction), not(flag('contractedProductOff'))),
  'EffectiveCost-C-010-C': is(all(category('Credit'), isNull('CommitmentDiscountId')), not(flag('effectiveOffBilled'))),
  'ContractedCost-C-008-C': is(
    all(category('Credit'), isNull('ContractedUnitPrice')),
    not(flag('contractedOffBilled')),
  ),
  'ListCost-C-008-C': is(all(category('Credit'), isNull('ListUnitPrice')), not(flag('listOffBilled'))),
  'EffectiveCost-C-009-C': sign(category('Tax'), not(flag('effectiveSignOff'))),
  'ContractedCost-C-007-C': sign(category('Tax'), not(flag('contractedSignOff'))),
  'ListCost-C-007-C': sign(category('Tax'), not(flag('listSignOff'))),
};

const periods: Record<string, RowRule> = {
  'BillingPeriodStart-C-004-M': sign(undefined, not(flag('billingStartWrong'))),
  'BillingPeriodEnd-C-004-M': sign(undefined, not(flag('billingEndWrong'))),
  'ChargePeriodStart-C-004-M': sign(undefined, not(flag('chargeStartWrong'))),
  'ChargePeriodEnd-C-004-M': sign(undefined, not(flag('chargeEndWrong'))),
  'ChargeClass-C-003-C': sign(flag('insideBillingPeriod'), not(correction)),
  'ChargeClass-C-004-C': sign(
    all(flag('beforeBillingPeriod'), flag('billedNegative'), not(category('Credit'))),
    given('ChargeClass'),
  ),
};

const identities: Record<string, RowRule> = {
  'ConsumedQuantity-C-006-C': is(all(usage, not(status('Unused')), not(correction)), given('ConsumedQuantity')),
  'ConsumedQuantity-C-007-C': may(all(usage, not(status('Unused')), correction, isNull('ConsumedQuantity'))),
  'AvailabilityZone-C-003-C': sign(given('AvailabilityZone'), all(given('RegionId'), not(category('Tax')))),
  'ResourceId-C-004-C': sign(category('Tax'), isNull('ResourceId')),
  'ResourceId-C-005-C': sign(any(given('ResourceName'), given('ResourceType')), given('ResourceId')),
  'ResourceName-C-004-C': sign(isNull('ResourceId'), isNull('ResourceName')),
  'ResourceName-C-006-C': sign(given('ResourceName'), not(flag('nameIsGeneratedId'))),
  'RegionId-C-004-C': sign(any(given('RegionName'), given('AvailabilityZone')), given('RegionId')),
  'RegionId-C-005-C': may(isNull('RegionId')),
  'SubAccountId-C-005-C': sign(given('SubAccountName'), given('SubAccountId')),
  'CapacityReservationId-C-004-C': sign(category('Tax'), isNull('CapacityReservationId')),
  'CapacityReservationId-C-006-C': sign(given('CapacityReservationStatus'), given('CapacityReservationId')),
  'CapacityReservationStatus-C-007-C': sign(
    all(usage, given('CapacityReservationId'), flag('resourceIsReservation')),
    reservation('Unused'),
  ),
  'CapacityReservationStatus-C-008-C': sign(
    all(usage, given('CapacityReservationId'), given('ResourceId'), not(flag('resourceIsReservation'))),
    reservation('Used'),
  ),
  'ServiceName-C-006-C': sign(given('ServiceName'), all(given('ServiceCategory'), ['allowed', 'ServiceCategory'])),
  'ServiceName-C-009-C': sign(
    given('ServiceName'),
    all(given('ServiceSubcategory'), ['allowed', 'ServiceSubcategory']),
  ),
  'ColumnHandling-A-008-M': is(
    undefined,
    all(['allowed', 'ChargeCategory'], ['allowed', 'ServiceCategory'], ['allowed', 'PricingCategory']),
  ),
  'InvoiceId-C-004-C': sign(isNull('InvoiceIssuerName'), isNull('InvoiceId')),
  'SkuPriceDetails-C-007-M': is(given('SkuPriceDetails'), given('SkuPriceId')),
  'SkuPriceId-C-012-C': is(
    all(category('Usage', 'Purchase'), given('SkuPriceId')),
    any(given('ResourceId'), given('ServiceName')),
  ),
  'SkuPriceId-C-014-C': sign(all(priced, given('SkuPriceId')), given('ListUnitPrice')),
  'SkuPriceId-C-015-C': sign(all(priced, given('SkuPriceId')), given('ContractedUnitPrice')),
  'SkuId-C-011-C': is(
    all(category('Usage', 'Purchase'), given('SkuId')),
    any(given('ResourceId'), given('ServiceName')),
  ),
};

const otherwise = (column: string) => may(all(isNull(column), not(priced), not(category('Tax'))));
const discrepancy = (off: string) => may(all(correction, flag(off)));

const permissions: Record<string, RowRule> = {
  'StringHandling-A-008-C': may(correction),
  'ListUnitPrice-C-006-O': otherwise('ListUnitPrice'),
  'PricingQuantity-C-006-O': otherwise('PricingQuantity'),
  'SkuPriceId-C-006-O': otherwise('SkuPriceId'),
  'SkuId-C-006-O': otherwise('SkuId'),
  'PricingCategory-C-005-O': otherwise('PricingCategory'),
  'ContractedUnitPrice-C-007-O': otherwise('ContractedUnitPrice'),
  'PricingCurrencyListUnitPrice-C-006-O': otherwise('PricingCurrencyListUnitPrice'),
  'PricingCurrencyContractedUnitPrice-C-006-O': otherwise('PricingCurrencyContractedUnitPrice'),
  'ListUnitPrice-C-011-C': discrepancy('listProductOff'),
  'ListCost-C-010-C': discrepancy('listProductOff'),
  'ContractedUnitPrice-C-012-C': discrepancy('contractedProductOff'),
  'ContractedCost-C-010-C': discrepancy('contractedProductOff'),
  'PricingQuantity-C-010-C': may(all(correction, any(flag('listProductOff'), flag('contractedProductOff')))),
  'PricingCurrencyListUnitPrice-C-010-C': may(correction),
  'PricingCurrencyContractedUnitPrice-C-010-C': may(correction),
  'SkuId-C-012-O': may(flag('skuPriceIsSku')),
  'SkuPriceId-C-011-O': may(flag('skuPriceIsSku')),
  'SkuPriceDetails-C-005-C': may(all(given('SkuPriceId'), isNull('SkuPriceDetails'))),
  'CommitmentDiscountQuantity-C-006-C': may(all(committed, correction, isNull('CommitmentDiscountQuantity'))),
};

/** By rule id. */
export const ROW_RULES: Readonly<Record<string, RowRule>> = {
  ...money,
  ...periods,
  ...COMMITMENT_RULES,
  ...DISCOUNT_RULES,
  ...identities,
  ...permissions,
};
