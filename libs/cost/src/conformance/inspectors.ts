import { FOCUS_COLUMNS, type FocusColumn } from '../focus/columns.js';
import { CURRENCIES } from './currencies.js';
import { JSON_FAULT, parseProperties, type Properties, skuPropertyFaults, tagFaults } from './json-faults.js';
import type { Inspector } from './interner.js';
import { own } from '../own.js';
import {
  currencyFaults,
  displayFaults,
  qualifiedFaults,
  stringFaults,
  TEXT,
  unitFaults,
  wordsIn,
} from './text-faults.js';
import { timeFaults } from './time-faults.js';
import {
  CURRENCY_COLUMNS,
  DISPLAY_COLUMNS,
  ID_COLUMNS,
  NAME_COLUMNS,
  QUALIFIED_COLUMNS,
  UNIT_COLUMNS,
} from './value-rules.js';

const fold = (text: string) => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Tells a value that is a known one in another spelling (case, spaces). Asked once per distinct value. */
function variants(limit: number): Inspector {
  const spelling = new Map<string, string>();
  return (value) => {
    const folded = fold(value);
    const first = spelling.get(folded);
    if (first !== undefined) return first === value ? 0 : TEXT.variant;
    if (spelling.size < limit) spelling.set(own(folded), own(value));
    return 0;
  };
}

const FEW = 5_000;

/** What to look at in each distinct value of a text column. */
function textInspector(column: string): Inspector {
  const parts: Inspector[] = [stringFaults];
  const isOneOf = (columns: readonly string[]) => columns.includes(column);
  if (isOneOf([...NAME_COLUMNS, ...ID_COLUMNS, ...DISPLAY_COLUMNS])) parts.push(variants(FEW));
  if (isOneOf(DISPLAY_COLUMNS)) parts.push(displayFaults);
  if (isOneOf(UNIT_COLUMNS)) parts.push(unitFaults, (unit) => (CURRENCIES.has(unit) ? TEXT.isCurrency : 0));
  if (isOneOf(CURRENCY_COLUMNS)) parts.push(currencyFaults);
  if (isOneOf(QUALIFIED_COLUMNS)) parts.push(qualifiedFaults);
  if (isOneOf(['ChargeDescription', 'SkuMeter'])) parts.push(wordsIn);
  if (parts.length === 1) return stringFaults;
  return (value) => {
    let faults = 0;
    for (let at = 0; at < parts.length; at++) faults |= parts[at]!(value);
    return faults;
  };
}

const columnNames: ReadonlySet<string> = new Set(FOCUS_COLUMNS.map(({ name }) => name));

/** SkuPriceDetails; remembers the JSON type of every property, to tell one that changes its type. */
function skuInspector(): Inspector {
  const types = new Map<string, string>();
  const mixed = (properties: Properties) =>
    Object.entries(properties).reduce((faults, [key, value]) => {
      if (value === null) return faults;
      const known = types.get(key);
      if (known === undefined && types.size < FEW) types.set(key, typeof value);
      return known === undefined || known === typeof value ? faults : faults | JSON_FAULT.mixedTypes;
    }, 0);
  return (text) => {
    const { faults, properties } = parseProperties(text);
    return faults | skuPropertyFaults(properties, columnNames) | mixed(properties);
  };
}

/** Tags, and the prefixes that their keys carry. */
export class TagInspector {
  private readonly valueless = new Set<string>();
  private readonly prefixes = new Set<string>();
  private readonly keys = new Set<string>();
  private isPrefixless = false;

  readonly inspect: Inspector = (text) => {
    const { faults, properties } = parseProperties(text);
    for (const key of Object.keys(properties)) this.see(key);
    return faults | tagFaults(properties, this.valueless);
  };

  /** The one prefix that every tag key of the file carries, which a single user-defined scheme must not have. */
  get solePrefix(): string | undefined {
    return !this.isPrefixless && this.keys.size > 2 && this.prefixes.size === 1 ? [...this.prefixes][0] : undefined;
  }

  private see(key: string) {
    const prefix = /^([A-Za-z0-9]+)[:/]/.exec(key)?.[1];
    if (prefix === undefined) this.isPrefixless = true;
    else if (this.prefixes.size < FEW) this.prefixes.add(prefix);
    if (this.keys.size < FEW) this.keys.add(key);
  }
}

/** Sees no fault in anything. */
export const nothing: Inspector = () => 0;

/** What to look at in the values of a column that is no amount. */
export function inspectorOf({ name, type }: FocusColumn, tags: TagInspector): Inspector {
  if (type === 'instant') return timeFaults;
  if (name === 'SkuPriceDetails') return skuInspector();
  if (name === 'Tags') return tags.inspect;
  return type === 'text' ? textInspector(name) : nothing;
}
