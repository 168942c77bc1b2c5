import { all, having, QUARTER, SEPTEMBER, type UseCase } from './use-case.js';

const BILLED = { ...SEPTEMBER, by: 'billing' } as const;

/** Who bills whom, and whether the bills are right. */
export const ACCOUNTS_AND_INVOICES: readonly UseCase[] = [
  {
    slug: 'understand-the-billing-account-or-sub-account-entity',
    title: 'Understand the billing account or sub account entity',
    ask: {
      ...SEPTEMBER,
      groupBy: [
        ...['ProviderName', 'BillingAccountId', 'BillingAccountName', 'BillingAccountType'],
        ...['SubAccountId', 'SubAccountName', 'SubAccountType'],
      ],
      measures: ['sum:BilledCost', 'count'],
    },
    rows: all,
  },
  {
    slug: 'identify-sources-of-billed-cost',
    title: 'Identify sources of billed cost',
    note: 'Who sends the invoice, who provides and who publishes are told apart, so what comes by a marketplace counts once.',
    ask: {
      ...BILLED,
      groupBy: ['InvoiceIssuerName', 'ProviderName', 'PublisherName', 'BillingAccountId'],
      measures: ['sum:BilledCost', 'share:BilledCost', 'count'],
    },
    rows: all,
  },
  {
    slug: 'analyze-credit-memos',
    title: 'Analyze credit memos',
    ask: {
      ...BILLED,
      where: ['ChargeCategory:eq:Credit'],
      groupBy: ['billingMonth', 'ProviderName', 'InvoiceId', 'ChargeDescription'],
      measures: ['sum:BilledCost', 'sum:EffectiveCost', 'count'],
    },
    rows: having({ ChargeCategory: 'Credit' }),
  },
  {
    slug: 'verify-accuracy-of-provider-invoices-aka-invoice-reconciliation',
    title: 'Verify accuracy of provider invoices aka invoice reconciliation',
    note: 'One line for each invoice, to be laid beside it; all charges of the bill, whenever they were used.',
    ask: {
      ...QUARTER,
      by: 'billing',
      groupBy: ['billingMonth', 'InvoiceIssuerName', 'InvoiceId'],
      measures: ['sum:BilledCost', 'count'],
    },
    rows: all,
  },
  {
    slug: 'verify-invoices',
    title: 'Verify accuracy of provider invoices',
    ask: {
      ...BILLED,
      groupBy: ['ProviderName', 'InvoiceIssuerName', 'BillingAccountId', 'InvoiceId', 'ChargeCategory'],
      measures: ['sum:BilledCost', 'count'],
    },
    rows: all,
  },
  {
    slug: 'verify-service-charges',
    title: 'Verify accuracy of services charges across providers',
    ask: {
      ...BILLED,
      groupBy: ['ProviderName', 'InvoiceId', 'ServiceName'],
      measures: ['sum:BilledCost', 'sum:EffectiveCost', 'count'],
    },
    rows: all,
  },
  {
    slug: 'verify-discounts-applied',
    title: 'Verify discount accuracy for previously invoiced billing period',
    note: 'The last measure is nought where every charge is its quantity at the negotiated price.',
    ask: {
      ...BILLED,
      where: ['PricingQuantity:notnull', 'ContractedUnitPrice:notnull'],
      groupBy: ['ProviderName', 'InvoiceId', 'ServiceName', 'PricingCategory'],
      measures: [
        ...['contractedSavings', 'discountRate', 'sum:ListCost', 'sum:ContractedCost', 'sum:BilledCost'],
        'difference:ContractedUnitPrice*PricingQuantity-ContractedCost',
      ],
    },
    rows: ({ PricingQuantity, ContractedUnitPrice }) => PricingQuantity !== null && ContractedUnitPrice !== null,
  },
  {
    slug: 'corrections-by-subaccount',
    title: 'Report corrections by subaccount for a previously invoiced billing period',
    ask: {
      ...BILLED,
      where: ['ChargeClass:eq:Correction'],
      groupBy: ['ProviderName', 'BillingAccountId', 'SubAccountId', 'SubAccountName', 'ChargeCategory'],
      measures: ['sum:BilledCost', 'count'],
    },
    rows: having({ ChargeClass: 'Correction' }),
  },
  {
    slug: 'report-corrections',
    title: 'Report corrections for a previously invoiced billing period',
    note: 'By the month that was used and the bill that takes it back.',
    ask: {
      ...BILLED,
      where: ['ChargeClass:eq:Correction'],
      groupBy: ['ProviderName', 'BillingAccountId', 'ServiceCategory', 'month', 'ChargeCategory'],
      measures: ['sum:BilledCost', 'count'],
    },
    rows: having({ ChargeClass: 'Correction' }),
  },
  {
    slug: 'marketplace-vendors-costs',
    title: 'Analyze marketplace vendors costs',
    note: 'Sold by someone other than the cloud itself; effective cost, because the vendor may send the invoice.',
    ask: {
      ...QUARTER,
      where: ['PublisherName:necolumn:ProviderName'],
      groupBy: ['month', 'PublisherName', 'ProviderName', 'InvoiceIssuerName'],
      measures: ['sum:EffectiveCost', 'sum:BilledCost'],
    },
    rows: ({ PublisherName, ProviderName }) => PublisherName !== ProviderName,
  },
  {
    slug: 'report-subaccount-regions',
    title: 'Report subaccounts by region',
    ask: {
      ...SEPTEMBER,
      where: ['RegionId:notnull'],
      groupBy: ['ProviderName', 'BillingAccountId', 'SubAccountId', 'SubAccountName', 'RegionId', 'RegionName'],
      measures: ['sum:EffectiveCost', 'countDistinct:ResourceId'],
    },
    rows: ({ RegionId }) => RegionId !== null,
  },
];
