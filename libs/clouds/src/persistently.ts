import { setTimeout as sleep } from 'node:timers/promises';
import type { CloudError } from './cloud-error.js';
import { cloudError } from './http-error.js';

const ATTEMPTS = 4;
/** Who is asked to wait longer hands that on, so that others may go first. */
const PATIENCE_MS = 20_000;

const pause = (error: CloudError, attempt: number) => error.retryAfterMs ?? 100 * 2 ** attempt * (1 + Math.random());

/** Asks again, a few times, what may be answered later; throws `CloudError`, or the reason of a signal that aborts. */
export async function persistently<T>(operation: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (thrown) {
      signal.throwIfAborted();
      const error = cloudError(operation, thrown);
      const wait = pause(error, attempt);
      if (!error.isPassing || attempt === ATTEMPTS || wait > PATIENCE_MS) throw error;
      await sleep(wait, undefined, { signal });
    }
  }
}
