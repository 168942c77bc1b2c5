import { setTimeout as pause } from 'node:timers/promises';
import { isAway } from '#data';
import { Bell } from '../jobs/bell.js';

const LONG_MS = 3_600_000;
const AGAIN_MS = 1_000;

/**
 * What a subscription tells: each row whose id is pushed, as it is when it is read. A reader that is slow skips what
 * has been overtaken, so no more waits than there are rows. Rows that are not to be seen are passed over in silence.
 */
export class LiveRows<T> implements AsyncIterableIterator<T, void> {
  private readonly waiting = new Set<string>();
  private readonly bell = new Bell();
  private readonly enders: (() => void)[] = [];
  private isEnded = false;

  /** `read` answers undefined for a row that the reader may not see. */
  constructor(private readonly read: (id: string) => Promise<T | undefined>) {}

  push(id: string) {
    this.waiting.add(id);
    this.bell.ring();
  }

  /** What is to be undone when nobody reads any more. */
  onEnd(undo: () => void) {
    if (this.isEnded) undo();
    else this.enders.push(undo);
  }

  async next(): Promise<IteratorResult<T, void>> {
    while (!this.isEnded) {
      const [id] = this.waiting;
      const row = id === undefined ? await this.bell.wait(LONG_MS) : await this.take(id);
      if (row) return { done: false, value: row };
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<T, void>> {
    this.isEnded = true;
    for (const undo of this.enders.splice(0)) undo();
    this.bell.ring();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** A change that comes while the row is being read is news again. A database that is away comes back. */
  private async take(id: string): Promise<T | undefined> {
    this.waiting.delete(id);
    try {
      return await this.read(id);
    } catch (error) {
      if (!isAway(error)) throw error;
      this.waiting.add(id);
      await pause(AGAIN_MS);
      return undefined;
    }
  }
}
