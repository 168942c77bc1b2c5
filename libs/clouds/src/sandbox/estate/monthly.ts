import { addDays, addMonths, type Day } from '#common';
import { exact, negative, textOf, times, type Exact } from './exact.js';
import { partiesOf, priceCells } from './line.js';
import type { Monthly, Service } from './monthly-offers.js';
import type { Payer } from './organisation.js';
import type { BillDay } from './rhythm.js';
import { plainCharge, stillCells, written, type BillMonth, type Cells, type Moving } from './row.js';

/** Support, marketplace, tax, credits and corrections, on the days on which they come. */
export function* monthlyRows(payer: Payer, monthly: Monthly, on: BillDay, month: BillMonth): Generator<string> {
  const { support, marketplace, credit, correction } = monthly;
  if (on.dayOfMonth === 1) {
    yield supportRow(payer, support, month);
    yield taxRow(payer, support, month);
    yield marketplaceRow(payer, marketplace, { month, t: on.t });
    if (on.t < credit.until) {
      const about = { ...partiesOf(payer), ...serviceCells(support.service), ChargeDescription: credit.text };
      yield creditRow(about, negative(exact(credit.amount)), { on, month });
    }
  }
  if (on.dayOfMonth === 4) yield correctionRow(payer, correction, { on, month });
  if (on.dayOfMonth === 15 && on.t % 3 === 0) yield refundRow(payer, marketplace, { on, month });
}

interface When {
  on: BillDay;
  month: BillMonth;
}

const serviceCells = ([name, category, subcategory]: Service): Cells => ({
  ServiceName: name,
  ServiceCategory: category,
  ServiceSubcategory: subcategory,
});

const accountOf = (payer: Payer, name: string) => payer.accounts.find((account) => account.name === name);

interface Sale {
  service: Service;
  sku: string;
  unit: string;
  price: Exact;
  quantity: Exact;
}

/** The fee of a month: not a purchase, because it is used up in the month it is paid for. */
function feeRow({ service, sku, unit, price, quantity }: Sale, parties: Cells, month: BillMonth): string {
  const still = stillCells({
    ...parties,
    ...priceCells(price, price),
    ...serviceCells(service),
    ChargeCategory: 'Usage',
    ChargeFrequency: 'Recurring',
    ChargeDescription: `${service[0]}, monthly fee`,
    PricingUnit: unit,
    ConsumedUnit: unit,
    SkuId: sku,
    SkuMeter: 'Monthly fee',
    SkuPriceId: `${sku}.monthly`,
  });
  const count = textOf(quantity);
  const moving: Moving = {
    ...plainCharge(times(price, quantity), month),
    ...{ quantity: count, consumed: count, category: 'Standard' },
  };
  return written(month, moving, still.join(','));
}

function supportRow(payer: Payer, { service, sku, price }: Monthly['support'], month: BillMonth) {
  const sale = { service, sku, unit: 'Months', price: exact(price), quantity: exact('1') };
  return feeRow(sale, partiesOf(payer), month);
}

function taxRow(payer: Payer, { service, price, taxPerMille }: Monthly['support'], month: BillMonth) {
  const still = stillCells({
    ...partiesOf(payer),
    ...serviceCells(service),
    ChargeCategory: 'Tax',
    ChargeFrequency: 'Recurring',
    ChargeDescription: `Tax on ${service[0]}`,
  });
  const tax = times(exact(price), { digits: taxPerMille, scale: 3 });
  return written(month, plainCharge(tax, month), still.join(','));
}

function marketplaceRow(payer: Payer, offer: Monthly['marketplace'], { month, t }: { month: BillMonth; t: number }) {
  const { service, sku, price, hosts, publisher, account } = offer;
  const quantity = exact(String(Math.round(hosts * Math.max(0.5, 1 + t * 0.001))));
  const parties = { ...partiesOf(payer, accountOf(payer, account)), PublisherName: publisher };
  return feeRow({ service, sku, unit: 'Units', price: exact(price), quantity }, parties, month);
}

function creditRow(about: Cells, amount: Exact, { on, month }: When) {
  const still = stillCells({ ...about, ChargeCategory: 'Credit', ChargeFrequency: 'One-Time' });
  return written(month, plainCharge(amount, on), still.join(','));
}

/** Half of one unit of the marketplace offer, given back. */
function refundRow(payer: Payer, offer: Monthly['marketplace'], when: When) {
  const about = {
    ...partiesOf(payer, accountOf(payer, offer.account)),
    ...serviceCells(offer.service),
    PublisherName: offer.publisher,
    ChargeDescription: `Refund of ${offer.service[0]}`,
  };
  return creditRow(about, times(negative(exact(offer.price)), exact('0.5')), when);
}

function correctionRow(payer: Payer, { service, account, amount }: Monthly['correction'], { on, month }: When) {
  const still = stillCells({
    ...partiesOf(payer, accountOf(payer, account)),
    ...serviceCells(service),
    ChargeCategory: 'Usage',
    ChargeClass: 'Correction',
    ChargeFrequency: 'Usage-Based',
    ChargeDescription: `Metering of ${service[0]} corrected`,
  });
  return written(month, plainCharge(exact(amount), lastDayOfMonthBefore(on.day)), still.join(','));
}

function lastDayOfMonthBefore(day: Day) {
  const first = addMonths(day, 0);
  return { start: `${addDays(first, -1)}T00:00:00Z`, end: `${first}T00:00:00Z` };
}
