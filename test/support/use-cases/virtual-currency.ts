import { having, QUARTER, SEPTEMBER, type UseCase } from './use-case.js';

const IN_CREDITS = ['PricingCurrency:eq:CREDITS', 'ChargeCategory:eq:Usage'];
const inCredits = having({ PricingCurrency: 'CREDITS', ChargeCategory: 'Usage' });
const LIST = 'PricingCurrencyListUnitPrice*PricingQuantity';
const CONTRACTED = 'PricingCurrencyContractedUnitPrice*PricingQuantity';

/** Credits and tokens; `CREDITS` stands for whatever PricingCurrency and PricingUnit the platform's bill says. */
export const VIRTUAL_CURRENCY: readonly UseCase[] = [
  {
    slug: 'calculate-consumption-of-virtual-currency-within-a-billing-period',
    title: 'Calculate consumption of virtual currency within a billing period',
    ask: {
      ...{ ...SEPTEMBER, by: 'billing' },
      where: IN_CREDITS,
      groupBy: ['day', 'ProviderName', 'PricingCurrency'],
      measures: ['sum:PricingCurrencyEffectiveCost'],
    },
    rows: inCredits,
  },
  {
    slug: 'determine-target-of-virtual-currency-usage',
    title: 'Determine target of virtual currency usage',
    ask: {
      ...SEPTEMBER,
      where: IN_CREDITS,
      groupBy: ['ProviderName', 'ServiceName', 'SkuMeter', 'ChargeDescription'],
      measures: ['sum:PricingCurrencyEffectiveCost', 'share:PricingCurrencyEffectiveCost'],
    },
    rows: inCredits,
  },
  {
    slug: 'analyze-purchase-of-virtual-currency',
    title: 'Analyze purchase of virtual currency',
    note: 'How many were bought, for how much, at which price of one.',
    ask: {
      ...QUARTER,
      where: ['ChargeCategory:eq:Purchase', 'PricingUnit:eq:CREDITS'],
      groupBy: ['month', 'ProviderName', 'ChargeFrequency', 'ChargeDescription', 'PricingUnit'],
      measures: ['sum:BilledCost', 'sum:PricingQuantity', 'ratio:BilledCost/PricingQuantity'],
    },
    rows: having({ ChargeCategory: 'Purchase', PricingUnit: 'CREDITS' }),
  },
  {
    slug: 'determine-contracted-savings-by-virtual-currency',
    title: 'Determine contracted savings by virtual currency',
    ask: {
      ...SEPTEMBER,
      where: IN_CREDITS,
      groupBy: ['PricingCurrency', 'ProviderName', 'ServiceName', 'SkuMeter'],
      measures: [`difference:${LIST}-${CONTRACTED}`, `sum:${LIST}`, `sum:${CONTRACTED}`],
    },
    rows: inCredits,
  },
];
