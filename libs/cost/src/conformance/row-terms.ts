import type { Expr } from './rule.js';

/** A rule on one row; `isPartial` marks a necessary condition, which is all that a file can show of the statement. */
export interface RowRule {
  when?: Expr;
  must: Expr;
  isPartial: boolean;
}

export const isNull = (column: string): Expr => ['null', column];
export const given = (column: string): Expr => ['not', ['null', column]];
export const not = (expr: Expr): Expr => ['not', expr];
export const all = (...parts: Expr[]): Expr => ['and', ...parts];
export const any = (...parts: Expr[]): Expr => ['or', ...parts];
export const flag = (name: string): Expr => ['flag', name];
export const category = (...values: string[]): Expr => [
  'or',
  ...values.map((value): Expr => ['eq', 'ChargeCategory', value]),
];
export const pricing = (value: string): Expr => ['eq', 'PricingCategory', value];
export const frequency = (value: string): Expr => ['eq', 'ChargeFrequency', value];
export const status = (value: string): Expr => ['eq', 'CommitmentDiscountStatus', value];
export const reservation = (value: string): Expr => ['eq', 'CapacityReservationStatus', value];
export const correction: Expr = ['eq', 'ChargeClass', 'Correction'];
export const priced = all(category('Usage', 'Purchase'), not(correction));
export const committed = given('CommitmentDiscountId');
export const usage = category('Usage');
export const purchase = category('Purchase');
export const never = (when: Expr, isPartial: boolean): RowRule => ({ must: not(when), isPartial });

export const is = (when: Expr | undefined, must: Expr): RowRule => ({ when, must, isPartial: false });
export const sign = (when: Expr | undefined, must: Expr): RowRule => ({ when, must, isPartial: true });
/** A permission: `must` says which rows make use of it. */
export const may = (must: Expr): RowRule => ({ must, isPartial: false });

/** An amount has a currency, and is the same amount where both currencies are the same. */
export const denominated = (amount: string, currency: string, off?: string): RowRule =>
  sign(given(amount), off ? all(given(currency), not(flag(off))) : given(currency));
