import { FOCUS_COLUMNS } from '../focus/columns.js';
import { ANY_KEY_VALUE_FAULT, JSON_FAULT } from './json-faults.js';
import { ANY_NUMBER_FAULT, NUMBER } from './number-faults.js';
import { ANY_CURRENCY_FAULT, ANY_UNIT_FAULT, TEXT } from './text-faults.js';
import { ANY_TIME_FAULT, TIME } from './time-faults.js';

/** A rule on the values of some columns: none may have one of the faults. */
export interface ValueRule {
  targets: readonly string[];
  faults: number;
  isPartial: boolean;
}

const named = (type: string, isNullable?: boolean) =>
  FOCUS_COLUMNS.filter((column) => column.type === type && (isNullable ?? column.nullable) === column.nullable).map(
    ({ name }) => name,
  );
const TIMES = named('instant');
const NUMBERS = named('decimal');
const TEXTS = named('text');
export const UNIT_COLUMNS = ['ConsumedUnit', 'PricingUnit', 'CommitmentDiscountUnit'];
export const CURRENCY_COLUMNS = ['BillingCurrency', 'PricingCurrency'];
export const KEY_VALUE_COLUMNS = ['SkuPriceDetails', 'Tags'];
export const NAME_COLUMNS = ['ProviderName', 'PublisherName', 'InvoiceIssuerName', 'ServiceName', 'RegionName'];
export const ID_COLUMNS = ['BillingAccountId', 'SubAccountId', 'RegionId'];
export const DISPLAY_COLUMNS = ['BillingAccountType', 'SubAccountType'];
export const QUALIFIED_COLUMNS = ['BillingAccountId', 'CommitmentDiscountId', 'ResourceId', 'CapacityReservationId'];

const is = (targets: readonly string[], faults: number): ValueRule => ({ targets, faults, isPartial: false });
const sign = (targets: readonly string[], faults: number): ValueRule => ({ targets, faults, isPartial: true });
const sku = (faults: number) => is(['SkuPriceDetails'], faults);
const tags = (faults: number) => is(['Tags'], faults);
const qualified = (column: string) => sign([column], TEXT.unqualified);
const displayed = (column: string) => is([column], TEXT.unreadable | TEXT.variant);

