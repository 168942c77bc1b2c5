import type { Row } from '../focus-parts.js';

export type HeaderEdit = (header: readonly string[]) => string[];

const renamed =
  (from: string, to: string): HeaderEdit =>
  (header) =>
    header.map((name) => (name === from ? to : name));
const after =
  (...names: string[]): HeaderEdit =>
  (header) => [...header, ...names];

/** Headers that break a rule on the names or the order of columns, by its id. */
export const HEADER_EDITS: Readonly<Record<string, HeaderEdit>> = {
  'ColumnHandling-A-001-M': renamed('BilledCost', 'billedCost'),
  'ColumnHandling-A-002-M': after('AcctDesc'),
  'ColumnHandling-A-003-M': after('Cost_Center'),
  'ColumnHandling-A-004-O': after('AWSAccount'),
  'ColumnHandling-A-005-O': after(`x_${'Long'.repeat(13)}`),
  'ColumnHandling-A-006-M': renamed('RegionId', 'Region'),
  'ColumnHandling-A-010-M': after('CostCenter'),
  'ColumnHandling-A-011-O': after('x_cost_center'),
  'ColumnHandling-A-012-O': (header) => ['x_First', ...header],
  'ColumnHandling-A-013-O': (header) => [header[0]!, 'x_Between', ...header.slice(1)],
  'ColumnHandling-A-014-O': (header) => [...header],
};

/** Rows that disagree: made of one row, and put after the others. */
export type RowsEdit = (row: Row) => Row[];

const twice =
  (...changes: Row[]): RowsEdit =>
  (row) =>
    changes.map((change) => ({ ...row, ...change }));
const sku = { SkuPriceId: 'price', SkuId: 'sku', SkuMeter: 'Meter' };
const commitment = {
  CommitmentDiscountId: 'arn:commitment',
  CommitmentDiscountStatus: 'Used',
  EffectiveCost: '5',
  BilledCost: '0',
};
const period = { ChargePeriodStart: '2026-09-03T00:00:00Z', ChargePeriodEnd: '2026-09-04T00:00:00Z' };
const bought = {
  ...commitment,
  ...period,
  ChargeCategory: 'Purchase',
  CommitmentDiscountStatus: null,
  BilledCost: '7',
};
const details = (...texts: string[]) =>
  twice(...texts.map((text) => ({ SkuPriceId: 'price', SkuPriceDetails: text, ...period })));

/** Rows that break a rule on the relation of rows, by its id. */
export const ROWS_EDITS: Readonly<Record<string, RowsEdit>> = {
  'ServiceName-C-005-C': twice(
    { ServiceName: 'New', ServiceCategory: 'Compute' },
    { ServiceName: 'New', ServiceCategory: 'Storage' },
  ),
  'ServiceName-C-008-C': twice(
    { ServiceName: 'New', ServiceSubcategory: 'Containers' },
    { ServiceName: 'New', ServiceSubcategory: 'Virtual Machines' },
  ),
  'SkuPriceId-C-008-M': twice(sku, { ...sku, SkuId: 'other' }),
  'SkuPriceId-C-009-M': twice(
    { ...sku, ChargePeriodStart: '2026-09-03T00:00:00Z' },
    { ...sku, SkuId: 'other', ChargePeriodStart: '2026-09-04T00:00:00Z' },
  ),
  'SkuPriceId-C-010-M': twice(
    { ...sku, BillingAccountId: 'accounts/1' },
    { ...sku, SkuId: 'other', BillingAccountId: 'accounts/2' },
  ),
  'PricingUnit-C-008-M': twice({ ...sku, PricingUnit: 'Hours' }, { ...sku, PricingUnit: 'Days' }),
  'PricingUnit-C-009-C': twice(
    { ...sku, PricingUnit: 'Hours', InvoiceId: 'one' },
    { ...sku, PricingUnit: 'Days', InvoiceId: 'one' },
  ),
  'SkuMeter-C-006-O': twice(sku, { ...sku, SkuMeter: 'Other' }),
  'SkuId-C-008-M': twice(
    { ...sku, BillingAccountId: 'accounts/1' },
    { ...sku, SkuMeter: 'Other', BillingAccountId: 'accounts/2' },
  ),
  'SkuId-C-009-M': twice(
    { ...sku, PricingCategory: 'Standard' },
    { ...sku, SkuMeter: 'Other', PricingCategory: 'Dynamic' },
  ),
  'SkuId-C-010-M': twice({ ...sku, ServiceName: 'One' }, { ...sku, ServiceName: 'Two' }),
  'CommitmentDiscountId-C-007-M': twice(
    { ...commitment, CommitmentDiscountType: 'One' },
    { ...commitment, CommitmentDiscountType: 'Two' },
  ),
  'CommitmentDiscountUnit-C-008-M': twice(
    { ...commitment, CommitmentDiscountUnit: 'Hours' },
    { ...commitment, CommitmentDiscountUnit: 'Days' },
  ),
  'CommitmentDiscountName-C-006-C': twice(
    { ...commitment, CommitmentDiscountName: 'Named' },
    { ...commitment, CommitmentDiscountName: null },
  ),
  'CapacityReservationId-C-008-M': twice(
    { CapacityReservationId: 'arn:reservation', RegionId: 'here' },
    { CapacityReservationId: 'arn:reservation', RegionId: 'there' },
  ),
  'ResourceId-C-007-M': twice(
    { ResourceId: 'arn:resource', ResourceType: 'One' },
    { ResourceId: 'arn:resource', ResourceType: 'Two' },
  ),
  'ResourceName-C-005-C': twice(
    { ResourceId: 'arn:resource', ResourceName: 'Named' },
    { ResourceId: 'arn:resource', ResourceName: null },
  ),
  'InvoiceId-C-007-C': twice(
    { InvoiceId: 'one', BillingAccountId: 'accounts/1' },
    { InvoiceId: 'one', BillingAccountId: 'accounts/2' },
  ),
  'BillingCurrency-C-005-M': twice(
    { InvoiceId: 'one', BillingCurrency: 'USD' },
    { InvoiceId: 'one', BillingCurrency: 'EUR' },
  ),
  'BillingAccountId-C-004-M': twice({ BillingAccountName: 'One' }, { BillingAccountName: 'Two' }),
  'StringHandling-A-004-M': twice({ SubAccountName: 'One' }, { SubAccountName: 'Two' }),
  'EffectiveCost-C-012-C': twice({ ...commitment, ...period }, bought),
  'EffectiveCost-C-013-C': twice(commitment, { ...commitment, CommitmentDiscountStatus: null }),
  'DiscountHandling-A-011-C': twice({ ...commitment, ...period }, bought),
  'DiscountHandling-A-017-C': twice({ ...commitment, ...period }, bought),
  'SkuPriceDetails-C-013-O': details('{"CoreCount":2}', '{"CoreCount":4}'),
  'SkuPriceDetails-C-014-O': details('{"CoreCount":2,"MemorySize":8}', '{"CoreCount":2}'),
  'SkuPriceDetails-C-015-O': details('{"CoreCount":2}', '{"CoreCount":2,"MemorySize":8}'),
  'SkuPriceDetails-C-018-C': details('{"x_Iops":2}', '{"x_Iops":4}'),
  'SkuPriceDetails-C-022-C': details('{"CoreCount":2}', '{"CoreCount":4}'),
};

/** The tags of a file whose one scheme of user-defined tags carries a prefix. */
export const PREFIXED_TAGS = '{"user:Environment":"production","user:Owner":"me","user:CostCenter":"100"}';
