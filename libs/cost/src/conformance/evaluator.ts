import { FOCUS_COLUMNS, type FocusVersion } from '../focus/columns.js';
import { CURRENCIES } from './currencies.js';
import { CommitmentTracker } from './commitment-tracker.js';
import { DetailsTracker } from './details-tracker.js';
import { compile, type Predicate } from './expression.js';
import { HEADER_RULES, presence, supportOf } from './header-rules.js';
import { indexOf } from './layout.js';
import { NUMBER } from './number-faults.js';
import { RelationTracker } from './relation-tracker.js';
import { RELATIONS } from './relations.js';
import { type ConformanceReport, isPermission, reportOf } from './report.js';
import { RowFacts } from './row-facts.js';
import { ABSENT, type Cells, MOST_VALUES, RowReader } from './row-reader.js';
import type { Rule } from './rule.js';
import { rulesOf } from './rules.js';
import { Signatures } from './signatures.js';
import { Tally } from './tally.js';
import { TIME } from './time-faults.js';

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

const NOT_OF_TYPE = { text: 0, decimal: NUMBER.notNumber, instant: TIME.notTime } as const;
const ISSUES = {
  provider: indexOf('ProviderName'),
  pricing: indexOf('PricingCurrency'),
  billing: indexOf('BillingCurrency'),
};

interface RowCheck {
  rule: number;
  breaks: Predicate;
  columns: readonly number[];
}

/**
 * Evaluates the FOCUS rules of a version on one file, row by row, in constant memory. What depends on nothing but empty
 * cells, enumerated values and a few facts is counted by signature and evaluated once for each; values are inspected
 * when they change; relations between rows are followed by key.
 *
 * Source of the rules: the FOCUS 1.2 requirements model (see `model-1.2.ts`) and the column table.
 */
export class ConformanceEvaluator {
  private readonly rules: readonly Rule[];
  private readonly numberOf: ReadonlyMap<string, number>;
  private readonly tally: Tally;
  private readonly reader: RowReader;
  private readonly facts: RowFacts;
  private readonly signatures: Signatures;
  private readonly rowChecks: readonly RowCheck[];
  private readonly relations: readonly RelationTracker[];
  private readonly commitments: CommitmentTracker | undefined;
  private readonly details: DetailsTracker | undefined;
  /** By column: rules on its values, and the faults each minds. */
  private readonly minding: (readonly { rule: number; faults: number }[])[];
  /** FOCUS names of the columns that the rows have. */
  private readonly present: ReadonlySet<string>;
  /** By column: the place of its cell in a row, or ABSENT. */
  private readonly places: Int32Array;
  private cells: Cells = [];

  constructor(private readonly options: ConformanceOptions) {
    this.present = new Set(options.cells ?? options.columns);
    const cellNames = options.cells ?? FOCUS_COLUMNS.map(({ name }) => name);
    this.places = Int32Array.from(FOCUS_COLUMNS, ({ name }) =>
      this.present.has(name) ? cellNames.indexOf(name) : ABSENT,
    );
    this.rules = rulesOf(options.version);
    this.numberOf = new Map(this.rules.map(({ id }, at) => [id, at]));
    this.tally = new Tally(this.rules.length);
    this.reader = new RowReader(this.places, (column, faults, value) => this.seeFaults(column, faults, value));
    this.facts = new RowFacts(this.reader, this.places);
    this.minding = this.valueChecks();
    this.rowChecks = this.compileRows();
    this.signatures = new Signatures(
      (words) => this.evaluate(words),
      (rule, rows) => this.tally.add(rule, rows),
    );
    this.relations = this.trackers();
    const has = (...columns: string[]) => columns.every((name) => this.present.has(name));
    if (has('CommitmentDiscountId', 'ChargeCategory', 'CommitmentDiscountStatus')) {
      this.commitments = new CommitmentTracker(this.reader);
    }
    if (has('SkuPriceId', 'SkuPriceDetails')) this.details = new DetailsTracker(this.reader, this.onBroken);
  }

  /** One row: the raw text of each cell in the order of `cells`, null where empty; and its line. Nothing of it is kept. */
  row(cells: Cells, line: number) {
    this.tally.row(line);
    this.cells = cells;
    this.reader.read(cells);
    this.facts.add(cells);
    this.signatures.add(this.reader.words);
    for (let at = 0; at < this.relations.length; at++) this.relations[at]!.see(line);
    this.commitments?.see(line);
    this.details?.see();
  }

  /** What the file came to; to be asked once, after the last row. */
  report(): ConformanceReport {
    this.signatures.flush();
    this.finishTrackers();
    this.checkHeader();
    this.checkTypes();
    const sole = this.reader.tags.solePrefix;
    if (sole !== undefined) this.onFile('Tags-C-016-C', `Tags: every key begins with ${sole}`);
    return reportOf({
      version: this.options.version,
      rules: this.rules,
      isActive: (rule) => this.isActive(rule),
      tally: this.tally,
      rows: this.tally.read,
      limits: this.limits(),
    });
  }

  private limits() {
    const keys = new Set(this.relations.map(({ keyColumn }) => keyColumn));
    return this.reader.capped
      .filter((name) => keys.has(name))
      .map((name) => `Relations of ${name}: only the first ${MOST_VALUES} values were followed.`);
  }

