import { FOCUS_COLUMNS } from '../focus/columns.js';
import { CommitmentTracker } from './commitment-tracker.js';
import { DetailsTracker } from './details-tracker.js';
import { checkFile, type ConformanceOptions } from './file-checks.js';
import { indexOf } from './layout.js';
import { RelationTracker } from './relation-tracker.js';
import { RELATIONS } from './relations.js';
import { type ConformanceReport, reportOf } from './report.js';
import { RowFacts } from './row-facts.js';
import { type Cells, RowReader } from './row-reader.js';
import type { Rule } from './rule.js';
import { type RowCheck, RuleBook } from './rule-book.js';
import { Signatures } from './signatures.js';
import { Tally } from './tally.js';
import { ABSENT } from './value-column.js';

/**
 * Evaluates the FOCUS rules of a version on one file, row by row, in constant memory. What depends on nothing but empty
 * cells, enumerated values and a few facts is counted by signature and evaluated once for each; values are inspected
 * when they change; relations between rows are followed by key.
 *
 * Source of the rules: the FOCUS 1.2 requirements model (see `model-1.2.ts`) and the column table.
 */
export class ConformanceEvaluator {
  private readonly book: RuleBook;
  private readonly tally: Tally;
  private readonly reader: RowReader;
  private readonly facts: RowFacts;
  private readonly signatures: Signatures;
  private readonly rowChecks: readonly RowCheck[];
  private readonly relations: readonly RelationTracker[];
  private readonly commitments: CommitmentTracker | undefined;
  private readonly details: DetailsTracker | undefined;
  /** FOCUS names of the columns that the rows have. */
  private readonly present: ReadonlySet<string>;
  /** By column: the place of its cell in a row, or ABSENT. */
  private readonly places: Int32Array;
  private cells: Cells = [];

  constructor(private readonly options: ConformanceOptions) {
    const cells = options.cells ?? FOCUS_COLUMNS.map(({ name }) => name);
    this.present = new Set(options.cells ?? options.columns);
    this.places = Int32Array.from(FOCUS_COLUMNS, ({ name }) => (this.present.has(name) ? cells.indexOf(name) : ABSENT));
    this.book = RuleBook.of(options.version);
    this.tally = new Tally(this.book.rules.length);
    this.reader = new RowReader(this.places, this.onFault);
    this.facts = new RowFacts(this.reader, this.places);
    this.rowChecks = this.book.rowChecks.filter(({ rule }) => this.isActive(this.book.rules[rule]!));
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

  /**
   * One row: the raw text of each cell in the order of `cells`, null where empty; and its line. Nothing of it is kept; cells are
   * exchanged for equal texts that rows share.
   */
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
    const { rules } = this.book;
    this.signatures.flush();
    this.finishTrackers();
    checkFile(rules, this.options, this.reader, this.onFile);
    return reportOf({
      version: this.options.version,
      rules,
      isActive: (rule) => this.isActive(rule),
      tally: this.tally,
      rows: this.tally.read,
      limits: this.limits(),
    });
  }

  private limits() {
    const keys = new Set(this.relations.map(({ keyColumn }) => keyColumn));
    return this.reader.capped
      .filter(({ name }) => keys.has(name))
      .map(({ name, limit }) => `Relations of ${name}: only the first ${limit} values were followed.`);
  }

  private isActive(rule: Rule) {
    return this.book.isActive(rule, this.present);
  }

  private readonly onBroken = (rule: string, column: string) => {
    const number = this.book.numberOf.get(rule);
    if (number !== undefined) this.tally.fail(number, column, this.textOf(indexOf(column)));
  };

  private readonly onFault = (column: number, faults: number, value: string) => {
    const checks = this.book.valueChecks[column]!;
    for (let at = 0; at < checks.length; at++) {
      const { rule, faults: minded } = checks[at]!;
      if ((faults & minded) !== 0) this.tally.fail(rule, FOCUS_COLUMNS[column]!.name, value);
    }
  };

  /** The file as such breaks a rule: all its rows do. */
  private readonly onFile = (id: string, example: string) => {
    const number = this.book.numberOf.get(id);
    if (number === undefined) return;
    this.tally.note(number, 0, example);
    this.tally.rows[number] = Math.max(1, this.tally.read);
  };

  private evaluate(words: Int32Array): number[] {
    const broken: number[] = [];
    for (const { rule, breaks, columns } of this.rowChecks) {
      if (!breaks(words)) continue;
      broken.push(rule);
      if (!this.tally.isNoted(rule)) this.tally.note(rule, this.tally.line, this.exampleOf(columns));
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
    const { rules, numberOf } = this.book;
    const usable = RELATIONS.filter(({ rule }) => {
      const found = rules[numberOf.get(rule) ?? -1];
      return found !== undefined && this.isActive(found);
    });
    return [...new Set(usable.map(({ key }) => key))].map((key) => {
      const ofKey = usable.filter((relation) => relation.key === key);
      return new RelationTracker(key, ofKey, this.reader, this.onBroken);
    });
  }

  private finishTrackers() {
    const add = (rule: string, rows: number, line: number, example: string) => {
      const number = this.book.numberOf.get(rule);
      if (number === undefined) return;
      this.tally.note(number, line, example);
      this.tally.add(number, rows);
    };
    for (const relation of this.relations) relation.finish(add);
    this.commitments?.finish((rule, line, example) => add(rule, 1, line, example));
  }
}
