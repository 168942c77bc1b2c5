import { cellOfLine, cellsOfLine, demoChargeOf, type DemoCharge } from '../../../../../test/support/demo-charges.js';
import { addDays, Decimal } from '#common';
import { BILL_MONTHS, demoBills, type Bill, type DemoOptions } from './bills.js';
import { PAYERS } from './organisation.js';
import { BILL_COLUMNS } from './row.js';

const linesOf = (bills: Bill[]) => bills.flatMap((bill) => [...bill.rows()]);

const today = '2026-11-24';
/** The whole estate, made once. */
const estate = demoBills({ today }).map((bill) => ({ ...bill, lines: [...bill.rows()] }));
/** Its newest bills. */
const newest = estate.filter(({ month }) => month === '2026-11-01');
/** The bills from July on, read. */
const all: DemoCharge[] = estate
  .filter(({ month }) => month >= '2026-07-01')
  .flatMap(({ lines }) => lines.map(demoChargeOf));
const newestMonth = (options: DemoOptions) => demoBills({ ...options, months: 1 });

const totalOf = (charges: DemoCharge[], column: string) =>
  charges.reduce((total, charge) => total.plus(charge[column]!), new Decimal(0));
const dayOf = (charge: DemoCharge) => charge.ChargePeriodStart!.slice(0, 10);
const effectiveOf = (wanted: (charge: DemoCharge) => boolean) => totalOf(all.filter(wanted), 'EffectiveCost');

describe('the bills of the demo estate', () => {
  it('are one per payer and month', () => {
    const bills = demoBills({ today });
    expect(bills).toHaveLength(3 * BILL_MONTHS);
    expect(new Set(bills.map(({ name }) => name)).size).toBe(bills.length);
    expect(bills[0]!.month).toBe('2025-11-01');
    expect(bills.at(-1)!.month).toBe('2026-11-01');
  });

  it('have a header of the 57 columns of FOCUS 1.2 and as many cells in every row', () => {
    const [text] = demoBills({ today, months: 1 })[0]!.text();
    const [header] = text!.split('\n');
    expect(header!.split(',')).toEqual(BILL_COLUMNS);
    expect(BILL_COLUMNS).toHaveLength(57);
    const widths = newest.flatMap(({ lines }) => lines.map((line) => cellsOfLine(line).length));
    expect(new Set(widths)).toEqual(new Set([57]));
  });

  it('read as a stream say what the text says', async () => {
    const [bill] = demoBills({ today, months: 1 });
    const parts: Buffer[] = [];
    for await (const part of bill!.csv()) parts.push(part as Buffer);
    expect(Buffer.concat(parts).toString()).toBe([...bill!.text()].join(''));
  });
});

describe('the size of the demo estate', () => {
  it('is as promised', () => {
    const lines = estate.flatMap((bill) => bill.lines);
    expect(lines.length).toBeGreaterThan(150_000);
    expect(lines.length).toBeLessThanOrEqual(250_000);
    const resources = new Set(lines.map((line) => cellOfLine(line, 'ResourceId')));
    expect(resources.size).toBeGreaterThan(2700);
    expect(resources.size).toBeLessThan(3300);
    expect(new Set(all.map(({ ServiceName }) => ServiceName)).size).toBeGreaterThanOrEqual(25);
  });

  it('has every account in every month', () => {
    const accounts = PAYERS.flatMap((payer) => payer.accounts.map(({ id }) => id));
    expect(accounts).toHaveLength(12);
    for (const month of new Set(estate.map((bill) => bill.month))) {
      const lines = estate.filter((bill) => bill.month === month).flatMap((bill) => bill.lines);
      expect(accounts.filter((id) => !lines.some((line) => line.includes(`,${id},`)))).toEqual([]);
    }
  });

  it('has two currencies, one per payer', () => {
    const currencies = new Map<string, Set<string>>();
    for (const { ProviderName, BillingCurrency } of all) {
      currencies.set(ProviderName!, (currencies.get(ProviderName!) ?? new Set()).add(BillingCurrency!));
    }
    expect(Object.fromEntries([...currencies].map(([name, set]) => [name, [...set]]))).toEqual({
      AWS: ['USD'],
      Microsoft: ['EUR'],
      'Google Cloud': ['USD'],
    });
  });
});