/** Rules on values that the model gives no check for, by id. */
export const VALUE_RULES: Readonly<Record<string, ValueRule>> = {
  'DateTimeFormat-A-001-M': is(TIMES, TIME.notUtc),
  'DateTimeFormat-A-002-M': is(TIMES, TIME.notIso),
  'DateTimeFormat-A-004-M': is(TIMES, TIME.noLetterT),
  'DateTimeFormat-A-005-M': is(TIMES, TIME.notTwoDigits),
  'DateTimeFormat-A-006-M': is(TIMES, TIME.noLetterZ),
  'CurrencyFormat-A-001-C': is(CURRENCY_COLUMNS, TEXT.currencyCode),
  'CurrencyFormat-A-002-C': is(CURRENCY_COLUMNS, TEXT.currencyVirtual),
  'NumericFormat-A-002-M': is(NUMBERS, NUMBER.several),
  'NumericFormat-A-003-M': is(NUMBERS, NUMBER.notNumber),
  'NumericFormat-A-004-M': is(NUMBERS, NUMBER.fraction),
  'NumericFormat-A-005-M': is(NUMBERS, NUMBER.notation),
  'NumericFormat-A-006-M': is(NUMBERS, NUMBER.exponentSign),
  'NumericFormat-A-007-M': is(NUMBERS, NUMBER.symbol),
  'NumericFormat-A-008-M': is(NUMBERS, NUMBER.qualifier),
  'NumericFormat-A-009-M': is(NUMBERS, NUMBER.punctuation),
  'NumericFormat-A-010-M': is(NUMBERS, NUMBER.plus),
  'NumericFormat-A-011-M': is(NUMBERS, NUMBER.negative),
  'NumericFormat-A-012-M': sign(NUMBERS, NUMBER.notNumber),
  'StringHandling-A-001-M': is(TEXTS, TEXT.unicode),
  'StringHandling-A-003-M': sign(NAME_COLUMNS, TEXT.variant),
  'StringHandling-A-006-M': sign(ID_COLUMNS, TEXT.variant),
  'StringHandling-A-007-M': is(named('text', false), TEXT.blank),
  'NullHandling-A-001-C': sign(named('text', true), TEXT.placeholder | TEXT.blank),
  'NullHandling-A-002-M': sign(TEXTS, TEXT.placeholder | TEXT.blank),
  'UnitFormat-A-001-M': is(UNIT_COLUMNS, TEXT.unitShape),
  'UnitFormat-A-002-O': is(UNIT_COLUMNS, TEXT.unitWhole),
  'UnitFormat-A-003-M': is(UNIT_COLUMNS, TEXT.unitCase),
  'UnitFormat-A-004-C': sign(UNIT_COLUMNS, TEXT.unitOther),
  'KeyValueFormat-A-001-M': is(KEY_VALUE_COLUMNS, JSON_FAULT.notObject),
  'KeyValueFormat-A-002-M': is(KEY_VALUE_COLUMNS, JSON_FAULT.repeatedKey),
  'KeyValueFormat-A-003-M': is(KEY_VALUE_COLUMNS, JSON_FAULT.otherType),
  'KeyValueFormat-A-004-M': is(KEY_VALUE_COLUMNS, JSON_FAULT.nested),
  'BillingAccountId-C-005-O': qualified('BillingAccountId'),
  'CommitmentDiscountId-C-008-C': qualified('CommitmentDiscountId'),
  'ResourceId-C-008-O': qualified('ResourceId'),
  'CapacityReservationId-C-009-O': qualified('CapacityReservationId'),
  'SubAccountType-C-006-M': displayed('SubAccountType'),
  'BillingAccountType-C-006-M': displayed('BillingAccountType'),
  'SkuPriceDetails-C-002-O': sku(JSON_FAULT.notPascal),
  'SkuPriceDetails-C-008-M': sign(['SkuPriceDetails'], JSON_FAULT.nullValue),
  'SkuPriceDetails-C-010-C': sign(['SkuPriceDetails'], JSON_FAULT.noFocusProperty),
  'SkuPriceDetails-C-011-O': sku(JSON_FAULT.repeatsColumn),
  'SkuPriceDetails-C-016-O': sku(JSON_FAULT.mixedTypes),
  'SkuPriceDetails-C-017-C': sku(JSON_FAULT.noPrefix),
  'SkuPriceDetails-C-020-M': sku(JSON_FAULT.misspelt),
  'SkuPriceDetails-C-021-M': sku(JSON_FAULT.wrongType),
  'Tags-C-006-M': tags(JSON_FAULT.nullValue),
  'Tags-C-007-O': tags(JSON_FAULT.nullValue),
  'Tags-C-008-M': sign(['Tags'], JSON_FAULT.valueless),
  'Tags-C-017-M': sign(['Tags'], JSON_FAULT.reservedPrefix),
  ...Object.fromEntries(
    [
      'BilledCost-C-004-M',
      'EffectiveCost-C-004-M',
      'ContractedCost-C-004-M',
      'ListCost-C-004-M',
      'PricingQuantity-C-008-M',
      'ConsumedQuantity-C-008-C',
      'CommitmentDiscountQuantity-C-009-M',
      'PricingCurrencyEffectiveCost-C-004-M',
    ].map((id) => [id, is([id.split('-')[0]!], NUMBER.notNumber)]),
  ),
};

/** The model's format checks. */
export const FORMATS: Readonly<Record<string, number>> = {
  FormatString: TEXT.unicode,
  FormatNumeric: ANY_NUMBER_FAULT,
  FormatDateTime: ANY_TIME_FAULT,
  FormatUnit: ANY_UNIT_FAULT,
  FormatCurrency: ANY_CURRENCY_FAULT,
  FormatKeyValue: ANY_KEY_VALUE_FAULT,
  CheckNationalCurrency: TEXT.currencyForeign,
  CheckDecimalValue: NUMBER.notNumber,
};
