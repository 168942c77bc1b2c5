import { FOCUS_COLUMNS, focusColumn } from '../../../libs/cost/src/focus/columns.js';
import type { Expr } from '../../../libs/cost/src/conformance/rule.js';
import type { Row } from '../focus-parts.js';

const OF_TYPE = { text: 'Something', decimal: '1', instant: '2026-09-02T00:00:00Z', json: '{"x_Key":"value"}' };

/** A value that a column may hold. */
export const sampleOf = (column: string) => {
  const found = focusColumn.get(column) ?? FOCUS_COLUMNS[0]!;
  return found.allowed?.[0] ?? OF_TYPE[found.type];
};

type Edit = (row: Row) => Row;
const put =
  (columns: Row): Edit =>
  (row) => ({ ...row, ...columns });

const GENERATED = 'arn:aws:ec2:eu-central-1:1:instance/i-0123456789abcdef0';
const SAME = { BillingCurrency: 'USD', PricingCurrency: 'USD' };

/** How to make a fact of a row so, and how to make it not so. */
const FACTS: Readonly<Record<string, { yes: Edit; no: Edit }>> = {
  billedZero: { yes: put({ BilledCost: '0' }), no: put({ BilledCost: '5' }) },
  billedNegative: { yes: put({ BilledCost: '-5' }), no: put({ BilledCost: '5' }) },
  effectiveZero: { yes: put({ EffectiveCost: '0' }), no: put({ EffectiveCost: '5' }) },
  effectiveNegative: { yes: put({ EffectiveCost: '-5' }), no: put({ EffectiveCost: '5' }) },
  pricingEffectiveZero: {
    yes: put({ PricingCurrencyEffectiveCost: '0' }),
    no: put({ PricingCurrencyEffectiveCost: '5' }),
  },
  listPriceNegative: { yes: put({ ListUnitPrice: '-1' }), no: put({ ListUnitPrice: '1' }) },
  contractedPriceNegative: { yes: put({ ContractedUnitPrice: '-1' }), no: put({ ContractedUnitPrice: '1' }) },
  pricingListPriceNegative: {
    yes: put({ PricingCurrencyListUnitPrice: '-1' }),
    no: put({ PricingCurrencyListUnitPrice: '1' }),
  },
  pricingContractedPriceNegative: {
    yes: put({ PricingCurrencyContractedUnitPrice: '-1' }),
    no: put({ PricingCurrencyContractedUnitPrice: '1' }),
  },
  listProductOff: {
    yes: put({ ListUnitPrice: '2', PricingQuantity: '3', ListCost: '7' }),
    no: put({ ListUnitPrice: '2', PricingQuantity: '3', ListCost: '6' }),
  },
  contractedProductOff: {
    yes: put({ ContractedUnitPrice: '0.5', PricingQuantity: '3', ContractedCost: '7' }),
    no: put({ ContractedUnitPrice: '2', PricingQuantity: '3', ContractedCost: '6' }),
  },
  discounted: {
    yes: (row) => ({ ...row, ContractedUnitPrice: '1', ListUnitPrice: '2' }),
    no: (row) => ({ ...row, ContractedUnitPrice: row.ListUnitPrice ?? null }),
  },
  effectiveOffBilled: {
    yes: put({ EffectiveCost: '1', BilledCost: '2' }),
    no: put({ EffectiveCost: '2', BilledCost: '2' }),
  },
  listOffBilled: { yes: put({ ListCost: '1', BilledCost: '2' }), no: put({ ListCost: '2', BilledCost: '2' }) },
  contractedOffBilled: {
    yes: put({ ContractedCost: '1', BilledCost: '2' }),
    no: put({ ContractedCost: '2', BilledCost: '2' }),
  },
  effectiveSignOff: {
    yes: put({ EffectiveCost: '-1', BilledCost: '2' }),
    no: put({ EffectiveCost: '1', BilledCost: '2' }),
  },
  listSignOff: { yes: put({ ListCost: '0', BilledCost: '2' }), no: put({ ListCost: '1', BilledCost: '2' }) },
  contractedSignOff: {
    yes: put({ ContractedCost: '0', BilledCost: '2' }),
    no: put({ ContractedCost: '1', BilledCost: '2' }),
  },
  pricingListOff: {
    yes: put({ ...SAME, ListUnitPrice: '1', PricingCurrencyListUnitPrice: '2' }),
    no: put({ ...SAME, ListUnitPrice: '1', PricingCurrencyListUnitPrice: '1' }),
  },
  pricingContractedOff: {
    yes: put({ ...SAME, ContractedUnitPrice: '1', PricingCurrencyContractedUnitPrice: '2' }),
    no: put({ ...SAME, ContractedUnitPrice: '1', PricingCurrencyContractedUnitPrice: '1' }),
  },
  pricingEffectiveOff: {
    yes: put({ ...SAME, EffectiveCost: '1', PricingCurrencyEffectiveCost: '2' }),
    no: put({ ...SAME, EffectiveCost: '1', PricingCurrencyEffectiveCost: '1' }),
  },
  commitmentQuantityPositive: {
    yes: put({ CommitmentDiscountQuantity: '1' }),
    no: put({ CommitmentDiscountQuantity: '-1' }),
  },
  resourceIsCommitment: {
    yes: (row) => ({ ...row, ResourceId: row.CommitmentDiscountId ?? null }),
    no: put({ ResourceId: 'arn:another' }),
  },
  resourceIsReservation: {
    yes: (row) => ({ ...row, ResourceId: row.CapacityReservationId ?? null }),
    no: put({ ResourceId: 'arn:another' }),
  },
  nameIsGeneratedId: {
    yes: put({ ResourceId: GENERATED, ResourceName: GENERATED }),
    no: put({ ResourceName: 'web' }),
  },
  otherIssuer: {
    yes: put({ ProviderName: 'AWS', InvoiceIssuerName: 'Example' }),
    no: put({ ProviderName: 'AWS', InvoiceIssuerName: 'AWS' }),
  },
  skuPriceIsSku: { yes: put({ SkuId: 'A', SkuPriceId: 'A' }), no: put({ SkuId: 'A', SkuPriceId: 'B' }) },
  unitIsCurrency: { yes: put({ CommitmentDiscountUnit: 'USD' }), no: put({ CommitmentDiscountUnit: 'Hours' }) },
  saysSpot: { yes: put({ ChargeDescription: 'Spot price' }), no: put({ ChargeDescription: 'Price' }) },
  saysCredit: { yes: put({ ChargeDescription: 'A credit' }), no: put({ ChargeDescription: 'A charge' }) },
  billingStartWrong: {
    yes: put({ BillingPeriodStart: '2026-10-02T00:00:00Z' }),
    no: put({ BillingPeriodStart: '2026-09-01T00:00:00Z' }),
  },
  billingEndWrong: {
    yes: put({ BillingPeriodEnd: '2026-09-30T23:59:59Z' }),
    no: put({ BillingPeriodEnd: '2026-10-01T00:00:00Z' }),
  },
  chargeStartWrong: {
    yes: (row) => ({ ...row, ChargePeriodStart: row.ChargePeriodEnd ?? null }),
    no: put({ ChargePeriodStart: '2026-09-01T00:00:00Z' }),
  },
  chargeEndWrong: {
    yes: put({ ChargePeriodEnd: '2026-09-29T23:59:59Z' }),
    no: put({ ChargePeriodEnd: '2026-09-30T00:00:00Z' }),
  },
  beforeBillingPeriod: {
    yes: put({ ChargePeriodStart: '2026-08-03T00:00:00Z', ChargePeriodEnd: '2026-08-04T00:00:00Z' }),
    no: put({ ChargePeriodEnd: '2026-09-04T00:00:00Z' }),
  },
  insideBillingPeriod: {
    yes: put({ ChargePeriodStart: '2026-09-03T00:00:00Z', ChargePeriodEnd: '2026-09-04T00:00:00Z' }),
    no: put({ ChargePeriodStart: '2026-08-03T00:00:00Z' }),
  },
};

