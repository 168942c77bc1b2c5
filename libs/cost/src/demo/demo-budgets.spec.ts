import { demoChargeOf, type DemoCharge } from '../../../../test/support/demo-charges.js';
import { demoBills } from '#clouds';
import { Decimal, type Filter } from '#common';
import { demoBudgets } from './demo-budgets.js';

const createdOn = '2026-11-24';
const charges = demoBills({ today: createdOn, months: 3 }).flatMap((bill) => [...bill.rows()].map(demoChargeOf));

const PROVIDERS: Record<string, string> = { aws: 'AWS', azure: 'Microsoft', gcp: 'Google Cloud' };

const tagsOf = ({ Tags }: DemoCharge) => (Tags ? (JSON.parse(Tags) as Record<string, string>) : {});

/** The parts of a filter that the budgets use. */
function isIn(charge: DemoCharge, { accounts, services, providers, tags }: Filter): boolean {
  const tag = tagsOf(charge);
  const among = (values: string[] | undefined, value: string) => !values || values.includes(value);
  return (
    among(accounts, charge.SubAccountId!) &&
    among(services, charge.ServiceName!) &&
    among(
      providers?.map((provider) => PROVIDERS[provider]!),
      charge.ProviderName!,
    ) &&
    Object.entries(tags ?? {}).every(([key, values]) => among(values, tag[key]!))
  );
}

/** Share of the limit that the months from `from` on have spent. */
function shareOf(name: string, from = '2026-11-01', until = '2026-12-01'): number {
  const budget = demoBudgets({ createdOn }).find((one) => one.name === name)!;
  const spent = charges
    .filter(({ BillingCurrency }) => BillingCurrency === budget.currency)
    .filter(({ ChargePeriodStart }) => ChargePeriodStart! >= from && ChargePeriodStart! < until)
    .filter((charge) => isIn(charge, budget.scope ?? {}))
    .reduce((sum, { EffectiveCost }) => sum.plus(EffectiveCost!), new Decimal(0));
  return Number(spent.div(budget.limit));
}

describe('the budgets of the demo estate', () => {
  it('have names of their own, positive limits and the currency of a bill', () => {
    const budgets = demoBudgets({ createdOn });
    expect(new Set(budgets.map(({ name }) => name)).size).toBe(budgets.length);
    expect(budgets.every(({ limit }) => new Decimal(limit).gt(0))).toBe(true);
    expect(new Set(budgets.map(({ currency }) => currency))).toEqual(new Set(['USD', 'EUR']));
    expect(budgets.flatMap(({ scope }) => (scope?.accounts?.length === 0 ? [scope] : []))).toEqual([]);
  });

  it('have the warehouse exceeded in the month of the story, and in no month before', () => {
    expect(shareOf('Data warehouse')).toBeGreaterThan(1);
    expect(shareOf('Data warehouse', '2026-10-01', '2026-11-01')).toBeLessThan(1);
  });

  it('have the storefront below its limit now and above it by the end of the month', () => {
    const share = shareOf('Storefront production');
    expect(share).toBeLessThan(1);
    expect((share / 23) * 30).toBeGreaterThan(1);
  });

  it('have the fees warn from the first day on', () => {
    expect(shareOf('Support and subscriptions', '2026-11-01', '2026-11-02')).toBeGreaterThan(0.8);
    expect(shareOf('Support and subscriptions')).toBeLessThan(1);
  });

  it('have others that are well', () => {
    for (const name of ['Payments production', 'Azure']) {
      const share = shareOf(name);
      expect(share).toBeGreaterThan(0.3);
      expect((share / 22) * 30).toBeLessThan(0.9);
    }
  });

  it('have the grant spent already', () => {
    expect(shareOf('Research grant', '2026-09-01')).toBeGreaterThan(1);
  });
});
