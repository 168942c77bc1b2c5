import { own } from '../own.js';

const LONGEST = 16_384;
const SLOTS = 4096;

/** Some characters spread over the text, and its length: most texts of one column differ in one of them. */
function slotOf(text: string): number {
  const { length } = text;
  const step = length > 20 ? length >> 4 : 1;
  let hash = length;
  for (let at = length - 1; at >= 0; at -= step) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 12)) & (SLOTS - 1);
}

interface Known<T> {
  key: string;
  value: T;
}

/**
 * Answers remembered by text. When full it forgets everything, which costs one more computation of what is common and
 * needs no bookkeeping per hit. Long texts are never remembered: what is long is rarely repeated. What was asked for
 * lately is found by a comparison, without a look at the whole text for its hash.
 */
export class BoundedCache<T> {
  private readonly known = new Map<string, Known<T>>();
  private readonly recent = new Array<Known<T> | undefined>(SLOTS).fill(undefined);
  private characters = 0;

  constructor(
    private readonly compute: (text: string) => T,
    private readonly maxCharacters = 4_000_000,
  ) {}

  get(text: string): T {
    const slot = slotOf(text);
    const recent = this.recent[slot];
    if (recent !== undefined && recent.key === text) return recent.value;
    const known = this.known.get(text) ?? this.learn(text);
    if (known.key.length <= LONGEST) this.recent[slot] = known;
    return known.value;
  }

  private learn(text: string): Known<T> {
    const key = own(text);
    const known = { key, value: this.compute(key) };
    if (key.length > LONGEST || known.value === undefined) return known;
    this.characters += key.length + 100;
    if (this.characters > this.maxCharacters) {
      this.known.clear();
      this.characters = key.length + 100;
    }
    this.known.set(key, known);
    return known;
  }
}
