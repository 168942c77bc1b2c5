import { all, having, QUARTER, SEPTEMBER, type UseCase } from './use-case.js';

const USAGE = 'ChargeCategory:eq:Usage';
const isMachine = having({ ServiceSubcategory: 'Virtual Machines', ChargeCategory: 'Usage' });
const CORES = ['ServiceSubcategory:eq:Virtual Machines', USAGE, 'ConsumedQuantity:notnull'];
const SKU = 'aws-amazon-s3-standard-storage-eu-central-1';

/** What one unit costs, and what discounts and commitments make of it. */
export const RATES: readonly UseCase[] = [
  {
    slug: 'calculate-average-rate-of-a-component-resource',
    title: 'Calculate average rate of a component resource',
    note: 'Cost of a core hour: effective cost ÷ (cores × hours).',
    ask: {
      ...SEPTEMBER,
      where: CORES,
      groupBy: ['ProviderName', 'SkuPriceDetails.InstanceSeries', 'RegionId'],
      measures: [
        ...['ratio:EffectiveCost/SkuPriceDetails.CoreCount*ConsumedQuantity', 'sum:EffectiveCost'],
        'sum:SkuPriceDetails.CoreCount*ConsumedQuantity',
      ],
    },
    rows: (row) => isMachine(row) && row.ConsumedQuantity !== null,
  },
  {
    slug: 'quantify-usage-of-a-component-resource',
    title: 'Quantify usage of a component resource',
    note: 'Core hours of each day.',
    ask: {
      ...SEPTEMBER,
      where: CORES,
      groupBy: ['day', 'ProviderName', 'SkuPriceDetails.InstanceSeries'],
      measures: ['sum:SkuPriceDetails.CoreCount*ConsumedQuantity', 'sum:ConsumedQuantity'],
    },
    rows: (row) => isMachine(row) && row.ConsumedQuantity !== null,
  },
  {
    slug: 'calculate-unit-economics',
    title: 'Calculate unit economics',
    note: 'Cost of a GB-month of storage; any other unit by its own conditions.',
    ask: {
      ...SEPTEMBER,
      where: ['ServiceCategory:eq:Storage', 'ConsumedUnit:eq:GB-Months', USAGE],
      groupBy: ['ProviderName', 'ServiceName', 'ConsumedUnit'],
      measures: ['ratio:EffectiveCost/ConsumedQuantity', 'sum:EffectiveCost', 'sum:ConsumedQuantity'],
    },
    rows: having({ ServiceCategory: 'Storage', ConsumedUnit: 'GB-Months', ChargeCategory: 'Usage' }),
  },
  {
    slug: 'analyze-the-different-metered-costs-for-a-particular-sku',
    title: 'Analyze the different metered costs for a particular SKU',
    ask: {
      ...QUARTER,
      where: [`SkuId:eq:${SKU}`],
      groupBy: ['SkuId', 'SkuMeter', 'SkuPriceId', 'PricingCategory', 'PricingUnit'],
      measures: ['sum:EffectiveCost', 'sum:PricingQuantity', 'ratio:EffectiveCost/PricingQuantity', 'sum:ListCost'],
    },
    rows: having({ SkuId: SKU }),
  },
  {
    slug: 'resource-costs-sku',
    title: 'Analyze resource costs by SKU',
    ask: {
      ...SEPTEMBER,
      where: ['ResourceId:notnull', 'SkuId:notnull', 'ProviderName:eq:AWS'],
      groupBy: ['ResourceId', 'ResourceName', 'SkuId', 'PricingUnit'],
      measures: ['sum:EffectiveCost', 'sum:PricingQuantity', 'ratio:EffectiveCost/PricingQuantity'],
    },
    rows: (row) => row.ProviderName === 'AWS' && row.ResourceId !== null && row.SkuId !== null,
  },
  {
    slug: 'resource-component-costs',
    title: 'Analyze costs of components of a resource',
    ask: {
      ...QUARTER,
      where: ['ResourceId:eq:warehouse'],
      groupBy: ['ResourceId', 'ResourceName', 'ServiceName', 'SkuId', 'SkuMeter', 'ChargeCategory'],
      measures: ['sum:EffectiveCost', 'sum:BilledCost', 'sum:ConsumedQuantity', 'share:EffectiveCost'],
    },
    rows: having({ ResourceId: 'warehouse' }),
  },
  {
    slug: 'effective-cost-compute',
    title: 'Report effective cost of compute',
    note: 'By type of commitment; the ratio is what is left of the negotiated price.',
    ask: {
      ...SEPTEMBER,
      where: ['ServiceCategory:eq:Compute', USAGE, 'ProviderName:eq:AWS'],
      groupBy: ['PricingCategory', 'CommitmentDiscountType', 'CommitmentDiscountStatus'],
      measures: [
        ...['sum:EffectiveCost', 'sum:ContractedCost', 'commitmentSavings', 'ratio:EffectiveCost/ContractedCost'],
      ],
    },
    rows: having({ ServiceCategory: 'Compute', ChargeCategory: 'Usage', ProviderName: 'AWS' }),
  },
  {
    slug: 'effective-savings-rate',
    title: 'Determine Effective Savings Rate',
    note: 'Over the list price of what was used, never over a unit price; unused commitments are paid and replace nothing.',
    ask: {
      ...SEPTEMBER,
      where: [USAGE],
      groupBy: ['ProviderName'],
      measures: ['effectiveSavingsRate', 'sum:ListCost', 'sum:ContractedCost', 'sum:EffectiveCost'],
    },
    rows: having({ ChargeCategory: 'Usage' }),
  },
  {
    slug: 'effective-savings-rate-services',
    title: 'Determine Effective Savings Rate by Service',
    note: 'The last ratio is what is left of the negotiated price: 1 − (ContractedCost − EffectiveCost) ÷ ContractedCost.',
    ask: {
      ...SEPTEMBER,
      where: [USAGE],
      groupBy: ['ProviderName', 'ServiceName'],
      measures: ['effectiveSavingsRate', 'discountRate', 'savings', 'ratio:EffectiveCost/ContractedCost'],
    },
    rows: having({ ChargeCategory: 'Usage' }),
  },
  {
    slug: 'commitment-discount-purchases',
    title: 'Report commitment discount purchases',
    ask: {
      ...QUARTER,
      where: ['ChargeCategory:eq:Purchase', 'CommitmentDiscountId:notnull'],
      groupBy: ['month', 'ProviderName', 'BillingAccountId', 'CommitmentDiscountType', 'CommitmentDiscountId'],
      measures: ['sum:BilledCost', 'sum:CommitmentDiscountQuantity', 'count'],
    },
    rows: (row) => row.ChargeCategory === 'Purchase' && row.CommitmentDiscountId !== null,
  },
  {
    slug: 'recurring-commitment-charges',
    title: 'Report recurring charges for commitment-based discounts over a period',
    ask: {
      ...QUARTER,
      where: ['CommitmentDiscountId:notnull', 'ChargeFrequency:eq:Recurring'],
      groupBy: ['month', 'CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountType'],
      measures: ['sum:BilledCost'],
    },
    rows: (row) => row.ChargeFrequency === 'Recurring' && row.CommitmentDiscountId !== null,
  },
  {
    slug: 'identify-unused-commitments',
    title: 'Identify unused commitments',
    ask: {
      ...SEPTEMBER,
      where: ['CommitmentDiscountStatus:eq:Unused'],
      groupBy: [
        'ProviderName',
        'BillingAccountId',
        'CommitmentDiscountId',
        'CommitmentDiscountType',
        'CommitmentDiscountUnit',
      ],
      measures: ['sum:EffectiveCost', 'sum:CommitmentDiscountQuantity'],
    },
    rows: having({ CommitmentDiscountStatus: 'Unused' }),
  },
  {
    slug: 'analyze-capacity-reservations-on-compute-costs',
    title: 'Analyze capacity reservations on compute costs',
    ask: {
      ...SEPTEMBER,
      where: ['ServiceSubcategory:eq:Virtual Machines', USAGE],
      groupBy: ['ProviderName', 'CapacityReservationStatus'],
      measures: ['sum:EffectiveCost', 'sum:BilledCost', 'share:EffectiveCost'],
    },
    rows: isMachine,
  },
  {
    slug: 'identify-unused-capacity-reservations',
    title: 'Identify unused capacity reservations',
    ask: {
      ...SEPTEMBER,
      where: ['CapacityReservationStatus:eq:Unused'],
      groupBy: ['ProviderName', 'SubAccountId', 'RegionId', 'CapacityReservationId'],
      measures: ['sum:EffectiveCost', 'sum:PricingQuantity', 'count'],
    },
    rows: having({ CapacityReservationStatus: 'Unused' }),
  },
  {
    slug: 'analyze-effective-cost-by-pricing-currency',
    title: 'Analyze effective cost by pricing currency',
    note: 'The ratio is the rate of exchange that the bill used.',
    ask: {
      ...SEPTEMBER,
      groupBy: ['PricingCurrency', 'ProviderName', 'RegionId'],
      measures: [
        ...['sum:EffectiveCost', 'sum:PricingCurrencyEffectiveCost'],
        'ratio:EffectiveCost/PricingCurrencyEffectiveCost',
      ],
    },
    rows: all,
  },
];