const another = (column: string, value: string) =>
  focusColumn.get(column)!.allowed?.find((other) => other !== value) ?? 'Something';

function leaf(expr: Expr, wanted: boolean): Edit {
  const column = expr[1] as string;
  switch (expr[0]) {
    case 'null':
      return (row) => ({ ...row, [column]: wanted ? null : (row[column] ?? sampleOf(column)) });
    case 'eq': {
      const value = expr[2];
      return (row) => {
        if (wanted) return { ...row, [column]: value };
        return row[column] === value ? { ...row, [column]: another(column, value) } : row;
      };
    }
    case 'allowed':
      return (row) => (wanted ? row : { ...row, [column]: 'Nonsense' });
    case 'parent':
      return (row) => (wanted ? row : { ...row, [expr[2]]: another(expr[2], row[expr[2]] ?? '') });
    default: {
      const fact = FACTS[column];
      if (!fact) throw new Error(`No row is known to have the fact ${column}.`);
      return wanted ? fact.yes : fact.no;
    }
  }
}

/** The rows that come of making a condition so, or not so, in each way there is. */
export function forced(expr: Expr, wanted: boolean, row: Row): Row[] {
  if (expr[0] === 'not') return forced(expr[1], !wanted, row);
  if (expr[0] !== 'and' && expr[0] !== 'or') return [leaf(expr, wanted)(row)];
  const parts = expr.slice(1) as Expr[];
  const needsAll = (expr[0] === 'and') === wanted;
  if (!needsAll) return parts.flatMap((part) => forced(part, wanted, row)).slice(0, 12);
  return parts.reduce<Row[]>((rows, part) => rows.flatMap((each) => forced(part, wanted, each)), [row]).slice(0, 12);
}
