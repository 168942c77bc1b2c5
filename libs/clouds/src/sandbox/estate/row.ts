import { textOf, type Exact } from './exact.js';

/** The columns that differ from row to row stand first, so that the rest of a row is one text, made once. */
const MOVING = [
  ...['BilledCost', 'EffectiveCost', 'PricingCurrencyEffectiveCost', 'ListCost', 'ContractedCost'],
  ...['PricingQuantity', 'ConsumedQuantity', 'PricingCategory', 'ChargePeriodStart', 'ChargePeriodEnd'],
  ...['BillingPeriodStart', 'BillingPeriodEnd', 'InvoiceId'],
  ...['Id', 'Name', 'Category', 'Type', 'Status', 'Quantity', 'Unit'].map((part) => `CommitmentDiscount${part}`),
  ...['CapacityReservationId', 'CapacityReservationStatus'],
];

const STILL = [
  'AvailabilityZone BillingAccountId BillingAccountName BillingAccountType',
  'BillingCurrency ChargeCategory ChargeClass ChargeDescription ChargeFrequency',
  'ConsumedUnit ContractedUnitPrice InvoiceIssuerName ListUnitPrice PricingCurrency',
  'PricingCurrencyContractedUnitPrice PricingCurrencyListUnitPrice PricingUnit',
  'ProviderName PublisherName RegionId RegionName ResourceId ResourceName ResourceType',
  'ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter SkuPriceDetails',
  'SkuPriceId SubAccountId SubAccountName SubAccountType Tags',
].flatMap((words) => words.split(' '));

/** The 57 columns of FOCUS 1.2, in the order in which the rows have them. */
export const BILL_COLUMNS: readonly string[] = [...MOVING, ...STILL];

export const HEADER = `${BILL_COLUMNS.join(',')}\n`;

const places = new Map(STILL.map((name, place) => [name, place]));

/** One cell of a CSV file after RFC 4180. */
export const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export type Cells = Record<string, string | undefined>;

/** The still cells of a row, in order and quoted; what is not named is taken from `others`, or empty. */
export function stillCells(cells: Cells, others?: readonly string[]): string[] {
  const row = others ? others.slice() : new Array<string>(STILL.length).fill('');
  for (const [column, text] of Object.entries(cells)) {
    const place = places.get(column);
    if (place === undefined) throw new Error(`FOCUS 1.2 has no still column ${column}.`);
    if (text) row[place] = quoted(text);
  }
  return row;
}

/** What every row of one bill says: period and invoice, as three cells. */
export interface BillMonth {
  start: string;
  end: string;
  cells: string;
}

/** The rest of a row, each a text as it stands in the file. */
export interface Moving {
  billed: string;
  effective: string;
  list: string;
  contracted: string;
  quantity: string;
  consumed: string;
  category: string;
  period: { start: string; end: string };
  /** Seven cells. */
  commitment: string;
  /** Two cells. */
  reservation: string;
}

export const NO_COMMITMENT = ',,,,,,';
export const NO_RESERVATION = ',';

/** One row of the file. */
export const written = (month: BillMonth, moving: Moving, still: string) =>
  `${moving.billed},${moving.effective},${moving.effective},${moving.list},${moving.contracted},${moving.quantity},` +
  `${moving.consumed},${moving.category},${moving.period.start},${moving.period.end},${month.cells},` +
  `${moving.commitment},${moving.reservation},${still}\n`;

/** A charge whose four costs are the same. */
export function plainCharge(cost: Exact, period: Moving['period']): Moving {
  const text = textOf(cost);
  return {
    ...{ billed: text, effective: text, list: text, contracted: text, quantity: '', consumed: '', category: '' },
    ...{ period, commitment: NO_COMMITMENT, reservation: NO_RESERVATION },
  };
}
