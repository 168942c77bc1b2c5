/** Faults of a numeric value, after the FOCUS attribute NumericFormat; a bit each. */
export const NUMBER = {
  several: 1 << 0,
  notNumber: 1 << 1,
  fraction: 1 << 2,
  notation: 1 << 3,
  exponentSign: 1 << 4,
  symbol: 1 << 5,
  qualifier: 1 << 6,
  punctuation: 1 << 7,
  plus: 1 << 8,
  negative: 1 << 9,
} as const;
export const ANY_NUMBER_FAULT = (1 << 10) - 1;

const PLAIN = /^-?(\d+(\.\d+)?|\.\d+|\d+\.)([eE]-?\d+)?$/;

const FAULTS: readonly (readonly [RegExp, number])[] = [
  [/[\d.][\s;|]+-?[\d.]/, NUMBER.several],
  [/\d\s*\/\s*\d|[¼½¾⅓⅔⅛]/, NUMBER.fraction],
  [/(10\s*(\^|\*\*))|[\dx×]\s*[dD]\s*[+-]?\d|[eE]-?\d*\.\d|[eE]$/, NUMBER.notation],
  [/[eE]\+/, NUMBER.exponentSign],
  [/[*^=<>%√×÷()]|[\d.]\s*[+-]\s*\d|[a-z]{2,}\(/, NUMBER.symbol],
  [/[$€£¥₹#]|(?![eEdDxX])\p{L}|\p{L}{2,}/u, NUMBER.qualifier],
  [/[,'’_:]|\..*\./, NUMBER.punctuation],
  [/^\s*\+/, NUMBER.plus],
  [/^\s*\(.*\)\s*$|-\s*$|^\s*[−–—]/, NUMBER.negative],
];

/** What is wrong with a numeric text; 0 when it is an integer, a decimal or in E notation as the attribute wants. */
export function numberFaults(text: string): number {
  if (PLAIN.test(text)) return 0;
  let faults = /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text) ? 0 : NUMBER.notNumber;
  for (const [pattern, fault] of FAULTS) if (pattern.test(text)) faults |= fault;
  return faults;
}

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);

/**
 * The value of a plain decimal such as `-12.50`, to a double's precision (comparisons here allow for far more), or NaN
 * for anything else, which then goes the slow way. Much faster than `Number` on the short texts of a bill.
 */
export function plainNumber(text: string): number {
  const isNegative = text.charCodeAt(0) === MINUS;
  const start = isNegative ? 1 : 0;
  const length = text.length;
  if (length === start || length > 22) return NaN;
  let value = 0;
  let point = -1;
  for (let at = start; at < length; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    // One comparison tells digits from all else: what lies below wraps round to a large number.
    if (digit >>> 0 < 10) value = value * 10 + digit;
    else if (digit === POINT - ZERO && point < 0) point = at;
    else return NaN;
  }
  if (point >= 0) value /= POWERS[length - 1 - point]!;
  return isNegative ? -value : value;
}
