import { CURRENCIES } from './currencies.js';
import { UNITS, UNIT_ALIASES } from './units.js';

/** Faults of a text value; a bit each. The variants are found by comparing values, see `values.ts`. */
export const TEXT = {
  unicode: 1 << 0,
  blank: 1 << 1,
  placeholder: 1 << 2,
  variant: 1 << 3,
  unqualified: 1 << 4,
  unreadable: 1 << 5,
  unitShape: 1 << 6,
  unitWhole: 1 << 7,
  unitCase: 1 << 8,
  unitOther: 1 << 9,
  currencyCode: 1 << 10,
  currencyVirtual: 1 << 11,
  currencyForeign: 1 << 12,
  // No faults of their own: what other rules ask of a value.
  saysSpot: 1 << 13,
  saysCredit: 1 << 14,
  isCurrency: 1 << 15,
} as const;
export const ANY_UNIT_FAULT = TEXT.unitShape | TEXT.unitWhole | TEXT.unitCase | TEXT.unitOther;
export const ANY_CURRENCY_FAULT = TEXT.currencyCode | TEXT.currencyVirtual;

// A decoder puts U+FFFD for what was no Unicode; NUL and lone surrogates come from other writers.
const BROKEN = /\p{Surrogate}|[\0\ufffd\uffff]/u;
const PLACEHOLDER = /^(\s*|n\/?a|not applicable|none|null|nil|undefined|-+|\?+)$/i;
const LONGEST_PLACEHOLDER = 'not applicable'.length;

/** What any text column asks of a value. */
export function stringFaults(text: string): number {
  let faults = BROKEN.test(text) ? TEXT.unicode : 0;
  if (text.length <= LONGEST_PLACEHOLDER && PLACEHOLDER.test(text)) {
    faults |= text.trim() === '' ? TEXT.blank : TEXT.placeholder;
  }
  return faults;
}

/** An identifier is fully qualified when it names its container too, as an ARN or a resource path does. */
export const qualifiedFaults = (text: string) => (/[/:]/.test(text) ? 0 : TEXT.unqualified);

/** A display value has words; an identifier or a bare number is none. */
export const displayFaults = (text: string) =>
  !/\p{L}{2}/u.test(text) || /^[0-9a-f-]{16,}$/i.test(text) ? TEXT.unreadable : 0;

const UNIT = /^(\d+(\.\d+)? )?[\p{L}][\p{L}\d ]*(-(Years|Months|Days|Hours|Minutes|Seconds))?(\/(\d+ )?[\p{L}]+)?$/u;

/** What the attribute UnitFormat asks: `GB`, `5 GB`, `GB-Hours`, `Requests/Second`, in the recommended spelling. */
export function unitFaults(text: string): number {
  let faults = UNIT.test(text) ? 0 : TEXT.unitShape;
  if (/^\d*\.\d|\/\d*\.\d/.test(text)) faults |= TEXT.unitWhole;
  for (const word of text.split(/[\s\-/]+/)) {
    if (UNITS.get(word.toLowerCase())?.includes(word) === false) faults |= TEXT.unitCase;
    if (UNIT_ALIASES.has(word.toLowerCase())) faults |= TEXT.unitOther;
  }
  return faults;
}

/** A national currency is its ISO 4217 code in capitals; a virtual one is any proper text. */
export function currencyFaults(text: string): number {
  if (CURRENCIES.has(text)) return 0;
  if (CURRENCIES.has(text.trim().toUpperCase())) return TEXT.currencyCode | TEXT.currencyForeign;
  return TEXT.currencyForeign | (stringFaults(text) || text !== text.trim() ? TEXT.currencyVirtual : 0);
}

/** What a description says of the price or the charge. */
export const wordsIn = (text: string) =>
  (/\bspot\b|preemptible/i.test(text) ? TEXT.saysSpot : 0) | (/\bcredit/i.test(text) ? TEXT.saysCredit : 0);
