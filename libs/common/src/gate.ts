import { AsyncLocalStorage } from 'node:async_hooks';

/** Lets so many pieces of work pass at once; the others wait in the order in which they came. */
export class Gate {
  private readonly waiting: (() => void)[] = [];
  private readonly inside = new AsyncLocalStorage<true>();

  constructor(private free: number) {}

  /** Work within work has passed already, or both could wait for each other. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside.getStore()) return work();
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await this.inside.run(true, work);
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
