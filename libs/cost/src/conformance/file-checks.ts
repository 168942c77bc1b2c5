import type { FocusVersion } from '../focus/columns.js';
import { CURRENCIES } from './currencies.js';
import { HEADER_RULES, presence, supportOf } from './header-rules.js';
import { indexOf } from './layout.js';
import type { RowReader } from './row-reader.js';
import type { Rule } from './rule.js';

/** How a typed file (Parquet) declares a column; a CSV declares nothing. */
export type DeclaredType = 'text' | 'decimal' | 'instant' | 'json' | 'other';

export interface ConformanceOptions {
  version: FocusVersion;
  /** The column names as written in the file, in its order, custom ones included. */
  columns: readonly string[];
  /**
   * FOCUS names of the cells of a row, whatever the file calls them. Where left out the cells are all of `FOCUS_COLUMNS`,
   * in that order, of which those are looked at that `columns` names.
   */
  cells?: readonly string[];
  /** By FOCUS name. */
  declared?: Readonly<Record<string, DeclaredType>>;
  /** What the provider supports, by the model's applicability criteria; guessed from the file where not given. */
  supports?: Iterable<string>;
}

/** Told of a rule that the file as such breaks, and by what. */
export type OnFile = (rule: string, example: string) => void;

const PROVIDER = indexOf('ProviderName');
const [PRICING, BILLING] = [indexOf('PricingCurrency'), indexOf('BillingCurrency')];

/** Holds a file as such against the rules: its header, the types that it declares, what all its rows have in common. */
export function checkFile(rules: readonly Rule[], options: ConformanceOptions, reader: RowReader, onFile: OnFile) {
  const supports = options.supports ? new Set(options.supports) : supportShown(options, reader);
  for (const rule of rules) {
    const offence =
      rule.check.kind === 'header'
        ? headerOffence(rule, options.columns, supports)
        : rule.check.kind === 'type' && typeOffence(rule.subject, rule.check.type, options.declared);
    if (typeof offence === 'string') onFile(rule.id, offence);
  }
  const sole = reader.tags.solePrefix;
  if (sole !== undefined) onFile('Tags-C-016-C', `Tags: every key begins with ${sole}`);
}

/** What the rows said of the provider: its names, and whether it prices in another currency than it bills in. */
function supportShown({ columns, cells = columns }: ConformanceOptions, reader: RowReader) {
  const [pricing, billing] = [reader.valuesOf(PRICING), reader.valuesOf(BILLING)];
  return supportOf(cells, reader.valuesOf(PROVIDER), {
    isOther: pricing.some((currency) => !billing.includes(currency)),
    isVirtual: pricing.some((currency) => !CURRENCIES.has(currency)),
  });
}

function headerOffence(rule: Rule, header: readonly string[], supports: ReadonlySet<string>) {
  const check = HEADER_RULES[rule.id] ?? presence(rule.subject, rule.criteria, rule.level === 'MAY');
  return check({ header, supports });
}

function typeOffence(column: string, type: DeclaredType, declared: ConformanceOptions['declared']) {
  const found = declared?.[column];
  const isFit = found === undefined || found === type || (found === 'json' && type === 'text');
  return isFit ? undefined : `${column} is declared as ${found}`;
}
