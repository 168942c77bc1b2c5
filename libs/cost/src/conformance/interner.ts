import { own } from './own.js';

/** The faults and marks of one value of one column. */
export type Inspector = (value: string) => number;

/** The id of a value that came when no more could be remembered. */
export const BEYOND = 0;

const SLOTS = 1024;

/** A few characters spread over the text, and its length: the values of one column seldom share all of them. */
function spread(value: string) {
  const length = value.length;
  const step = length > 10 ? length >> 3 : 1;
  let hash = length;
  for (let at = length - 1; at >= 0; at -= step) hash = (Math.imul(hash, 31) + value.charCodeAt(at)) | 0;
  if (step > 1) hash = (Math.imul(hash, 31) + value.charCodeAt(length - 2)) | 0;
  return (hash ^ (hash >>> 10)) & (SLOTS - 1);
}

/** Day and hour, which is where the moments of one bill differ. */
function dayAndHour(value: string) {
  if (value.length < 13) return spread(value);
  const day = value.charCodeAt(8) * 10 + value.charCodeAt(9);
  return (day * 32 + value.charCodeAt(11) * 10 + value.charCodeAt(12)) & (SLOTS - 1);
}

/**
 * Numbers the distinct values of one column, so that rows compare numbers instead of texts, and inspects each value
 * once. Bounded: past `limit` values a new one is `BEYOND` and is inspected each time it comes.
 *
 * A text fresh from a file has no hash yet and is dear to look up; so a table of recent values is asked first.
 */
export class Interner {
  private readonly recent: string[] = new Array<string>(SLOTS).fill('');
  private readonly recentIds = new Int32Array(SLOTS);
  private readonly idOf = new Map<string, number>();
  private readonly texts: string[] = [''];
  private readonly found: number[] = [0];
  isCapped = false;

  constructor(
    readonly inspect: Inspector,
    private readonly limit: number,
    private readonly areTimes = false,
  ) {}

  id(value: string): number {
    const slot = this.areTimes ? dayAndHour(value) : spread(value);
    return this.recent[slot] === value ? this.recentIds[slot]! : this.lookUp(value, slot);
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

  private lookUp(value: string, slot: number) {
    const id = this.idOf.get(value) ?? this.admit(value);
    if (id !== BEYOND) {
      this.recent[slot] = this.texts[id]!;
      this.recentIds[slot] = id;
    }
    return id;
  }

  private admit(value: string) {
    const faults = this.inspect(value);
    if (this.texts.length > this.limit) {
      this.isCapped = true;
      this.found[BEYOND] = faults;
      return BEYOND;
    }
    const id = this.texts.length;
    const text = own(value);
    this.texts.push(text);
    this.found.push(faults);
    this.idOf.set(text, id);
    return id;
  }
}
