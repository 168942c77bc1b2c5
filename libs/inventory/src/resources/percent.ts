import type { Decimal } from '#common';

/** To two decimals; null of nothing. */
export const percentOf = (part: Decimal, whole: Decimal): number | null =>
  whole.isZero() ? null : Number(part.div(whole).times(100).toFixed(2));
