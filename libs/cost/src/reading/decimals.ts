import { Decimal } from '#common';

const [ZERO, NINE, DOT, MINUS] = [48, 57, 46, 45];
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** The exponents of a double: beyond them no amount is meant, though PostgreSQL could hold it. */
const MAX_EXPONENT = 308;
/** What PostgreSQL's numeric holds before and behind the point. */
const [MAX_WHOLE, MAX_FRACTION] = [131_072, 16_383];

/** Where the run of digits that begins at `from` ends. */
function digitsEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < ZERO || code > NINE) break;
  }
  return at;
}

/** Whether a text is `-?digits[.digits]` of moderate length, as nearly all amounts are. */
function isPlain(text: string): boolean {
  const { length } = text;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  const whole = digitsEnd(text, start);
  if (whole === start || length > 300) return false;
  if (whole === length) return true;
  return text.charCodeAt(whole) === DOT && whole + 1 < length && digitsEnd(text, whole + 1) === length;
}

/**
 * The text of a decimal as PostgreSQL's `numeric` and `Decimal` read it, digit for digit; undefined for anything that
 * is none: NaN, Infinity, thousands separators, a comma for the point, an exponent beyond a double's.
 */
export function readDecimal(text: string): string | undefined {
  return isPlain(text) ? text : readOddDecimal(text.trim());
}

/** Whether the parts of a number stay within what an amount can be and PostgreSQL can hold. */
const isHeld = (whole: string, fraction: string, exponent: number) =>
  Math.abs(exponent) <= MAX_EXPONENT &&
  whole.length <= MAX_WHOLE - MAX_EXPONENT &&
  fraction.length <= MAX_FRACTION - MAX_EXPONENT;

function readOddDecimal(text: string): string | undefined {
  const parts = SHAPE.exec(text);
  if (!parts) return undefined;
  const [sign, whole, fraction, power] = parts.slice(1).map((part: string | undefined) => part ?? '');
  const exponent = Number(power);
  if (!(whole || fraction) || !isHeld(whole!, fraction!, exponent)) return undefined;
  const digits = `${sign === '-' ? '-' : ''}${whole || '0'}${fraction && '.'}${fraction}`;
  return exponent === 0 ? digits : `${digits}e${exponent}`;
}

/** Holds the product of any two amounts that a bill has, to the last digit. */
const Exact = Decimal.clone({ precision: 1000, toExpNeg: -1000, toExpPos: 1000 });

/** The exact product of two decimals as text; null where one is missing or none. */
export function product(left: string | null, right: string | null): string | null {
  const factors = [left, right].map((text) => (text === null ? undefined : readDecimal(text)));
  return factors.includes(undefined) ? null : new Exact(factors[0]!).times(factors[1]!).toString();
}
