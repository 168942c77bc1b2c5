import { readAmericanDay } from './instants.js';
import { product } from './decimals.js';

/** A cell of Azure's own export, by the plain name of its column; null where it is empty or missing. */
export type AzureCell = (name: string) => string | null;

/** How one FOCUS column comes of Azure's. */
export interface AzureColumn {
  focus: string;
  /** Plain names of the columns it comes from, the first that the file has being meant; quarantine names it so. */
  from: readonly string[];
  /** `cell` is of the first of `from`. */
  read: (cell: string | null, of: AzureCell) => string | null;
}

export const COST = ['costinbillingcurrency', 'cost', 'pretaxcost'];

const same = (cell: string | null) => cell;
const column = (focus: string, from: readonly string[], read: AzureColumn['read'] = same): AzureColumn => ({
  focus,
  from,
  read,
});

const CATEGORIES = new Map([
  ...['Usage', 'Purchase', 'Credit', 'Tax'].map((name) => [name, name] as const),
  ['UnusedReservation', 'Usage'],
  ['UnusedSavingsPlan', 'Usage'],
  ['Refund', 'Purchase'],
]);
const FREQUENCIES = new Map([
  ['OneTime', 'One-Time'],
  ['Recurring', 'Recurring'],
  ['UsageBased', 'Usage-Based'],
]);
const PRICING = new Map([
  ['OnDemand', 'Standard'],
  ['Spot', 'Dynamic'],
  ['Reservation', 'Committed'],
  ['SavingsPlan', 'Committed'],
]);
/** Azure's service families that FOCUS names otherwise; the others have the same name, or none. */
const FAMILIES = new Map([
  ['AI + Machine Learning', 'AI and Machine Learning'],
  ['Containers', 'Compute'],
  ['Azure Stack', 'Compute'],
  ['Data', 'Databases'],
]);

export const isCommitted = (of: AzureCell) => ['Reservation', 'SavingsPlan'].includes(of('pricingmodel') ?? '');
export const isPurchase = (of: AzureCell) => ['Purchase', 'Refund'].includes(of('chargetype') ?? '');
const isUnused = (of: AzureCell) => of('chargetype')?.startsWith('Unused') ?? false;
export const isCovered = (of: AzureCell) => isUnused(of) || (of('chargetype') === 'Usage' && isCommitted(of));

const benefit =
  (capacity: string, billing: string): AzureColumn['read'] =>
  (cell) => {
    const id = cell?.toLowerCase() ?? '';
    if (id.includes('/microsoft.capacity/')) return capacity;
    return id.includes('/microsoft.billingbenefits/') ? billing : null;
  };

function benefitStatus(_: string | null, of: AzureCell) {
  if (isUnused(of)) return 'Unused';
  return isCommitted(of) && !isPurchase(of) ? 'Used' : null;
}

/** `Microsoft.Compute/virtualMachines` of an id that holds it. */
function resourceType(id: string | null): string | null {
  const parts = /\/providers\/([^/]+\/[^/]+)\/[^/]+[^]*$/i.exec(id ?? '');
  return parts?.[1] ?? null;
}

const listUnitPrice = (price: string | null) => (price === null || Number(price) === 0 ? null : price);
const onlyUsage = (cell: string | null, of: AzureCell) => (of('chargetype') === 'Usage' ? cell : null);
const contracted = (price: string | null, of: AzureCell) => product(price, of('quantity'));
const wrapped = (tags: string | null) => (tags === null || tags.trimStart().startsWith('{') ? tags : `{${tags}}`);
const serviceCategory = (family: string | null) => (family ? (FAMILIES.get(family) ?? family) : 'Other');
/** A Microsoft Customer Agreement's account id has colons; what is billed there is the profile. */
const billingAccount = (id: string | null, of: AzureCell) => (id?.includes(':') ? of('billingprofileid') : id);
const day = (shift: number) => (cell: string | null) => (cell === null ? null : readAmericanDay(cell, shift));

