/** A text of its own: a slice of a file's block would keep the whole block in memory as long as a cache holds it. */
export const own = (text: string) => Buffer.from(text, 'utf8').toString('utf8');

/**
 * Remembers what was asked for lately, in two generations: once the young one is full it becomes the old one and what
 * the old one held is forgotten, unless it was asked for again. No more than twice `size` entries are ever held.
 */
export class RecentMap<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  constructor(private readonly size: number) {}

  get(key: string): V | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const earlier = this.old.get(key);
    if (earlier !== undefined) this.put(key, earlier);
    return earlier;
  }

  set(key: string, value: V): V {
    this.put(own(key), value);
    return value;
  }

  private put(key: string, value: V) {
    if (this.young.size >= this.size) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}