describe('the amounts of the demo estate', () => {
  it('are the products of quantity and price, to the last digit', () => {
    const isOff = (charge: DemoCharge) => {
      const quantity = new Decimal(charge.PricingQuantity!);
      return (
        charge.ContractedCost !== quantity.times(charge.ContractedUnitPrice!).toFixed() ||
        charge.ListCost !== quantity.times(charge.ListUnitPrice!).toFixed()
      );
    };
    expect(all.filter((charge) => charge.PricingQuantity && isOff(charge))).toEqual([]);
  });

  it('are plain decimals', () => {
    const amounts = BILL_COLUMNS.filter((name) => /Cost$|Price$|Quantity$/.test(name));
    const isPlain = (text: string) => /^-?\d+(\.\d*[1-9])?$/.test(text);
    expect(all.filter((charge) => amounts.some((name) => charge[name] && !isPlain(charge[name])))).toEqual([]);
  });

  it('hold every sort of charge', () => {
    const sorts = new Set(
      all.map((charge) =>
        [
          charge.ChargeCategory,
          charge.ChargeClass,
          charge.CommitmentDiscountStatus,
          charge.CapacityReservationStatus,
        ].join('/'),
      ),
    );
    expect([...sorts].sort()).toEqual(
      ['Credit///', 'Purchase///', 'Tax///', 'Usage///', 'Usage///Unused', 'Usage///Used', 'Usage//Unused/']
        .concat('Usage//Used/', 'Usage/Correction//')
        .sort(),
    );
    expect(all.some(({ BilledCost }) => BilledCost!.startsWith('-'))).toBe(true);
  });
});

describe('a commitment of the demo estate', () => {
  it('of money is spent exactly, used and unused together, every day', () => {
    const fees = new Map<string, Decimal>();
    for (const charge of all) {
      if (charge.CommitmentDiscountCategory !== 'Spend') continue;
      const key = `${charge.CommitmentDiscountId} ${dayOf(charge)}`;
      const change = charge.ChargeCategory === 'Purchase' ? `-${charge.BilledCost}` : charge.EffectiveCost!;
      fees.set(key, (fees.get(key) ?? new Decimal(0)).plus(change));
    }
    expect(fees.size).toBeGreaterThan(280);
    for (const balance of fees.values()) expect(balance.toFixed()).toBe('0');
  });

  it('of machines is spent exactly in every complete month', () => {
    const fees = new Map<string, Decimal>();
    for (const charge of all) {
      if (charge.CommitmentDiscountCategory !== 'Usage' || charge.BillingPeriodStart! >= '2026-11') continue;
      const key = `${charge.CommitmentDiscountId} ${charge.BillingPeriodStart}`;
      const change = charge.ChargeCategory === 'Purchase' ? `-${charge.BilledCost}` : charge.EffectiveCost!;
      fees.set(key, (fees.get(key) ?? new Decimal(0)).plus(change));
    }
    expect(fees.size).toBe(4 * 4);
    for (const balance of fees.values()) expect(balance.toFixed()).toBe('0');
  });
});