/**
 * Azure's export of an Enterprise Agreement (and, where its names agree, of a Customer Agreement) in FOCUS 1.0.
 * Source: Microsoft Learn, "Convert Cost Management data to FOCUS" (learn.microsoft.com/cloud-computing/finops/focus/convert).
 * Otherwise than there: the quantity is taken as it is, since in these files cost = quantity × price without the block
 * size of the unit; unused commitments bill 0 as used ones do; where no list price is given, the list cost is the
 * contracted one; regions, services and resource types keep Azure's own names. Costs are in `azure-table.ts`.
 */
export const AZURE_COLUMNS: readonly AzureColumn[] = [
  column('ContractedCost', ['unitprice'], contracted),
  column(
    'ListCost',
    ['paygprice'],
    (price, of) => product(listUnitPrice(price), of('quantity')) ?? contracted(of('unitprice'), of),
  ),
  column('ContractedUnitPrice', ['unitprice']),
  column('ListUnitPrice', ['paygprice'], listUnitPrice),
  column('BillingAccountId', ['billingaccountid', 'billingaccountnumber', 'enrollmentnumber'], billingAccount),
  column('BillingAccountName', ['billingaccountname']),
  column('BillingCurrency', ['billingcurrency', 'billingcurrencycode', 'currency']),
  column('BillingPeriodStart', ['billingperiodstartdate'], day(0)),
  column('BillingPeriodEnd', ['billingperiodenddate'], day(1)),
  column('ChargePeriodStart', ['date', 'usagedatetime'], day(0)),
  column('ChargePeriodEnd', ['date', 'usagedatetime'], day(1)),
  column('ChargeCategory', ['chargetype'], (cell) => CATEGORIES.get(cell ?? '') ?? 'Adjustment'),
  column('ChargeClass', ['chargetype'], (cell) => (cell === 'Refund' ? 'Correction' : null)),
  column('ChargeDescription', ['product', 'productname']),
  column('ChargeFrequency', ['frequency'], (cell) => FREQUENCIES.get(cell ?? '') ?? cell),
  column('CommitmentDiscountCategory', ['benefitid'], benefit('Usage', 'Spend')),
  column('CommitmentDiscountId', ['benefitid']),
  column('CommitmentDiscountName', ['benefitname']),
  column('CommitmentDiscountStatus', ['chargetype'], benefitStatus),
  column('CommitmentDiscountType', ['benefitid'], benefit('Reservation', 'Savings Plan')),
  column('ConsumedQuantity', ['quantity'], onlyUsage),
  column('ConsumedUnit', ['unitofmeasure'], onlyUsage),
  column('InvoiceIssuerName', ['partnername'], (cell) => cell ?? 'Microsoft'),
  column('PricingCategory', ['pricingmodel'], (cell) => PRICING.get(cell ?? '') ?? null),
  column('PricingQuantity', ['quantity']),
  column('PricingUnit', ['unitofmeasure']),
  column('ProviderName', [], () => 'Microsoft'),
  column('PublisherName', ['publishername'], (cell) => cell ?? 'Microsoft'),
  column('RegionId', ['resourcelocation'], (cell) => cell?.toLowerCase().replaceAll(' ', '') ?? null),
  column('RegionName', ['resourcelocation']),
  column('AvailabilityZone', ['availabilityzone']),
  column('ResourceId', ['resourceid', 'instanceid']),
  column('ResourceName', ['resourcename'], (cell, of) => cell ?? of('resourceid')?.split('/').at(-1) ?? null),
  column('ResourceType', ['resourceid', 'instanceid'], resourceType),
  column('ServiceCategory', ['servicefamily'], serviceCategory),
  column('ServiceName', ['metercategory']),
  column('SkuId', ['meterid']),
  column('SubAccountId', ['subscriptionid', 'subscriptionguid']),
  column('SubAccountName', ['subscriptionname']),
  column('Tags', ['tags'], wrapped),
];
