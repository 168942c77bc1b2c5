import { JSON_FAULT } from '../../../libs/cost/src/conformance/json-faults.js';
import { NUMBER } from '../../../libs/cost/src/conformance/number-faults.js';
import { TEXT } from '../../../libs/cost/src/conformance/text-faults.js';
import { TIME } from '../../../libs/cost/src/conformance/time-faults.js';
import { focusColumn } from '../../../libs/cost/src/focus/columns.js';

/** A value with one fault, by the kind of column and the fault; a list stands for one value in each of several rows. */
const NUMBERS: readonly (readonly [number, string])[] = [
  [NUMBER.several, '1 2'],
  [NUMBER.notNumber, 'abc'],
  [NUMBER.fraction, '1/2'],
  [NUMBER.notation, '1.5x10^3'],
  [NUMBER.exponentSign, '1E+3'],
  [NUMBER.symbol, '2*3'],
  [NUMBER.qualifier, '$5'],
  [NUMBER.punctuation, '1,000'],
  [NUMBER.plus, '+5'],
  [NUMBER.negative, '(5)'],
];
const TIMES: readonly (readonly [number, string])[] = [
  [TIME.notUtc, '2026-09-02T00:00:00+02:00'],
  [TIME.notIso, '09/02/2026'],
  [TIME.noLetterT, '2026-09-02 00:00:00Z'],
  [TIME.notTwoDigits, '2026-09-02T0:00:00Z'],
  [TIME.noLetterZ, '2026-09-02T00:00:00'],
  [TIME.notTime, 'tomorrow'],
];
const TEXTS: readonly (readonly [number, string])[] = [
  [TEXT.unicode, 'caf\ufffd'],
  [TEXT.blank, '   '],
  [TEXT.placeholder, 'N/A'],
  [TEXT.unqualified, 'i-1234'],
  [TEXT.unreadable, '0123456789abcdef'],
  [TEXT.unitShape, '%%'],
  [TEXT.unitWhole, '1.5 GB'],
  [TEXT.unitCase, 'hours'],
  [TEXT.unitOther, 'Hrs'],
  [TEXT.currencyCode, 'usd'],
  [TEXT.currencyVirtual, ' Credits '],
  [TEXT.currencyForeign, 'Credits'],
];
const PROPERTIES: readonly (readonly [number, readonly string[]])[] = [
  [JSON_FAULT.notObject, ['Environment=production']],
  [JSON_FAULT.repeatedKey, ['{"x_Key":1,"x_Key":2}']],
  [JSON_FAULT.otherType, ['{"x_Key":[1]}']],
  [JSON_FAULT.nested, ['{"x_Key":{"a":1}}']],
  [JSON_FAULT.notPascal, ['{"x_some_key":1}']],
  [JSON_FAULT.noFocusProperty, ['{"x_CoreCount":2}']],
  [JSON_FAULT.nullValue, ['{"x_Key":null}']],
  [JSON_FAULT.noPrefix, ['{"Tenancy":"Shared"}']],
  [JSON_FAULT.misspelt, ['{"Corecount":2}']],
  [JSON_FAULT.wrongType, ['{"CoreCount":"two"}']],
  [JSON_FAULT.mixedTypes, ['{"x_Key":"one"}', '{"x_Key":1}']],
  [JSON_FAULT.repeatsColumn, ['{"RegionId":"here"}']],
  [JSON_FAULT.reservedPrefix, ['{"AWS:owner":"me"}']],
  [JSON_FAULT.valueless, ['{"protected":true}', '{"protected":""}']],
];

const TABLES = { decimal: NUMBERS, instant: TIMES, text: TEXTS };

/** Values for a column, one for each of some rows, among which is the fault; undefined where none is known. */
export function faultyValues(
  column: string,
  faults: number,
  present: readonly string[],
): readonly string[] | undefined {
  const type = focusColumn.get(column)!.type;
  if (type === 'json') return PROPERTIES.find(([fault]) => (fault & faults) !== 0)?.[1];
  const value = TABLES[type].find(([fault]) => (fault & faults) !== 0)?.[1];
  if (value !== undefined) return [value];
  // Another spelling of a value that is there.
  return present[0] === undefined ? undefined : [present[0], ` ${present[0].toUpperCase()}`];
}
