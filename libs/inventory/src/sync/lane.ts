import { setTimeout as pause } from 'node:timers/promises';

/** How many questions one account is asked at once, at first and at most. */
const FIRST = 6;
const MOST = 16;

/**
 * How much one account is asked at once. A cloud that is asked too often says so: then half as much is asked, after as
 * long as it wishes; and one more again when as many questions as may be open have gone well.
 */
export class Lane {
  private limit: number;
  private open = 0;
  private well = 0;
  private closedUntil = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    first = FIRST,
    private readonly most = MOST,
  ) {
    this.limit = first;
  }

  get width(): number {
    return this.limit;
  }

  /** Throws the signal's reason where it aborts before the turn has come. */
  async pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.turn(signal);
    try {
      const answer = await work();
      this.wentWell();
      return answer;
    } finally {
      this.open -= 1;
      this.wake();
    }
  }

  throttled(waitMs: number): void {
    this.limit = Math.max(1, Math.floor(this.limit / 2));
    this.well = 0;
    this.closedUntil = Math.max(this.closedUntil, performance.now() + waitMs);
  }

  private async turn(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const closedMs = this.closedUntil - performance.now();
      if (closedMs > 0) await pause(closedMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      else if (this.open < this.limit) break;
      else await this.vacancy(signal);
    }
    this.open += 1;
  }

  private vacancy(signal: AbortSignal): Promise<void> {
    return new Promise((go) => {
      const leave = () => {
        signal.removeEventListener('abort', leave);
        go();
      };
      signal.addEventListener('abort', leave);
      this.waiting.push(leave);
    });
  }

  private wentWell() {
    this.well += 1;
    if (this.well < this.limit || this.limit >= this.most) return;
    this.limit += 1;
    this.well = 0;
    this.wake();
  }

  private wake() {
    for (const go of this.waiting.splice(0)) go();
  }
}
