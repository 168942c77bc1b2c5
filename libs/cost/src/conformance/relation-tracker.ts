import { indexOf } from './layout.js';
import { own } from './own.js';
import type { Relation } from './relations.js';
import type { Cells } from './row-reader.js';

/** Told of a row that disagrees with an earlier one of the same key. */
export type OnBroken = (rule: string, line: number, column: string, value: string) => void;

interface Entry {
  values: (string | undefined)[];
  contexts: (string | null)[];
  /** For `named` relations: rows without the value, and the first of them. */
  nameless: Float64Array;
  namelessLine: Float64Array;
}

/** The keys of one column that are remembered; a file with more is checked as far as these go, and says so. */
export const MOST_KEYS = 50_000;

/** Follows all relations of one key column. */
export class RelationTracker {
  private readonly key: number;
  private readonly values: number[];
  private readonly contexts: number[];
  private readonly entries = new Map<string, Entry>();
  private lastKey: string | null = null;
  private lastEntry: Entry | undefined;
  isCapped = false;

  constructor(
    readonly keyColumn: string,
    private readonly relations: readonly Relation[],
    private readonly onBroken: OnBroken,
  ) {
    this.key = indexOf(keyColumn);
    this.values = relations.map(({ value }) => indexOf(value));
    this.contexts = relations.map(({ context }) => (context ? indexOf(context) : -1));
  }

  see(cells: Cells, line: number) {
    const key = cells[this.key]!;
    if (key === null) return;
    if (key !== this.lastKey) {
      this.lastKey = key;
      this.lastEntry = this.entryOf(key);
    }
    const entry = this.lastEntry;
    if (!entry) return;
    for (let at = 0; at < this.values.length; at++) {
      const value = cells[this.values[at]!]!;
      if (value === null) this.seeNull(entry, at, line);
      else if (value !== entry.values[at]) this.seeOther(entry, at, cells, line);
    }
  }

  /** Rows that lack a name which their key has elsewhere. */
  finish(onNameless: (rule: string, rows: number, line: number, example: string) => void) {
    this.relations.forEach(({ rule, isNamed }, at) => {
      if (!isNamed) return;
      for (const [key, { values, nameless, namelessLine }] of this.entries) {
        if (values[at] === undefined || !nameless[at]) continue;
        onNameless(rule, nameless[at], namelessLine[at]!, `${this.keyColumn}=${key}`);
      }
    });
  }

  private entryOf(key: string): Entry | undefined {
    const known = this.entries.get(key);
    if (known) return known;
    if (this.entries.size >= MOST_KEYS) {
      this.isCapped = true;
      return undefined;
    }
    const many = this.relations.length;
    const entry: Entry = {
      values: new Array<string | undefined>(many).fill(undefined),
      contexts: new Array<string | null>(many).fill(null),
      nameless: new Float64Array(many),
      namelessLine: new Float64Array(many),
    };
    this.entries.set(own(key), entry);
    return entry;
  }

  private seeNull(entry: Entry, at: number, line: number) {
    if (!this.relations[at]!.isNamed) return;
    if (entry.nameless[at] === 0) entry.namelessLine[at] = line;
    entry.nameless[at]! += 1;
  }

  private seeOther(entry: Entry, at: number, cells: Cells, line: number) {
    const { rule, value: column, on, isNamed } = this.relations[at]!;
    const value = cells[this.values[at]!]!;
    const context = on ? cells[this.contexts[at]!]! : null;
    if (entry.values[at] === undefined) return remember(entry, at, value, context);
    if (isNamed) return;
    const isSame = context === entry.contexts[at];
    if (on === 'same' && !isSame) return remember(entry, at, value, context);
    // Without the column that tells them apart (an invoice, say) two rows are not compared.
    if (on === 'other' ? !isSame : on === undefined || context !== null) this.onBroken(rule, line, column, value);
  }
}

const remember = (entry: Entry, at: number, value: string, context: string | null) => {
  entry.values[at] = own(value);
  entry.contexts[at] = context === null ? null : own(context);
};
