import { indexOf } from './layout.js';
import { BEYOND } from './interner.js';
import type { Relation } from './relations.js';
import { NULL_ID, type RowReader } from './row-reader.js';

/** Told of the row at hand, which disagrees with an earlier one of the same key. */
export type OnBroken = (rule: string, column: string) => void;

/** Follows all relations of one key column, by the numbers of the values. */
export class RelationTracker {
  private readonly key: number;
  private readonly values: Int32Array;
  private readonly contexts: Int32Array;
  private readonly width: number;
  /** By key and relation: the first value (0 for none) and the context it came in. */
  private firsts = new Int32Array(0);
  private firstContexts = new Int32Array(0);
  /** By key and relation, for `named` ones: rows without the value, and the first of them. */
  private nameless = new Float64Array(0);
  private namelessLines = new Float64Array(0);

  constructor(
    readonly keyColumn: string,
    private readonly relations: readonly Relation[],
    private readonly reader: RowReader,
    private readonly onBroken: OnBroken,
  ) {
    this.key = indexOf(keyColumn);
    this.width = relations.length;
    this.values = Int32Array.from(relations.map(({ value }) => indexOf(value)));
    this.contexts = Int32Array.from(relations.map(({ context, value }) => indexOf(context ?? value)));
  }

  see(line: number) {
    const { ids } = this.reader;
    const key = ids[this.key]!;
    if (key <= BEYOND) return;
    const start = key * this.width;
    if (start + this.width > this.firsts.length) this.grow(start + this.width);
    for (let at = 0; at < this.width; at++) {
      const value = ids[this.values[at]!]!;
      if (value === NULL_ID) this.seeNull(start + at, at, line);
      else if (value !== this.firsts[start + at]) this.seeOther(start + at, at, value);
    }
  }

  /** Rows that lack a name which their key has elsewhere. */
  finish(onNameless: (rule: string, rows: number, line: number, example: string) => void) {
    this.relations.forEach(({ rule, isNamed }, at) => {
      if (!isNamed) return;
      for (let place = at; place < this.firsts.length; place += this.width) {
        if (!this.firsts[place] || !this.nameless[place]) continue;
        const key = this.reader.textOf(this.key, (place - at) / this.width);
        onNameless(rule, this.nameless[place]!, this.namelessLines[place]!, `${this.keyColumn}=${key}`);
      }
    });
  }

  private seeNull(place: number, at: number, line: number) {
    if (!this.relations[at]!.isNamed) return;
    if (this.nameless[place] === 0) this.namelessLines[place] = line;
    this.nameless[place]! += 1;
  }

  private seeOther(place: number, at: number, value: number) {
    if (value === BEYOND) return;
    const { rule, value: column, on, isNamed } = this.relations[at]!;
    const context = this.reader.ids[this.contexts[at]!]!;
    if (this.firsts[place] === 0) return this.remember(place, value, context);
    if (isNamed) return;
    const isSame = context === this.firstContexts[place];
    if (on === 'same' && !isSame) return this.remember(place, value, context);
    // Without the column that tells them apart (an invoice, say) two rows are not compared.
    if (on === 'other' ? !isSame : on === undefined || context > BEYOND) this.onBroken(rule, column);
  }

  private remember(place: number, value: number, context: number) {
    this.firsts[place] = value;
    this.firstContexts[place] = context;
  }

  private grow(least: number) {
    const size = Math.max(least, this.firsts.length * 2, 64 * this.width);
    const grown = <T extends Int32Array | Float64Array>(old: T, empty: T): T => (empty.set(old), empty);
    this.firsts = grown(this.firsts, new Int32Array(size));
    this.firstContexts = grown(this.firstContexts, new Int32Array(size));
    this.nameless = grown(this.nameless, new Float64Array(size));
    this.namelessLines = grown(this.namelessLines, new Float64Array(size));
  }
}
