import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { addDays } from '#common';
import { columnsOf } from '../../libs/cost/src/focus/columns.js';
import { hashOf } from '../../libs/clouds/src/sandbox/estate/random.js';
import { billParts, type BillShape } from './focus-bill-parts.js';

export type { BillShape } from './focus-bill-parts.js';

export interface BillOptions extends Partial<BillShape> {
  rows: number;
  format?: 'csv' | 'csv.gz';
  /** Days of the charges, from the first of `month`; at most as many as that month has. */
  days?: number;
  /** First day of the billing period. */
  month?: string;
}

export interface WrittenBill {
  rows: number;
  /** Bytes of the CSV before it was packed. */
  bytes: number;
  columns: readonly string[];
  currency: string;
  /** Sums of the file in units of 1e-12, added up while writing: what any reader must find again. */
  billed: bigint;
  effective: bigint;
}

const DEFAULTS = {
  ...{ resources: 100_000, tagSets: 20_000, skus: 500, services: 40, accounts: 50, days: 28, seed: 1 },
  ...{ month: '2026-05-01', format: 'csv' as const },
};

/** All 57 columns of FOCUS 1.2; what changes from row to row comes first. */
const MOVING = [
  ...['BilledCost', 'EffectiveCost', 'PricingCurrencyEffectiveCost', 'ContractedCost', 'ListCost'],
  ...['PricingQuantity', 'ConsumedQuantity', 'ChargePeriodStart', 'ChargePeriodEnd', 'ChargeClass'],
];
const PERIOD = ['BillingPeriodStart', 'BillingPeriodEnd'];
const SKU = [
  ...['ListUnitPrice', 'ContractedUnitPrice', 'PricingCurrencyListUnitPrice', 'PricingCurrencyContractedUnitPrice'],
  ...['PricingUnit', 'ConsumedUnit', 'SkuId', 'SkuMeter', 'SkuPriceId', 'SkuPriceDetails', 'ChargeDescription'],
  ...['ServiceName', 'ServiceCategory', 'ServiceSubcategory', 'ResourceType'],
];
const RESOURCE = ['ResourceId', 'ResourceName', 'SubAccountId', 'SubAccountName', 'SubAccountType'].concat(
  ...['RegionId', 'RegionName', 'AvailabilityZone'],
);
const SAME: Readonly<Record<string, string>> = {
  ...{ ProviderName: 'AWS', PublisherName: 'AWS', InvoiceIssuerName: 'AWS', BillingCurrency: 'USD' },
  ...{ PricingCurrency: 'USD', BillingAccountId: '999000000001', BillingAccountName: 'Bench Holding' },
  ...{ BillingAccountType: 'Management Account', ChargeCategory: 'Usage', ChargeFrequency: 'Usage-Based' },
  ...{ PricingCategory: 'Standard', InvoiceId: 'AWS-BENCH-1' },
};
const LAST = columnsOf('1.2')
  .map(({ name }) => name)
  .filter((name) => ![...MOVING, ...PERIOD, ...SKU, ...RESOURCE, 'Tags'].includes(name));
const COLUMNS: readonly string[] = [...MOVING, ...PERIOD, ...SKU, ...RESOURCE, 'Tags', ...LAST];

/** Prices have ten decimals and quantities two, so an amount has at most twelve and its product fits a double exactly. */
const SCALE = 12;

/** `units` times 1e-12 as a plain decimal; exact while `units` is a safe integer. */
function amountText(units: number): string {
  const digits = String(Math.abs(units)).padStart(SCALE + 1, '0');
  const text = `${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
  return units < 0 ? `-${text}` : text;
}

/**
 * Writes a FOCUS 1.2 bill of one account and month, as large as asked: 57 columns, some 650 bytes a row. The same
 * options give the same bytes. Made for volume: it conforms in its amounts, but is no picture of a real estate (see
 * `demoBills`) and no test of the specification's corners (see `focusFile`).
 */
export async function writeBill(path: string, options: BillOptions): Promise<WrittenBill> {
  const bill = { ...DEFAULTS, ...options };
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  const sink = bill.format === 'csv.gz' ? createGzip({ level: 1 }) : file;
  if (sink !== file) sink.pipe(file);
  const sums = { billed: 0n, effective: 0n };
  let bytes = 0;
  for (const chunk of chunks(bill, sums)) {
    const buffer = Buffer.from(chunk, 'latin1');
    bytes += buffer.length;
    if (!sink.write(buffer)) await once(sink, 'drain');
  }
  sink.end();
  await finished(file);
  return { rows: bill.rows, bytes, columns: COLUMNS, currency: 'USD', ...sums };
}

type Bill = BillShape & { rows: number; days: number; month: string };

function* chunks(bill: Bill, sums: { billed: bigint; effective: bigint }): Generator<string> {
  const next = addDays(bill.month, 32).slice(0, 8) + '01';
  const period = `${bill.month}T00:00:00Z,${next}T00:00:00Z`;
  const parts = billParts(bill, { sku: SKU, resource: RESOURCE });
  const days = Array.from({ length: bill.days }, (_, day) => {
    return `${addDays(bill.month, day)}T00:00:00Z,${addDays(bill.month, day + 1)}T00:00:00Z`;
  });
  const last = LAST.map((name) => SAME[name] ?? '').join(',');
  let text = `${COLUMNS.join(',')}\n`;
  let billed = 0;
  for (let row = 0; row < bill.rows; row++) {
    const resource = parts.resourceOf(row);
    const luck = hashOf(bill.seed, row, 1);
    // One row in five hundred takes back a little of last month's.
    const isCorrection = luck % 500 === 0;
    const hundredths = isCorrection ? -(1 + ((luck >>> 9) % 20)) : 1 + ((luck >>> 9) % 2400);
    const { price, listPrice, cells } = parts.skuOf(resource);
    const units = price * hundredths;
    billed += units;
    // A single amount is a safe integer, so the next one is added before the sum could stop being one.
    if (Math.abs(billed) > 2 ** 52) {
      sums.billed += BigInt(billed);
      billed = 0;
    }
    const [cost, quantity] = [amountText(units), (hundredths / 100).toFixed(2)];
    // The days come in order, as in a bill that is made day by day.
    const when = days[Math.floor((row * bill.days) / bill.rows)]!;
    text += `${cost},${cost},${cost},${cost},${amountText(listPrice * hundredths)},${quantity},${quantity},${when},`;
    text += `${isCorrection ? 'Correction' : ''},${period},${cells},${parts.resourceCells(resource)},${last}\n`;
    if (text.length < 1 << 18 && row + 1 < bill.rows) continue;
    sums.billed += BigInt(billed);
    billed = 0;
    yield text;
    text = '';
  }
  sums.effective = sums.billed;
}
