/** Whether one more request may come now; times in whole seconds, as HTTP's headers have them. */
export interface Verdict {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  /** Until the bucket is full again. */
  resetSeconds: number;
  /** Until the next request may come; nought where it may come at once. */
  retrySeconds: number;
}

const MINUTE = 60_000;
const seconds = (ms: number) => Math.max(0, Math.ceil(ms / 1000));

/**
 * A token bucket for each key, by the generic cell rate algorithm (ITU-T I.371): `perMinute` requests at once, which come
 * back evenly within a minute. All that is kept of a key is the moment at which its bucket will be full again.
 * At most `most` keys are kept; the ones that have been silent longest go first.
 */
export class Buckets {
  private readonly fullAt = new Map<string, number>();
  private readonly interval: number;

  constructor(
    private readonly perMinute: number,
    private readonly most: number,
  ) {
    this.interval = MINUTE / perMinute;
  }

  has(key: string): boolean {
    return this.fullAt.has(key);
  }

  /** Takes one out of the key's bucket at `now`, in milliseconds, unless it is empty. */
  take(key: string, now: number): Verdict {
    const known = this.fullAt.get(key) ?? 0;
    // No bucket takes longer than a minute to fill, so what lies further ahead is from before the clock was set back.
    const fullAt = known > now + MINUTE + this.interval ? now : Math.max(known, now);
    const excess = fullAt + this.interval - now - MINUTE;
    // Fractions of a millisecond add up to a little more or less than they should.
    const isAllowed = excess < Math.min(1, this.interval / 2);
    const next = isAllowed ? fullAt + this.interval : fullAt;
    this.keep(key, next);
    return {
      isAllowed,
      limit: this.perMinute,
      remaining: isAllowed ? Math.max(0, Math.round((MINUTE - (next - now)) / this.interval)) : 0,
      resetSeconds: seconds(next - now),
      retrySeconds: isAllowed ? 0 : Math.max(1, seconds(excess)),
    };
  }

  /** Puts one back, where it should not have been taken. */
  putBack(key: string) {
    const fullAt = this.fullAt.get(key);
    if (fullAt !== undefined) this.fullAt.set(key, fullAt - this.interval);
  }

  /** Returns whether there was one. */
  forget(key: string): boolean {
    return this.fullAt.delete(key);
  }

  private keep(key: string, fullAt: number) {
    this.fullAt.delete(key);
    this.fullAt.set(key, fullAt);
    if (this.fullAt.size > this.most) this.fullAt.delete(this.fullAt.keys().next().value!);
  }
}
