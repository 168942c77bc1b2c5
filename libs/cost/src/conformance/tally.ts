import { own } from './own.js';

const LONGEST = 200;

/** What was found so far of every rule, by the rule's number: failing rows, the first of them, and an example. */
export class Tally {
  readonly rows: Float64Array;
  readonly firstLine: Float64Array;
  readonly example: (string | undefined)[];
  private readonly lastLine: Float64Array;

  constructor(rules: number) {
    this.rows = new Float64Array(rules);
    this.firstLine = new Float64Array(rules);
    this.lastLine = new Float64Array(rules).fill(-1);
    this.example = new Array<string | undefined>(rules).fill(undefined);
  }

  /** One row; said again of the same row (for another column) it counts once. */
  fail(rule: number, line: number, column: string, value: string) {
    if (this.lastLine[rule] === line) return;
    this.lastLine[rule] = line;
    this.note(rule, line, () => `${column}=${value}`);
    this.rows[rule]! += 1;
  }

  /** Rows whose first was noted before. */
  add(rule: number, rows: number) {
    this.rows[rule]! += rows;
  }

  note(rule: number, line: number, example: () => string) {
    if (this.example[rule] !== undefined) return;
    this.firstLine[rule] = line;
    this.example[rule] = own(example().slice(0, LONGEST));
  }
}
