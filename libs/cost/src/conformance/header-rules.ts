import { FOCUS_COLUMNS } from '../focus/columns.js';

/** What is known of a file apart from its rows. */
export interface FileFacts {
  /** The column names as written, in the file's order. */
  header: readonly string[];
  /** What the provider supports, by the model's applicability criteria. */
  supports: ReadonlySet<string>;
}

/** The first offence found, or undefined. */
export type HeaderCheck = (file: FileFacts) => string | undefined;

const focusNames = FOCUS_COLUMNS.map(({ name }) => name);
const isFocus = new Set(focusNames);
const byLowerCase = new Map(focusNames.map((name) => [name.toLowerCase(), name]));
const isCustom = (name: string) => name.startsWith('x_');
/** Columns named in FOCUS's own space, known to it or not. */
const plain = (file: FileFacts) => file.header.filter((name) => !isCustom(name));
const PASCAL = /^[A-Z][A-Za-z0-9]*$/;
const ABBREVIATION =
  /(Acct|Amt|Qty|Desc|Num|Curr|Svc|Cat|Res|Avg|Addr|Mgmt|Org|Prd|Ref|Req|Sub|Std|Tot|Usg)(?=[A-Z0-9]|$)/;
/** Identifiers and names that FOCUS has as a pair, without their suffix. */
const pairs = new Set(
  focusNames
    .filter((name) => name.endsWith('Name') && isFocus.has(name.replace(/Name$/, 'Id')))
    .map((n) => n.slice(0, -4)),
);

const intermixed: HeaderCheck = ({ header }) => {
  const last = header.findLastIndex((name) => isFocus.has(name));
  return header.slice(0, Math.max(last, 0)).find((name) => !isFocus.has(name));
};

/** Rules on the names and the order of columns, by id. */
export const HEADER_RULES: Readonly<Record<string, HeaderCheck>> = {
  'ColumnHandling-A-001-M': (file) =>
    plain(file).find((name) => !PASCAL.test(name) || (byLowerCase.get(name.toLowerCase()) ?? name) !== name),
  'ColumnHandling-A-002-M': (file) => plain(file).find((name) => !isFocus.has(name) && ABBREVIATION.test(name)),
  'ColumnHandling-A-003-M': (file) => plain(file).find((name) => !/^[A-Za-z0-9]+$/.test(name)),
  'ColumnHandling-A-004-O': (file) => plain(file).find((name) => /[A-Z]{2,}/.test(name)),
  'ColumnHandling-A-005-O': (file) => file.header.find((name) => name.length > 50),
  'ColumnHandling-A-006-M': (file) => plain(file).find((name) => pairs.has(name)),
  'ColumnHandling-A-010-M': (file) => plain(file).find((name) => !byLowerCase.has(name.toLowerCase())),
  'ColumnHandling-A-011-O': (file) =>
    file.header.filter(isCustom).find((name) => !PASCAL.test(name.slice(2)) || name.length > 50),
  'ColumnHandling-A-012-O': ({ header }) => (header[0] && !isFocus.has(header[0]) ? header[0] : undefined),
  'ColumnHandling-A-013-O': intermixed,
  // A permission: the use of it is what is looked for.
  'ColumnHandling-A-014-O': ({ header }) => {
    const known = header.filter((name) => isFocus.has(name));
    return known.every((name, index) => index === 0 || known[index - 1]! < name) ? 'sorted' : undefined;
  },
};

/** A rule of presence applies when the provider supports all that it names. */
export const presence =
  (column: string, criteria: readonly string[], isPermission: boolean): HeaderCheck =>
  ({ header, supports }) => {
    if (isPermission) return header.includes(column) ? column : undefined;
    if (!criteria.every((criterion) => supports.has(criterion))) return undefined;
    return header.includes(column) ? undefined : column;
  };

/** Columns whose presence shows that the provider supports something. */
const EVIDENCE: Readonly<Record<string, RegExp>> = {
  SUB_ACCOUNT_SUPPORTED: /^SubAccount/,
  COMMITMENT_DISCOUNT_SUPPORTED: /^CommitmentDiscount/,
  CAPACITY_RESERVATION_SUPPORTED: /^CapacityReservation/,
  BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED: /^Resource/,
  RESOURCE_TYPE_ASSIGNMENT_SUPPORTED: /^ResourceType$/,
  USAGE_MEASUREMENT_SUPPORTED: /^Consumed/,
  REGION_SUPPORTED: /^Region/,
  AVAILABILITY_ZONE_SUPPORTED: /^AvailabilityZone$/,
  UNIT_PRICING_SUPPORTED: /UnitPrice$/,
  PUBLIC_PRICE_LIST_SUPPORTED: /^ListUnitPrice$/,
  NEGOTIATED_PRICING_SUPPORTED: /^ContractedUnitPrice$/,
  TAGGING_SUPPORTED: /^Tags$/,
  PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED: /^PricingCurrency/,
  MULTIPLE_BILLING_ACCOUNT_TYPES_SUPPORTED: /^BillingAccountType$/,
  MULTIPLE_SUB_ACCOUNT_TYPES_SUPPORTED: /^SubAccountType$/,
  MULTIPLE_PRICING_CATEGORIES_SUPPORTED: /^PricingCategory$/,
};

/** What the large clouds are known to support. */
const LARGE = /^(aws|amazon|microsoft|azure|google|gcp|oracle|oci)/i;
const LARGE_SUPPORT = Object.keys(EVIDENCE)
  .concat('ACCOUNT_NAMING_SUPPORTED')
  .filter((criterion) => !/^MULTIPLE_.*_TYPES|DIFFERENCES/.test(criterion));

/**
 * What a provider supports, as far as a file shows: by the columns it delivers, by being one of the large clouds, by
 * prices in another currency than the bill's, or in one that no nation issues.
 */
export function supportOf(
  header: readonly string[],
  providers: Iterable<string>,
  currencies: { isOther: boolean; isVirtual: boolean },
): Set<string> {
  const supports = new Set(
    Object.entries(EVIDENCE).flatMap(([criterion, column]) =>
      header.some((name) => column.test(name)) ? [criterion] : [],
    ),
  );
  if ([...providers].some((name) => LARGE.test(name))) LARGE_SUPPORT.forEach((criterion) => supports.add(criterion));
  if (currencies.isOther) supports.add('PRICING_BILLING_CURRENCY_DIFFERENCES_SUPPORTED');
  if (currencies.isVirtual) supports.add('VIRTUAL_CURRENCY_SUPPORTED');
  return supports;
}
