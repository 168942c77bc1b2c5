/**
 * A relation between rows: all rows of one key agree on a value. With a `context` only two rows with the `same` or
 * with an`other` value of that column are compared. `named` instead: a value that some rows of the key have must not be
 * missing in others.
 */
export interface Relation {
  rule: string;
  key: string;
  value: string;
  context?: string;
  on?: 'same' | 'other';
  isNamed?: boolean;
  isPartial: boolean;
}

const one = (rule: string, key: string, value: string): Relation => ({ rule, key, value, isPartial: false });
const sign = (rule: string, key: string, value: string): Relation => ({ rule, key, value, isPartial: true });
const among = (relation: Relation, on: 'same' | 'other', context: string): Relation => ({ ...relation, on, context });
const named = (relation: Relation): Relation => ({ ...relation, isNamed: true });

export const RELATIONS: readonly Relation[] = [
  one('ServiceName-C-005-C', 'ServiceName', 'ServiceCategory'),
  one('ServiceName-C-008-C', 'ServiceName', 'ServiceSubcategory'),
  one('SkuPriceId-C-008-M', 'SkuPriceId', 'SkuId'),
  among(sign('SkuPriceId-C-009-M', 'SkuPriceId', 'SkuId'), 'other', 'ChargePeriodStart'),
  among(sign('SkuPriceId-C-010-M', 'SkuPriceId', 'SkuId'), 'other', 'BillingAccountId'),
  sign('PricingUnit-C-008-M', 'SkuPriceId', 'PricingUnit'),
  among(sign('PricingUnit-C-009-C', 'SkuPriceId', 'PricingUnit'), 'same', 'InvoiceId'),
  one('SkuMeter-C-006-O', 'SkuId', 'SkuMeter'),
  among(sign('SkuId-C-008-M', 'SkuId', 'SkuMeter'), 'other', 'BillingAccountId'),
  among(sign('SkuId-C-009-M', 'SkuId', 'SkuMeter'), 'other', 'PricingCategory'),
  sign('SkuId-C-010-M', 'SkuId', 'ServiceName'),
  sign('CommitmentDiscountId-C-007-M', 'CommitmentDiscountId', 'CommitmentDiscountType'),
  one('CommitmentDiscountUnit-C-008-M', 'CommitmentDiscountId', 'CommitmentDiscountUnit'),
  named(sign('CommitmentDiscountName-C-006-C', 'CommitmentDiscountId', 'CommitmentDiscountName')),
  sign('CapacityReservationId-C-008-M', 'CapacityReservationId', 'RegionId'),
  sign('ResourceId-C-007-M', 'ResourceId', 'ResourceType'),
  named(sign('ResourceName-C-005-C', 'ResourceId', 'ResourceName')),
  sign('InvoiceId-C-007-C', 'InvoiceId', 'BillingAccountId'),
  sign('BillingCurrency-C-005-M', 'InvoiceId', 'BillingCurrency'),
  among(sign('BillingAccountId-C-004-M', 'BillingAccountId', 'BillingAccountName'), 'same', 'ChargePeriodStart'),
  among(sign('StringHandling-A-004-M', 'SubAccountId', 'SubAccountName'), 'same', 'ChargePeriodStart'),
];

/** The columns of which rows are compared, or looked up, by value. */
export const FOLLOWED_COLUMNS: ReadonlySet<string> = new Set([
  ...RELATIONS.flatMap(({ key, value, context, isNamed }) => [
    key,
    ...(isNamed ? [] : [value]),
    ...(context ? [context] : []),
  ]),
  ...['CommitmentDiscountId', 'SkuPriceDetails', 'ProviderName', 'PricingCurrency', 'BillingCurrency'],
]);

/** Rules on the sums of a commitment discount, and on the properties of a SKU price; see their trackers. */
const COMMITMENT = [
  'CommitmentDiscountId',
  'EffectiveCost',
  'BilledCost',
  'ChargeCategory',
  'CommitmentDiscountStatus',
  'ChargePeriodStart',
  'ChargePeriodEnd',
];
const DETAILS = ['SkuPriceId', 'SkuPriceDetails', 'ChargePeriodStart'];

export const OTHER_TRACKS: Readonly<Record<string, { columns: readonly string[]; isPartial: boolean }>> = {
  'DiscountHandling-A-011-C': { columns: COMMITMENT, isPartial: true },
  'DiscountHandling-A-017-C': { columns: COMMITMENT, isPartial: true },
  'EffectiveCost-C-012-C': { columns: COMMITMENT, isPartial: true },
  'EffectiveCost-C-013-C': { columns: COMMITMENT, isPartial: false },
  'SkuPriceDetails-C-013-O': { columns: DETAILS, isPartial: false },
  'SkuPriceDetails-C-014-O': { columns: DETAILS, isPartial: false },
  'SkuPriceDetails-C-015-O': { columns: DETAILS, isPartial: false },
  'SkuPriceDetails-C-018-C': { columns: DETAILS, isPartial: true },
  'SkuPriceDetails-C-022-C': { columns: DETAILS, isPartial: true },
  'Tags-C-016-C': { columns: ['Tags'], isPartial: true },
};
