import { Decimal } from '#common';
import { csvOf, focusFile, type Row } from '../focus-file.js';

export const MONTHS = ['2026-07-01', '2026-08-01', '2026-09-01'] as const;

const day = (month: string, at: number) => `${month.slice(0, 8)}${String(at + 1).padStart(2, '0')}`;
const daysOf = (month: string) => (month === '2026-09-01' ? 30 : 31);

function usageOf(month: string, rows: readonly Row[]): Row {
  return rows.find((row) => row.ProviderName === 'AWS' && row.ServiceName === 'Amazon S3' && row.SkuId)!;
}

const amounts = (dollars: string): Row => ({
  ...{ BilledCost: dollars, EffectiveCost: dollars, ListCost: dollars, ContractedCost: dollars },
  PricingCurrencyEffectiveCost: dollars,
});

/** An application that costs ten to twelve dollars a day, and ninety on 20 September: something went wrong. */
const application = (like: Row, month: string): Row[] =>
  Array.from({ length: daysOf(month) }, (_, at) => ({
    ...like,
    ...amounts(day(month, at) === '2026-09-20' ? '90' : String(10 + (at % 3))),
    ...{ SubAccountId: '100000000099', SubAccountName: 'checkout-production' },
    ...{ RegionId: 'eu-west-1', RegionName: 'Europe (Ireland)', ServiceName: 'Amazon ECS' },
    ...{ ServiceCategory: 'Compute', ServiceSubcategory: 'Containers', AvailabilityZone: null, SkuPriceDetails: null },
    ...{ PricingQuantity: String(100 + (at % 3) * 10), ConsumedQuantity: String(100 + (at % 3) * 10) },
    ...{ ListUnitPrice: '0.1', ContractedUnitPrice: '0.1' },
    ...{ PricingCurrencyListUnitPrice: '0.1', PricingCurrencyContractedUnitPrice: '0.1' },
    ...{ ResourceId: 'checkout-service', ResourceName: 'checkout', ResourceType: 'Service' },
    ...{ ChargeCategory: 'Usage', ChargeClass: null, ChargeFrequency: 'Usage-Based' },
    ...{ ChargePeriodStart: `${day(month, at)}T00:00:00Z`, ChargePeriodEnd: `${day(month, at)}T01:00:00Z` },
    Tags: JSON.stringify({ application: 'checkout', Owner: 'team-1' }),
  }));

/** A data platform that sells credits at three dollars each and charges its work in them, a quarter off its list. */
function platform(like: Row, month: string): Row[] {
  const own: Row = {
    ...like,
    ...{ ProviderName: 'Example Data', PublisherName: 'Example Data', InvoiceIssuerName: 'Example Data' },
    ...{ BillingAccountId: 'data-1', BillingAccountName: 'Data', BillingAccountType: 'Organization' },
    ...{ SubAccountId: 'data-1-a', SubAccountName: 'Warehouse', SubAccountType: 'Account' },
    ...{ ServiceName: 'Warehouse', ServiceCategory: 'Analytics', ServiceSubcategory: 'Data Warehouses' },
    ...{ RegionId: 'eu', RegionName: 'Europe', AvailabilityZone: null, InvoiceId: `data-${month.slice(0, 7)}` },
    ...{ ResourceId: 'warehouse', ResourceName: 'warehouse', ResourceType: 'Warehouse', SkuPriceDetails: null },
    ...{ ChargeClass: null, BillingCurrency: 'USD', Tags: null },
  };
  const work = Array.from({ length: daysOf(month) }, (_, at) => {
    const credits = new Decimal(2).plus(new Decimal(at).div(10));
    const isQuery = at % 2 === 0;
    const [list, contracted] = isQuery ? ['2', '1.5'] : ['4', '3'];
    const quantity = credits.div(contracted).toDecimalPlaces(6);
    const priced = quantity.times(contracted);
    const dollars = priced.times(3).toFixed();
    return {
      ...own,
      ...amounts(dollars),
      ...{ BilledCost: '0', ListCost: quantity.times(list).times(3).toFixed() },
      ...{ PricingCurrency: 'CREDITS', PricingCurrencyEffectiveCost: priced.toFixed() },
      ...{ PricingCurrencyListUnitPrice: list, PricingCurrencyContractedUnitPrice: contracted },
      ...{ ListUnitPrice: String(3 * Number(list)), ContractedUnitPrice: String(3 * Number(contracted)) },
      ...{ PricingQuantity: quantity.toFixed(), PricingUnit: 'Hours' },
      ...{ ConsumedQuantity: quantity.toFixed(), ConsumedUnit: 'Hours', PricingCategory: 'Standard' },
      ...{ ChargeCategory: 'Usage', ChargeFrequency: 'Usage-Based', SkuId: isQuery ? 'query' : 'load' },
      ...{ SkuMeter: isQuery ? 'Query' : 'Load', SkuPriceId: isQuery ? 'query-1' : 'load-1' },
      ...{ ChargeDescription: isQuery ? 'Queries' : 'Loading' },
      ...{ ChargePeriodStart: `${day(month, at)}T05:00:00Z`, ChargePeriodEnd: `${day(month, at)}T06:00:00Z` },
    };
  });
  const purchase = {
    ...own,
    ...amounts('600'),
    ...{ EffectiveCost: '0', PricingCurrencyEffectiveCost: '0', PricingCurrency: 'USD' },
    ...{ ChargeCategory: 'Purchase', ChargeFrequency: 'One-Time', ChargeDescription: 'Credits bought ahead' },
    ...{ PricingQuantity: '200', PricingUnit: 'CREDITS', ListUnitPrice: '3', ContractedUnitPrice: '3' },
    ...{ PricingCurrencyListUnitPrice: '3', PricingCurrencyContractedUnitPrice: '3' },
    ...{ ConsumedQuantity: null, ConsumedUnit: null, SkuId: 'credits', SkuMeter: 'Credits', SkuPriceId: 'credits-1' },
    ...{ ChargePeriodStart: `${month}T00:00:00Z`, ChargePeriodEnd: `${month}T01:00:00Z` },
  };
  return [...work, purchase];
}

export interface Bill {
  month: string;
  rows: Row[];
  csv: string;
}

/** Three months of three clouds, an application with a bad day, and a platform that charges in credits; FOCUS 1.2. */
export const bills = (): Bill[] =>
  MONTHS.map((month, at) => {
    const { header, rows: clouds } = focusFile('1.2', { month, rows: 360, seed: 40 + at });
    const like = usageOf(month, clouds);
    const rows = [...clouds, ...application(like, month), ...platform(like, month)];
    return { month, rows, csv: csvOf(header, rows) };
  });
