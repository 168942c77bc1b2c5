import { all, having, QUARTER, SEPTEMBER, type UseCase } from './use-case.js';

const ANOMALIES = { ...SEPTEMBER, anomalies: true, measures: ['sum:EffectiveCost'] } as const;
const checkout = having({ SubAccountId: '100000000099' });

/** What is out of the ordinary, what comes next, and what was planned. */
export const TRENDS: readonly UseCase[] = [
  {
    slug: 'daily-anomaly-services',
    title: 'Identify anomalous daily spending by subaccount, region, and service',
    ask: { ...ANOMALIES, groupBy: ['ProviderName', 'SubAccountId', 'RegionId', 'ServiceName'] },
    rows: all,
  },
  {
    slug: 'daily-anomaly-region',
    title: 'Identify anomalous daily spending by subaccount and region',
    ask: { ...ANOMALIES, groupBy: ['ProviderName', 'SubAccountId', 'RegionId'] },
    rows: all,
  },
  {
    slug: 'daily-anomaly-subaccount',
    title: 'Identify anomalous daily spending by subaccount',
    ask: { ...ANOMALIES, groupBy: ['ProviderName', 'SubAccountId'] },
    rows: all,
  },
  {
    slug: 'forecast-costs',
    title: 'Get historical usage and rates to enable cost forecasting',
    ask: {
      ...QUARTER,
      where: ['ChargeCategory:eq:Usage', 'PricingQuantity:notnull'],
      groupBy: ['month', 'ProviderName', 'RegionId', 'ServiceName', 'SkuId', 'PricingUnit'],
      measures: ['sum:PricingQuantity', 'sum:EffectiveCost', 'ratio:EffectiveCost/PricingQuantity'],
    },
    rows: (row) => row.ChargeCategory === 'Usage' && row.PricingQuantity !== null,
  },
  {
    slug: 'forecast-cashflow',
    title: 'Forecast cashflow month over month based on historical trends by service',
    note: 'What will be billed by each service, day by day with bounds, here to the end of the year; one question in GraphQL.',
    forecast: { metric: 'billed', horizon: 'year-end', services: ['Amazon ECS', 'Warehouse'] },
    rows: checkout,
  },
  {
    slug: 'forecast-amortized-costs',
    title: 'Forecast amortized costs month over month based on historical trends',
    note: 'Effective cost spreads what is paid ahead over its use; without the filter it is the forecast of everything.',
    forecast: { metric: 'effective', horizon: 'year-end', filter: { provider: 'aws', service: 'Amazon ECS' } },
    rows: checkout,
  },
];

/** Each has a budget made first; its status is the query. */
export const BUDGETS: readonly UseCase[] = [
  {
    slug: 'update-application-budgets',
    title: 'Update budgets for each application',
    budget: {
      ...{ name: 'checkout', limit: '500', currency: 'USD', metric: 'billed' },
      scope: { tags: { application: ['checkout'] } },
    },
    rows: ({ Tags }) => Tags?.includes('"application":"checkout"') ?? false,
  },
  {
    slug: 'update-budgets',
    title: 'Update budgets with billed costs',
    budget: { ...{ name: 'AWS', limit: '5000', currency: 'USD', metric: 'billed' }, scope: { providers: ['aws'] } },
    rows: having({ ProviderName: 'AWS' }),
  },
  {
    slug: 'compare-billed-budget',
    title: 'Compare billed cost per subaccount to budget',
    note: 'Counts by the day of the charge, so what a bill corrects of earlier months is left out.',
    budget: {
      ...{ name: 'checkout account', limit: '400', currency: 'USD', metric: 'billed' },
      scope: { accounts: ['100000000099'] },
    },
    rows: checkout,
  },
];
