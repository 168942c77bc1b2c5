import { own } from '../own.js';

/** The faults and marks of one value of one column. */
export type Inspector = (value: string) => number;

/** The id of a value that came when no more could be remembered. */
export const BEYOND = 0;

const FIRST_SLOTS = 64;
/** Of a longer text some characters stand for all. */
const SAMPLE = 16;

/** A hash of a text's length and of every `step`-th of its characters, from the end, where identifiers differ most. */
function hashOf(value: string, step: number) {
  let hash = value.length;
  for (let at = value.length - 1; at >= 0; at -= step) hash = (Math.imul(hash, 31) + value.charCodeAt(at)) | 0;
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1);
}

const sampling = (value: string) => (value.length > SAMPLE ? Math.floor(value.length / SAMPLE) : 1);

/**
 * Numbers the distinct values of one column, so that rows compare numbers instead of texts, and inspects each value
 * once. Bounded: past `limit` values a new one is `BEYOND` and is inspected each time it comes.
 *
 * A table of its own, because a text fresh from a file has no hash yet and a `Map` would hash all of it, slowly.
 */
export class Interner {
  /** Open addressing; 0 is a free slot. */
  private slots = new Int32Array(FIRST_SLOTS);
  /** By id. */
  private readonly texts: string[] = [''];
  private readonly hashes: number[] = [0];
  private readonly found: number[] = [0];
  /** Texts compared in vain because their samples were the same; too many, and whole texts are hashed. */
  private mistaken = 0;
  private isSampled = true;
  isCapped = false;

  constructor(
    readonly inspect: Inspector,
    readonly limit: number,
  ) {}

  id(value: string): number {
    const hash = this.hash(value);
    const { slots, hashes, texts } = this;
    const mask = slots.length - 1;
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const id = slots[slot]!;
      if (hashes[id] !== hash) continue;
      if (texts[id] === value) return id;
      this.mistaken += 1;
    }
    return this.admit(value);
  }

  /** What the inspector found in the value of that id. */
  faults(id: number) {
    return this.found[id]!;
  }

  text(id: number) {
    return this.texts[id]!;
  }

  /** The distinct values, as far as they are remembered. */
  values() {
    return this.texts.slice(1);
  }

  private hash(value: string) {
    return hashOf(value, this.isSampled ? sampling(value) : 1);
  }

  private admit(value: string) {
    const faults = this.inspect(value);
    if (this.texts.length > this.limit) {
      this.isCapped = true;
      this.found[BEYOND] = faults;
      return BEYOND;
    }
    const id = this.texts.length;
    this.texts.push(own(value));
    this.hashes.push(this.hash(value));
    this.found.push(faults);
    if (this.isSampled && this.mistaken > 2 * id + SAMPLE) this.hashWhole();
    else if (2 * id > this.slots.length) this.fill(this.slots.length * 4);
    else this.place(id);
    return id;
  }

  private hashWhole() {
    this.isSampled = false;
    for (let id = 1; id < this.texts.length; id++) this.hashes[id] = this.hash(this.texts[id]!);
    this.fill(this.slots.length * 2);
  }

  private fill(size: number) {
    this.slots = new Int32Array(size);
    for (let id = 1; id < this.texts.length; id++) this.place(id);
  }

  private place(id: number) {
    const mask = this.slots.length - 1;
    let slot = this.hashes[id]! & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = id;
  }
}
