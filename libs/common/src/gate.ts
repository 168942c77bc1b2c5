import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError } from './errors.js';

/** Lets so many pieces of work pass at once; the others wait in the order in which they came, so many of them at most. */
export class Gate {
  private readonly waiting = new Set<() => void>();
  private readonly inside = new AsyncLocalStorage<true>();

  constructor(
    private free: number,
    private readonly most: number,
  ) {}

  /** Whether this is said within work that has passed. */
  get isPassed(): boolean {
    return this.inside.getStore() ?? false;
  }

  /**
   * Work within work has passed already, or both could wait for each other. Throws `UNAVAILABLE` where too many wait, and
   * the reason of a signal that aborts before its turn has come. `patience` is asked for a signal only where it has to wait.
   */
  async pass<T>(work: () => Promise<T>, patience?: () => AbortSignal): Promise<T> {
    if (this.isPassed) return work();
    if (this.free > 0) this.free -= 1;
    else await this.turn(patience);
    try {
      return await this.inside.run(true, work);
    } finally {
      const [next] = this.waiting;
      if (next) next();
      else this.free += 1;
    }
  }

  private turn(patience?: () => AbortSignal): Promise<void> {
    if (this.waiting.size >= this.most)
      throw new DomainError('UNAVAILABLE', 'Too much is asked at once; ask again soon.');
    const signal = patience?.();
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.delete(go);
        reject(signal!.reason as Error);
      };
      const go = () => {
        this.waiting.delete(go);
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      this.waiting.add(go);
      signal?.addEventListener('abort', leave);
    });
  }
}
