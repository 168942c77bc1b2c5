import { WORDS } from './layout.js';

/** Told of a signature that is new: answers the rules that its rows break. */
export type OnNew = (words: Int32Array) => readonly number[];

const SLOTS = 1 << 13;
const FULL = SLOTS / 4;

/**
 * Counts rows by signature: which cells are empty, which enumerated values and which facts they have. A bill of millions of rows has a
 * few hundred of them, so rules that depend on nothing else are evaluated once for each. Bounded: a full table
 * is counted out and begun anew.
 */
export class Signatures {
  private readonly words = new Int32Array(SLOTS * WORDS);
  private readonly counts = new Float64Array(SLOTS);
  private readonly broken = new Map<number, readonly number[]>();
  private used = 0;
  private last = 0;

  constructor(
    private readonly onNew: OnNew,
    private readonly count: (rule: number, rows: number) => void,
  ) {}

  add(row: Int32Array) {
    const { counts } = this;
    // Neighbouring rows mostly have the same.
    if (counts[this.last] === 0 || !this.isAt(this.last, row)) this.last = this.slotOf(row);
    if (counts[this.last] === 0) this.last = this.begin(row);
    counts[this.last]! += 1;
  }

  /** Adds what was counted to the rules, and forgets it. */
  flush() {
    for (const [slot, rules] of this.broken) for (const rule of rules) this.count(rule, this.counts[slot]!);
    this.broken.clear();
    this.counts.fill(0);
    this.used = 0;
  }

  private begin(row: Int32Array): number {
    const rules = this.onNew(row);
    if (this.used >= FULL) this.flush();
    const slot = this.slotOf(row);
    this.words.set(row, slot * WORDS);
    this.used += 1;
    if (rules.length) this.broken.set(slot, rules);
    return slot;
  }

  private slotOf(row: Int32Array) {
    let hash = 0;
    for (let at = 0; at < WORDS; at++) hash = Math.imul(hash ^ row[at]!, 0x9e3779b1) ^ (hash >>> 15);
    let slot = (hash ^ (hash >>> 13)) & (SLOTS - 1);
    while (this.counts[slot] !== 0 && !this.isAt(slot, row)) slot = (slot + 1) & (SLOTS - 1);
    return slot;
  }

  private isAt(slot: number, row: Int32Array) {
    const start = slot * WORDS;
    for (let at = 0; at < WORDS; at++) if (this.words[start + at] !== row[at]) return false;
    return true;
  }
}
