import { own } from '../own.js';

const LONGEST = 200;

/** What was found so far of every rule, by the rule's number: failing rows, the first of them, and an example. */
export class Tally {
  readonly rows: Float64Array;
  readonly firstLine: Float64Array;
  readonly example: (string | undefined)[];
  private readonly lastRow: Float64Array;
  /** How many rows there were, and the line of the newest. */
  read = 0;
  line = 0;

  constructor(rules: number) {
    this.rows = new Float64Array(rules);
    this.firstLine = new Float64Array(rules);
    this.lastRow = new Float64Array(rules);
    this.example = new Array<string | undefined>(rules).fill(undefined);
  }

  /** The next row begins. */
  row(line: number) {
    this.read += 1;
    this.line = line;
  }

  /** The row at hand; said again of the same row (for another column) it counts once. */
  fail(rule: number, column: string, value: string) {
    if (this.lastRow[rule] === this.read) return;
    this.lastRow[rule] = this.read;
    if (!this.isNoted(rule)) this.note(rule, this.line, `${column}=${value}`);
    this.rows[rule]! += 1;
  }

  /** Rows whose first was noted before. */
  add(rule: number, rows: number) {
    this.rows[rule]! += rows;
  }

  isNoted(rule: number) {
    return this.example[rule] !== undefined;
  }

  note(rule: number, line: number, example: string) {
    if (this.isNoted(rule)) return;
    this.firstLine[rule] = line;
    this.example[rule] = own(example.slice(0, LONGEST));
  }
}
