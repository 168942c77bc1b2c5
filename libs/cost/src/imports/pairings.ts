import type { Connection } from '#data';

type Query = Connection['query'];

/** An entry with those that came together with it; there from the start, since adding a field later costs an object more. */
export interface Paired<B> {
  last: B | undefined;
  /** All of them, once there are two. */
  all: Set<B> | undefined;
}

/** Which entries of two kinds came together in a row, such as a resource and its tags: each pair is stored once. */
export class Pairings<A extends Paired<B>, B> {
  private waiting: [A, B][] = [];
  private writing: Promise<unknown> = Promise.resolve();

  /** `sql` stores pairs by their `params`. */
  constructor(
    private readonly query: Query,
    private readonly sql: string,
    private readonly params: (pairs: [A, B][]) => unknown[],
  ) {}

  /** How many wait to be stored. */
  get count(): number {
    return this.waiting.length;
  }

  /** Mostly an entry comes with the same one as before, which a comparison tells. */
  note(one: A, other: B) {
    const { last } = one;
    if (last === other) return;
    one.last = other;
    if (last) {
      one.all ??= new Set([last]);
      if (one.all.has(other)) return;
      one.all.add(other);
    }
    this.waiting.push([one, other]);
  }

  /** Begins to store what waits, and waits for what was begun before. All entries must have their ids. */
  async store(): Promise<void> {
    await this.writing;
    const pairs = this.waiting.splice(0);
    if (!pairs.length) return;
    this.writing = this.query(this.sql, this.params(pairs));
    this.writing.catch(() => undefined);
  }

  /** Ends when all is stored. */
  async end(): Promise<void> {
    await this.store();
    await this.writing;
  }
}
