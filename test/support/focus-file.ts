import { columnsOf, FOCUS_COLUMNS, type FocusVersion } from '../../libs/cost/src/focus/columns.js';
import { chargeOf, type Row } from './focus-charges.js';

export type { Row } from './focus-charges.js';

export interface FocusFileOptions {
  rows?: number;
  /** The same seed gives the same file. */
  seed?: number;
  /** The first day of the billing month, `YYYY-MM-01`. */
  month?: string;
  /** Only these providers; all three where left out. */
  providers?: readonly ('AWS' | 'Microsoft' | 'Google Cloud')[];
}

export interface FocusFile {
  version: FocusVersion;
  /** The columns of the version, in alphabetical order. */
  header: string[];
  /** One object per charge: column to text, null where empty. */
  rows: Row[];
  csv(): string;
}

/** The raw cells of a row in the order of `FOCUS_COLUMNS`, as the reader of imports hands them on. */
export const cellsOf = (row: Row): (string | null)[] => FOCUS_COLUMNS.map(({ name }) => row[name] ?? null);

const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

/** The text of a file; a null is an empty field. */
export const csvOf = (header: readonly string[], rows: readonly Row[]) =>
  [header.join(','), ...rows.map((row) => header.map((name) => quoted(row[name] ?? '')).join(','))].join('\n') + '\n';

/** A small, fast generator of numbers in [0, 1): the same seed, the same numbers (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A file that keeps every rule of its FOCUS version: three providers' usage, purchases, taxes, credits and corrections, with
 * commitment discounts and capacity reservations, used and unused. Deterministic; every column the version has.
 */
export function focusFile(version: FocusVersion, options: FocusFileOptions = {}): FocusFile {
  const {
    rows: count = 400,
    seed = 1,
    month = '2026-09-01',
    providers = ['AWS', 'Microsoft', 'Google Cloud'],
  } = options;
  const header = columnsOf(version).map(({ name }) => name);
  const random = randomOf(seed);
  const rows = Array.from({ length: count }, (_, at) => {
    const provider = providers[Math.floor(at / 20) % providers.length]!;
    const charge = chargeOf({ at, count, random, month, provider });
    return Object.fromEntries(header.map((name) => [name, charge[name] ?? null]));
  });
  return { version, header, rows, csv: () => csvOf(header, rows) };
}
