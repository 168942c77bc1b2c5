/** A text of its own: a slice would keep the whole block it was cut from alive. */
export const detached = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

/**
 * Answers remembered by text. When full it forgets everything, which costs one more computation of what is common and
 * needs no bookkeeping per hit. Long texts are never remembered: what is long is rarely repeated.
 */
export class BoundedCache<T> {
  private readonly known = new Map<string, T>();
  private characters = 0;

  constructor(
    private readonly compute: (text: string) => T,
    private readonly maxCharacters = 4_000_000,
  ) {}

  get(text: string): T {
    return this.known.get(text) ?? this.learn(text);
  }

  private learn(text: string): T {
    const key = detached(text);
    const value = this.compute(key);
    if (key.length > 16_384 || value === undefined) return value;
    this.characters += key.length + 100;
    if (this.characters > this.maxCharacters) {
      this.known.clear();
      this.characters = key.length + 100;
    }
    this.known.set(key, value);
    return value;
  }
}
