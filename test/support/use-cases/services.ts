import { all, having, QUARTER, SEPTEMBER, type UseCase } from './use-case.js';

const BILLED_QUARTER = { ...QUARTER, by: 'billing' } as const;
const ACCOUNT = '100000000010';
const inAccount = having({ SubAccountId: ACCOUNT });

/** What is used, where, by whom, and how that moves. */
export const SERVICES: readonly UseCase[] = [
  {
    slug: 'costs-service-category',
    title: 'Report costs by service category',
    ask: {
      ...BILLED_QUARTER,
      groupBy: ['billingMonth', 'ProviderName', 'BillingAccountId', 'BillingCurrency', 'ServiceCategory'],
      measures: ['sum:BilledCost', 'sum:EffectiveCost'],
    },
    rows: all,
  },
  {
    slug: 'report-costs-by-service-category-and-subcategory',
    title: 'Report costs by service category and subcategory',
    ask: {
      ...BILLED_QUARTER,
      groupBy: ['billingMonth', 'ProviderName', 'ServiceCategory', 'ServiceSubcategory'],
      measures: ['sum:BilledCost', 'sum:EffectiveCost', 'share:EffectiveCost'],
    },
    rows: all,
  },
  {
    slug: 'report-spending-across-billing-periods-by-service-category',
    title: 'Report spending across billing periods for a provider by service category',
    ask: {
      ...BILLED_QUARTER,
      where: ['ProviderName:eq:AWS'],
      groupBy: ['billingMonth', 'BillingAccountId', 'BillingAccountName', 'ServiceCategory'],
      measures: ['sum:BilledCost', 'sum:EffectiveCost'],
    },
    rows: having({ ProviderName: 'AWS' }),
  },
  {
    slug: 'costs-service-name',
    title: 'Analyze costs by service name',
    ask: {
      ...QUARTER,
      groupBy: ['month', 'ProviderName', 'ServiceName'],
      measures: ['sum:EffectiveCost', 'share:EffectiveCost'],
    },
    rows: all,
  },
  {
    slug: 'analyze-service-costs-by-region',
    title: 'Analyze service costs by region',
    ask: {
      ...QUARTER,
      groupBy: ['month', 'ProviderName', 'RegionId', 'ServiceName'],
      measures: ['sum:EffectiveCost', 'change:EffectiveCost'],
    },
    rows: all,
  },
  {
    slug: 'report-service-costs-by-providers-subaccount',
    title: 'Report service costs by providers subaccount',
    ask: {
      ...QUARTER,
      where: ['ProviderName:eq:AWS', `SubAccountId:eq:${ACCOUNT}`],
      groupBy: ['ProviderName', 'SubAccountId', 'ServiceName'],
      measures: ['sum:EffectiveCost', 'sum:ListCost', 'sum:BilledCost'],
    },
    rows: having({ ProviderName: 'AWS', SubAccountId: ACCOUNT }),
  },
  {
    slug: 'service-costs-month-over-month',
    title: 'Analyze service costs month over month',
    note: 'A service that is new or gone has changed too; of the first month nothing is said.',
    ask: {
      ...QUARTER,
      groupBy: ['month', 'ProviderName', 'ServiceName'],
      measures: ['sum:EffectiveCost', 'change:EffectiveCost', 'changeRate:EffectiveCost'],
    },
    rows: all,
  },
  {
    slug: 'application-cost',
    title: 'Report application cost month over month',
    ask: {
      ...QUARTER,
      filter: { 'tag.application': 'checkout' },
      groupBy: ['month', 'tag:application'],
      measures: ['sum:EffectiveCost', 'change:EffectiveCost', 'changeRate:EffectiveCost'],
    },
    rows: ({ Tags }) => Tags?.includes('"application":"checkout"') ?? false,
  },
  {
    slug: 'service-costs-subaccount',
    title: 'Analyze service costs by subaccount',
    ask: {
      ...SEPTEMBER,
      where: [`SubAccountId:eq:${ACCOUNT}`],
      groupBy: ['SubAccountId', 'SubAccountName', 'ServiceName'],
      measures: ['sum:EffectiveCost', 'share:EffectiveCost'],
    },
    rows: inAccount,
  },
  {
    slug: 'cost-compute-subaccount',
    title: 'Analyze cost per compute service for a subaccount',
    note: 'Of one day, hour by hour.',
    ask: {
      ...{ from: '2026-09-20', to: '2026-09-21' },
      where: ['SubAccountId:eq:100000000099', 'ServiceCategory:eq:Compute'],
      groupBy: ['ServiceName', 'ResourceId', 'ResourceName', 'ChargePeriodStart'],
      measures: ['sum:EffectiveCost', 'sum:ConsumedQuantity'],
    },
    rows: having({ SubAccountId: '100000000099', ServiceCategory: 'Compute' }),
  },
  {
    slug: 'costs-by-availability-zone',
    title: 'Analyze costs by availability zone for a subaccount',
    ask: {
      ...SEPTEMBER,
      where: [`SubAccountId:eq:${ACCOUNT}`, 'AvailabilityZone:notnull'],
      groupBy: ['RegionId', 'AvailabilityZone', 'ServiceName'],
      measures: ['sum:EffectiveCost', 'share:EffectiveCost'],
    },
    rows: (row) => inAccount(row) && row.AvailabilityZone !== null,
  },
  {
    slug: 'compare-usage-month-over-month',
    title: 'Compare resource usage month over month',
    ask: {
      ...QUARTER,
      where: ['ConsumedQuantity:notnull'],
      groupBy: ['month', 'ProviderName', 'ServiceName', 'ConsumedUnit'],
      measures: [
        'sum:ConsumedQuantity',
        'change:ConsumedQuantity',
        'changeRate:ConsumedQuantity',
        'change:EffectiveCost',
      ],
    },
    rows: ({ ConsumedQuantity }) => ConsumedQuantity !== null,
  },
  {
    slug: 'analyze-tag-coverage',
    title: 'Analyze tag coverage',
    note: 'The share of effective cost that carries the tag, whatever its value.',
    ask: {
      ...SEPTEMBER,
      groupBy: ['ProviderName'],
      measures: ['tagCoverage:CostCenter', 'tagCoverage:application', 'sum:EffectiveCost'],
    },
    rows: all,
  },
  {
    slug: 'allocate-application-multi-currency',
    title: 'Allocate multi-currency charges per application',
    note: 'Each currency has its own answer; here the tag Owner names the application.',
    ask: {
      ...SEPTEMBER,
      where: ['tag:Owner:notnull'],
      groupBy: ['tag:Owner', 'RegionId', 'PricingCurrency'],
      measures: ['sum:EffectiveCost', 'sum:PricingCurrencyEffectiveCost', 'share:EffectiveCost'],
    },
    rows: ({ Tags }) => Tags?.includes('"Owner"') ?? false,
  },
];
