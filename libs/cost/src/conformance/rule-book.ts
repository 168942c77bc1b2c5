import { FOCUS_COLUMNS, type FocusVersion } from '../focus/columns.js';
import { compile, type Predicate } from './expression.js';
import { INDEX, indexOf } from './layout.js';
import { NUMBER } from './number-faults.js';
import { isPermission } from './report.js';
import type { Rule } from './rule.js';
import { rulesOf } from './rules.js';
import { TIME } from './time-faults.js';

/** A rule on one row, by number. */
export interface RowCheck {
  rule: number;
  breaks: Predicate;
  columns: readonly number[];
}

/** A rule on the values of a column, by number, and the faults that it minds. */
export interface ValueCheck {
  rule: number;
  faults: number;
}

const NOT_OF_TYPE = { text: 0, decimal: NUMBER.notNumber, instant: TIME.notTime } as const;

/** The rules of a version, numbered and made ready, once for all files. */
export class RuleBook {
  readonly rules: readonly Rule[];
  readonly numberOf: ReadonlyMap<string, number>;
  readonly rowChecks: readonly RowCheck[];
  /** By column. */
  readonly valueChecks: readonly (readonly ValueCheck[])[];

  private constructor(version: FocusVersion) {
    this.rules = rulesOf(version);
    this.numberOf = new Map(this.rules.map(({ id }, at) => [id, at]));
    this.rowChecks = this.rules.flatMap(rowCheck);
    this.valueChecks = valueChecks(this.rules);
  }

  static of(version: FocusVersion): RuleBook {
    const book = BOOKS.get(version) ?? new RuleBook(version);
    BOOKS.set(version, book);
    return book;
  }

  /** A rule is skipped where the rows have nothing that it speaks of. */
  isActive({ check, subject, columns }: Rule, present: ReadonlySet<string>): boolean {
    if (check.kind === 'none') return false;
    if (check.kind === 'header') return true;
    if (check.kind === 'value') return check.targets.some((name) => present.has(name));
    return (!INDEX.has(subject) || present.has(subject)) && columns.every((name) => present.has(name));
  }
}

const BOOKS = new Map<FocusVersion, RuleBook>();

function rowCheck(rule: Rule, number: number): RowCheck[] {
  const { check, columns } = rule;
  if (check.kind !== 'row') return [];
  const when = check.when ? compile(check.when) : () => true;
  const must = compile(check.must);
  // Of a permission the rows that make use of it are counted.
  const breaks: Predicate = isPermission(rule)
    ? (words) => when(words) && must(words)
    : (words) => when(words) && !must(words);
  return [{ rule: number, breaks, columns: columns.map(indexOf) }];
}

function valueChecks(rules: readonly Rule[]): ValueCheck[][] {
  const checks: ValueCheck[][] = FOCUS_COLUMNS.map(() => []);
  rules.forEach(({ check, subject }, rule) => {
    if (check.kind === 'value') {
      for (const name of check.targets) checks[indexOf(name)]!.push({ rule, faults: check.faults });
    } else if (check.kind === 'type' && NOT_OF_TYPE[check.type]) {
      checks[indexOf(subject)]!.push({ rule, faults: NOT_OF_TYPE[check.type] });
    }
  });
  return checks;
}
