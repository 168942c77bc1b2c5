import { setTimeout as pause } from 'node:timers/promises';
import { CloudError } from '#clouds';
import type { Lane } from './lane.js';

/** Tries of one question in all, where what befell it may pass. */
const MOST_TRIES = 5;
const FIRST_WAIT_MS = 500;
/** A cloud that wants to be left alone for longer is asked again by the next sync. */
const MOST_WAIT_MS = 120_000;

/** What went wrong with the cloud, and not with us. */
export class CloudFault extends Error {
  constructor(override readonly cause: unknown) {
    super('The cloud did not tell what it was asked.');
  }
}

/** Marks whatever is thrown as the cloud's. */
export async function asked<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw new CloudFault(error);
  }
}

/** How long to wait before another try; undefined where none would help. */
function waitOf({ cause }: CloudFault, tries: number): number | undefined {
  if (!(cause instanceof CloudError) || !cause.isPassing || tries >= MOST_TRIES) return undefined;
  const wait = cause.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (tries - 1) * (0.8 + Math.random() * 0.4);
  return wait > MOST_WAIT_MS ? undefined : wait;
}

/** Asks in the lane of the account, and again where that may help. Throws the last `CloudFault`. */
export async function insistently<T>(lane: Lane, signal: AbortSignal, question: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await lane.pass(question, signal);
    } catch (error) {
      signal.throwIfAborted();
      const wait = error instanceof CloudFault ? waitOf(error, tries) : undefined;
      if (wait === undefined) throw error;
      if (((error as CloudFault).cause as CloudError).kind === 'throttled') lane.throttled(wait);
      else await pause(wait, undefined, { signal });
    }
  }
}
