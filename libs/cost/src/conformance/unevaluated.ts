const history = 'It speaks of what changes between billing periods; one delivery does not show it.';
const documents = "It speaks of the provider's published documents, not of the data.";
const provider = 'Only the provider knows: the data holds nothing that could contradict it.';

/** The rules that no file can break, and why, by id. A composite of nothing else is not evaluated either. */
export const UNEVALUATED: Readonly<Record<string, string>> = {
  'NumericFormat-A-001-O': 'It wants custom columns to keep their format over time; one delivery does not show it.',
  'NumericFormat-A-013-O': documents,
  'StringHandling-A-002-O': 'It wants custom columns to keep their handling over time; one delivery does not show it.',
  'StringHandling-A-005-M': history,
  'ColumnHandling-A-007-O': 'A file carries the IDs of columns, not their display names.',
  'DiscountHandling-A-007-C': provider,
  'ChargeDescription-C-004-O': documents,
  'SkuPriceId-C-013-M': "It needs the provider's price list.",
  'SkuPriceDetails-C-009-C': provider,
  'InvoiceId-C-005-C': 'It needs the invoices: whether a charge without InvoiceId is on one.',
  'InvoiceId-C-006-O': 'A file does not say when its invoice was issued.',
  'PricingCategory-C-011-C': provider,
  'CommitmentDiscountUnit-C-010-C': provider,
  'EffectiveCost-C-007-O': 'It needs the invoices.',
  'BilledCost-C-007-M': 'It needs the invoices: the payable amount of each.',
  'Tags-C-004-M': "It needs the provider's record of the tags of each resource.",
  'Tags-C-005-M': provider,
  'Tags-C-009-M': documents,
  'Tags-C-010-C': "It needs the provider's record of the tags of each resource.",
  'Tags-C-012-M': 'A tag key does not say whether the provider or a user defined it.',
  'Tags-C-013-M': documents,
  'Tags-C-015-C': 'A tag key does not say which scheme it belongs to.',
  'SubAccountId-C-004-C': provider,
};
