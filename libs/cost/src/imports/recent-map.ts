import { own } from '../own.js';

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
