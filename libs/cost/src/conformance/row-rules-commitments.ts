import {
  type RowRule,
  isNull,
  given,
  not,
  all,
  any,
  flag,
  category,
  pricing,
  frequency,
  status,
  correction,
  committed,
  usage,
  purchase,
  never,
  is,
  sign,
  may,
} from './row-terms.js';

export const COMMITMENT_RULES: Record<string, RowRule> = {
  'CommitmentDiscountStatus-C-003-C': is(isNull('CommitmentDiscountId'), isNull('CommitmentDiscountStatus')),
  'CommitmentDiscountStatus-C-004-C': is(all(committed, usage), given('CommitmentDiscountStatus')),
  'CommitmentDiscountQuantity-C-007-C': is(
    any(not(category('Usage', 'Purchase')), isNull('CommitmentDiscountId')),
    isNull('CommitmentDiscountQuantity'),
  ),
  'CommitmentDiscountQuantity-C-011-C': sign(
    all(purchase, frequency('One-Time'), given('CommitmentDiscountQuantity'), not(correction)),
    flag('commitmentQuantityPositive'),
  ),
  'CommitmentDiscountQuantity-C-012-C': sign(
    all(purchase, frequency('Recurring'), given('CommitmentDiscountQuantity'), not(correction)),
    flag('commitmentQuantityPositive'),
  ),
  'CommitmentDiscountQuantity-C-014-C': sign(
    all(usage, status('Used'), given('CommitmentDiscountQuantity'), not(correction)),
    flag('commitmentQuantityPositive'),
  ),
  'CommitmentDiscountQuantity-C-015-C': sign(
    all(usage, status('Unused'), given('CommitmentDiscountQuantity'), not(correction)),
    flag('commitmentQuantityPositive'),
  ),
  'CommitmentDiscountUnit-C-009-M': sign(
    given('CommitmentDiscountUnit'),
    any(
      all(['eq', 'CommitmentDiscountCategory', 'Spend'], flag('unitIsCurrency')),
      all(not(['eq', 'CommitmentDiscountCategory', 'Spend']), not(flag('unitIsCurrency'))),
    ),
  ),
  'CommitmentDiscountId-C-004-C': never(
    all(committed, usage, isNull('CommitmentDiscountStatus'), any(pricing('Standard'), pricing('Dynamic'))),
    true,
  ),
  'CommitmentDiscountId-C-005-C': sign(
    any(
      all(usage, pricing('Committed')),
      given('CommitmentDiscountStatus'),
      given('CommitmentDiscountType'),
      given('CommitmentDiscountCategory'),
    ),
    committed,
  ),
  'CommitmentDiscountName-C-007-C': may(all(committed, isNull('CommitmentDiscountName'))),
  'PricingCategory-C-008-C': never(
    all(usage, pricing('Committed'), isNull('CommitmentDiscountId'), isNull('CommitmentDiscountStatus')),
    true,
  ),
  'PricingCategory-C-009-C': is(all(usage, committed, given('CommitmentDiscountStatus')), pricing('Committed')),
  'PricingCategory-C-010-C': sign(all(usage, flag('saysSpot'), given('PricingCategory')), pricing('Dynamic')),
};

export const DISCOUNT_RULES: Record<string, RowRule> = {
  'DiscountHandling-A-001-C': sign(all(category('Usage', 'Purchase'), not(correction)), not(flag('billedNegative'))),
  'DiscountHandling-A-003-C': sign(all(flag('discounted'), not(correction)), not(flag('contractedProductOff'))),
  'DiscountHandling-A-004-C': sign(all(usage, status('Used'), not(correction)), flag('billedZero')),
  'DiscountHandling-A-006-C': is(
    any(given('CommitmentDiscountStatus'), given('CommitmentDiscountQuantity'), all(usage, pricing('Committed'))),
    committed,
  ),
  'DiscountHandling-A-009-C': is(all(usage, given('CommitmentDiscountStatus'), not(correction)), flag('billedZero')),
  'DiscountHandling-A-010-C': sign(all(usage, status('Used'), not(correction)), not(flag('effectiveZero'))),
  'DiscountHandling-A-012-C': is(all(purchase, committed), flag('resourceIsCommitment')),
  'DiscountHandling-A-013-C': sign(
    all(committed, isNull('CommitmentDiscountStatus'), any(frequency('One-Time'), frequency('Recurring'))),
    not(usage),
  ),
  'DiscountHandling-A-014-C': is(all(usage, committed, not(status('Unused'))), status('Used')),
  'DiscountHandling-A-015-C': is(all(usage, any(pricing('Committed'), status('Used'))), committed),
  'DiscountHandling-A-016-C': is(
    all(usage, status('Used')),
    all(given('ResourceId'), not(flag('resourceIsCommitment'))),
  ),
  'DiscountHandling-A-018-C': is(status('Unused'), usage),
  'DiscountHandling-A-019-C': is(status('Unused'), flag('resourceIsCommitment')),
  'DiscountHandling-A-020-C': sign(
    all(flag('saysCredit'), flag('billedNegative'), not(correction)),
    category('Credit'),
  ),
};