describe('a resource of the demo estate', () => {
  it('has one identity: the same account, region, name and type on all its rows', () => {
    const identities = new Set<string>();
    const resources = new Set<string>();
    for (const { ResourceId, SubAccountId, RegionId, ResourceName, ResourceType } of all) {
      if (!ResourceId) continue;
      resources.add(ResourceId);
      identities.add([ResourceId, SubAccountId, RegionId, ResourceName, ResourceType].join('|'));
    }
    expect(identities.size).toBe(resources.size);
  });

  it('is billed once a day by each meter', () => {
    const keys = all
      .filter((charge) => charge.ChargeFrequency === 'Usage-Based' && !charge.ChargeClass)
      .map((charge) => [charge.ResourceId, charge.SkuPriceId, charge.ChargePeriodStart, charge.PricingCategory].join());
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('often has tags, sometimes none, and the platform team changed its cost centre', () => {
    const untagged = all.filter(({ ResourceId, Tags }) => ResourceId && !Tags).length;
    expect(untagged / all.length).toBeGreaterThan(0.03);
    expect(untagged / all.length).toBeLessThan(0.35);
    const centers = new Set(
      all.filter(({ Tags }) => Tags?.includes('"platform"')).map(({ Tags }) => JSON.parse(Tags!)['cost-center']),
    );
    expect([...centers].filter(Boolean).sort()).toEqual(['cc-2900', 'cc-3110', 'cc-3190']);
  });
});

describe('the story of the demo estate', () => {
  it('grows from the first month to the last complete one', () => {
    const spentIn = (day: string) => {
      const bills = estate.filter(({ month, currency }) => month === day && currency === 'USD');
      const costs = bills.flatMap(({ lines }) => lines.map((line) => cellOfLine(line, 'EffectiveCost')));
      return costs.reduce((total, cost) => total.plus(cost), new Decimal(0));
    };
    expect(spentIn('2026-10-01').dividedBy(spentIn('2025-12-01')).gt('1.2')).toBe(true);
  });

  it('has the warehouse explode in the newest month', () => {
    const isWarehouse = (charge: DemoCharge) => charge.ServiceName === 'BigQuery' && !charge.ChargeClass;
    const before = effectiveOf((charge) => isWarehouse(charge) && dayOf(charge) === '2026-10-20');
    const after = effectiveOf((charge) => isWarehouse(charge) && dayOf(charge) === '2026-11-17');
    expect(after.dividedBy(before).gt(2)).toBe(true);
  });

  it('delivers yesterday only in part', () => {
    const usage = (day: string) =>
      effectiveOf((charge) => charge.ChargeFrequency === 'Usage-Based' && dayOf(charge) === day);
    const yesterday = addDays(today, -1);
    expect(all.map(dayOf).reduce((latest, day) => (day > latest ? day : latest))).toBe(yesterday);
    expect(
      usage(yesterday)
        .dividedBy(usage(addDays(yesterday, -1)))
        .lt('0.8'),
    ).toBe(true);
    expect(usage(yesterday).gt(0)).toBe(true);
  });
});

describe('a bill of the demo estate made again', () => {
  it('is the same', () => {
    expect(linesOf(newestMonth({ today }))).toEqual(newest.flatMap(({ lines }) => lines));
  });

  it('differs with another seed', () => {
    expect([...newestMonth({ today, seed: 2 })[0]!.rows()]).not.toEqual(newest[0]!.lines);
  });

  it('begins with the same rows two days later', () => {
    for (const [place, { lines: rows }] of newest.entries()) {
      const later = [...newestMonth({ today: '2026-11-26' })[place]!.rows()];
      const complete = rows.findIndex((line) => cellOfLine(line, 'ChargePeriodStart').startsWith('2026-11-23'));
      expect(complete).toBeGreaterThan(1000);
      expect(later.slice(0, complete)).toEqual(rows.slice(0, complete));
      expect(later.length).toBeGreaterThan(rows.length);
    }
  });

  it('keeps its past after the turn of the month, told from the same day', () => {
    const bills = demoBills({ today: '2026-12-05', createdOn: today, months: 2 });
    const isPast = (line: string) => cellOfLine(line, 'ChargePeriodStart') < '2026-11-23';
    const later = linesOf(bills.filter(({ month }) => month === '2026-11-01'));
    expect(later.filter(isPast)).toEqual(newest.flatMap(({ lines }) => lines).filter(isPast));
  });

  it('of the first of a month ends with the month before', () => {
    expect(demoBills({ today: '2026-12-01', months: 1 })[0]!.month).toBe('2026-11-01');
  });
});
