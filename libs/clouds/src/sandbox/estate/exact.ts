/** A decimal of any length: `digits` × 10^-`scale`. Bills are made of such products, and no digit of them may be lost. */
export interface Exact {
  readonly digits: bigint;
  readonly scale: number;
}

/** The value of a plain decimal text such as `-0.0416`. */
export function exact(text: string): Exact {
  const point = text.indexOf('.');
  if (point < 0) return { digits: BigInt(text), scale: 0 };
  return { digits: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 };
}

export const times = (a: Exact, b: Exact): Exact => ({ digits: a.digits * b.digits, scale: a.scale + b.scale });

/** The same value with more decimals. */
const widened = (value: Exact, scale: number) => value.digits * 10n ** BigInt(scale - value.scale);

export function plus(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { digits: widened(a, scale) + widened(b, scale), scale };
}

export const negative = (value: Exact): Exact => ({ digits: -value.digits, scale: value.scale });
export const minus = (a: Exact, b: Exact) => plus(a, negative(b));

/** The largest quantity of that many decimals whose product with the price is at most the amount. */
export function affordable(amount: Exact, price: Exact, scale: number): Exact {
  const shift = scale + price.scale - amount.scale;
  const digits = shift >= 0 ? amount.digits * 10n ** BigInt(shift) : amount.digits / 10n ** BigInt(-shift);
  return { digits: digits / price.digits, scale };
}

/** Plain notation without trailing zeros: no exponent, no plus sign. */
export function textOf({ digits, scale }: Exact): string {
  if (digits === 0n) return '0';
  const sign = digits < 0n ? '-' : '';
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = text.slice(0, text.length - scale);
  let end = text.length;
  while (end > whole.length && text.charCodeAt(end - 1) === 48) end--;
  return end === whole.length ? sign + whole : `${sign}${whole}.${text.slice(whole.length, end)}`;
}
