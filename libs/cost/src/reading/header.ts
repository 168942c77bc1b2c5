import { columnsOf, FOCUS_COLUMNS, FOCUS_VERSIONS, type FocusVersion } from '../focus/columns.js';
import { FileRefused } from './file-refused.js';
import { nearest } from './nearest.js';

/** Which cell of a row becomes which value. */
export interface Layout {
  version: FocusVersion;
  /** FOCUS names, in the file's order. */
  columns: string[];
  /** For each of them the index of its cell. */
  cellOf: number[];
  extras: { name: string; index: number }[];
}

/** What a charge must have to be one; of a list of names one is enough. */
const REQUIRED: readonly (readonly string[])[] = [
  ['BilledCost'],
  ['BillingCurrency'],
  ['BillingAccountId'],
  ['BillingPeriodStart'],
  ['ChargePeriodStart'],
  ['ChargePeriodEnd'],
  ['ProviderName', 'ServiceProviderName', 'PublisherName', 'InvoiceIssuerName'],
];

/** Names are compared without case, blanks and underscores: `Billed Cost`, `billed_cost` and `BilledCost` are one. */
export const plainName = (name: string) => name.replace(/[\s_]+/g, '').toLowerCase();

const focusNames = new Map(FOCUS_COLUMNS.map(({ name }) => [plainName(name), name]));

/** The FOCUS column that a header means, if any. */
export const focusNameOf = (name: string) => focusNames.get(plainName(name));

/** Refuses a header that names a column twice. */
export function refuseDuplicates(names: readonly string[]) {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of names) {
    const key = focusNameOf(name) ?? name;
    if (seen.has(key)) twice.add(key);
    seen.add(key);
  }
  if (twice.size === 0) return;
  const found = [...twice];
  throw new FileRefused('duplicate_columns', `The header names columns twice: ${found.join(', ')}.`, { found });
}

/** Columns that no earlier version has, by the version that brought them. */
const brought = (version: FocusVersion) =>
  FOCUS_COLUMNS.filter(({ since }) => since === version).map(({ name }) => name);

/**
 * The version a set of columns speaks: the newest that brought one of them, 1.0 where all are old. 1.4 is also meant
 * where `ServiceProviderName` stands without `ProviderName`, which 1.4 dropped in its favour.
 */
export function detectVersion(columns: readonly string[]): FocusVersion {
  const has = new Set(columns);
  if (has.has('ServiceProviderName') && !has.has('ProviderName')) return '1.4';
  const newest = FOCUS_VERSIONS.toReversed().find((version) => brought(version).some((name) => has.has(name)));
  return newest ?? '1.0';
}

function refuseForeign(names: readonly string[], columns: readonly string[]) {
  const missing = REQUIRED.filter((names) => !names.some((name) => columns.includes(name)));
  if (missing.length === 0) return;
  const lacking = missing.map((names) => names.join(' or '));
  const unknown = names.filter((name) => !focusNameOf(name));
  const suggestions = Object.fromEntries(
    missing.flatMap(([name]) => {
      const near = nearest(name!, unknown);
      return near ? [[name!, near]] : [];
    }),
  );
  const hints = Object.entries(suggestions).map(([name, near]) => ` Is "${near}" meant to be ${name}?`);
  throw new FileRefused(
    'not_focus',
    `This is no FOCUS Cost and Usage file: it lacks ${lacking.join(', ')}.${hints.join('')}`,
    { expected: columnsOf('1.0').map(({ name }) => name), found: names, suggestions },
  );
}

/** Reads a FOCUS header; column order is free. Throws `FileRefused` for what is no FOCUS, with near misses named. */
export function layoutOf(names: readonly string[]): Layout {
  refuseDuplicates(names);
  const layout: Layout = { version: '1.0', columns: [], cellOf: [], extras: [] };
  names.forEach((name, index) => {
    const focusName = focusNameOf(name);
    if (!focusName) return layout.extras.push({ name, index });
    layout.columns.push(focusName);
    return layout.cellOf.push(index);
  });
  refuseForeign(names, layout.columns);
  layout.version = detectVersion(layout.columns);
  return layout;
}