  /** A rule is skipped where the file has nothing that it speaks of. */
  private isActive({ check, subject, columns }: Rule): boolean {
    if (check.kind === 'none') return false;
    if (check.kind === 'header') return true;
    if (check.kind === 'value') return check.targets.some((name) => this.present.has(name));
    const isColumn = FOCUS_COLUMNS.some(({ name }) => name === subject);
    return (!isColumn || this.present.has(subject)) && columns.every((name) => this.present.has(name));
  }

  private readonly onBroken = (rule: string, column: string) => {
    const number = this.numberOf.get(rule);
    if (number !== undefined) this.tally.fail(number, column, this.textOf(indexOf(column)));
  };

  private valueChecks() {
    const minding: { rule: number; faults: number }[][] = FOCUS_COLUMNS.map(() => []);
    this.rules.forEach(({ check, subject }, rule) => {
      if (check.kind === 'value') {
        for (const name of check.targets) minding[indexOf(name)]!.push({ rule, faults: check.faults });
      } else if (check.kind === 'type' && NOT_OF_TYPE[check.type]) {
        minding[indexOf(subject)]!.push({ rule, faults: NOT_OF_TYPE[check.type] });
      }
    });
    return minding;
  }

  private seeFaults(column: number, faults: number, value: string) {
    const minding = this.minding[column]!;
    for (let at = 0; at < minding.length; at++) {
      const { rule, faults: minded } = minding[at]!;
      if ((faults & minded) !== 0) this.tally.fail(rule, FOCUS_COLUMNS[column]!.name, value);
    }
  }

  private compileRows(): RowCheck[] {
    return this.rules.flatMap((rule, number) => {
      const { check, columns } = rule;
      if (check.kind !== 'row' || !this.isActive(rule)) return [];
      const when = check.when ? compile(check.when) : () => true;
      const must = compile(check.must);
      // Of a permission the rows that make use of it are counted.
      const breaks: Predicate = isPermission(rule)
        ? (words) => when(words) && must(words)
        : (words) => when(words) && !must(words);
      return [{ rule: number, breaks, columns: columns.map(indexOf) }];
    });
  }

  private evaluate(words: Int32Array): number[] {
    const broken: number[] = [];
    for (const { rule, breaks, columns } of this.rowChecks) {
      if (!breaks(words)) continue;
      broken.push(rule);
      this.tally.note(rule, this.tally.line, this.exampleOf(columns));
    }
    return broken;
  }

  private exampleOf(columns: readonly number[]) {
    return columns.map((at) => `${FOCUS_COLUMNS[at]!.name}=${this.textOf(at)}`).join(', ');
  }

  /** What the row at hand has of a column. */
  private textOf(column: number) {
    return this.cells[this.places[column]!] ?? '';
  }

  private trackers(): RelationTracker[] {
    const usable = RELATIONS.filter(({ rule }) => {
      const found = this.rules[this.numberOf.get(rule) ?? -1];
      return found !== undefined && this.isActive(found);
    });
    return [...new Set(usable.map(({ key }) => key))].map(
      (key) =>
        new RelationTracker(
          key,
          usable.filter((relation) => relation.key === key),
          this.reader,
          this.onBroken,
        ),
    );
  }

  private finishTrackers() {
    const add = (rule: string, rows: number, line: number, example: string) => {
      const number = this.numberOf.get(rule);
      if (number === undefined) return;
      this.tally.note(number, line, example);
      this.tally.add(number, rows);
    };
    for (const relation of this.relations) relation.finish(add);
    this.commitments?.finish((rule, line, example) => add(rule, 1, line, example));
  }

  /** What the rows said of the provider: its names, and whether it prices in another currency than it bills in. */
  private supportShown() {
    const valuesOf = (at: number) => this.reader.interners[at]!.values();
    const [pricing, billing] = [valuesOf(ISSUES.pricing), valuesOf(ISSUES.billing)];
    return supportOf([...this.present], valuesOf(ISSUES.provider), {
      isOther: pricing.some((currency) => !billing.includes(currency)),
      isVirtual: pricing.some((currency) => !CURRENCIES.has(currency)),
    });
  }

  private checkHeader() {
    const { columns: header, supports: given } = this.options;
    const supports = given ? new Set(given) : this.supportShown();
    for (const rule of this.rules) {
      if (rule.check.kind !== 'header') continue;
      const check = HEADER_RULES[rule.id] ?? presence(rule.subject, rule.criteria, rule.level === 'MAY');
      const offence = check({ header, supports });
      if (offence !== undefined) this.onFile(rule.id, offence);
    }
  }

  private checkTypes() {
    for (const { id, check, subject } of this.rules) {
      if (check.kind !== 'type') continue;
      const declared = this.options.declared?.[subject];
      const isFit = declared === check.type || (declared === 'json' && check.type === 'text');
      if (declared !== undefined && !isFit) this.onFile(id, `${subject} is declared as ${declared}`);
    }
  }

  /** The file as such breaks a rule: all its rows do. */
  private onFile(id: string, example: string) {
    const number = this.numberOf.get(id);
    if (number === undefined) return;
    this.tally.note(number, 0, example);
    this.tally.rows[number] = Math.max(1, this.tally.read);
  }
}
