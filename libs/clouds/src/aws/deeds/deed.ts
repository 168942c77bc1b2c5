import { setTimeout as sleep } from 'node:timers/promises';
import type { ActionTarget } from '../../action.js';
import { CloudError } from '../../cloud-error.js';
import type { Ask } from '../ask.js';

export type State = Record<string, unknown>;
export type Parameters = Record<string, unknown>;

/** What an action is done with. */
export interface Doing {
  ask: Ask;
  target: ActionTarget;
  /** The last part of the target's id: `i-…`, a volume, a database's name. */
  id: string;
  parameters: Parameters;
}

/** One action: what it changes is read before, asked for, and read again. */
export interface Deed {
  types: readonly string[];
  /** The IAM actions of reading and writing that no listing has. */
  permissions: readonly string[];
  read(doing: Doing): Promise<State>;
  /** What `read` shall tell afterwards. Throws `CloudError` `invalid` for what must not be done. */
  wanted(before: State, doing: Doing): State;
  write(doing: Doing, before: State): Promise<unknown>;
}

export const invalid = (operation: string, message: string) => new CloudError('invalid', operation, message);

/** A parameter as text, or as a whole number; throws `CloudError` `invalid` for another. */
export function textOf({ parameters }: Doing, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string' || value === '') throw invalid('act', `${name} must be a text`);
  return value;
}

export function wholeOf({ parameters }: Doing, name: string): number {
  const value = Number(parameters[name]);
  if (!Number.isInteger(value)) throw invalid('act', `${name} must be a whole number`);
  return value;
}

/** Undefined for a thing that is not there. */
export const orGone = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (error instanceof CloudError && error.kind === 'missing') return undefined;
    throw error;
  });

/** Throws `CloudError` `missing` for what is not there. */
export function there<T>(item: T | undefined, { target }: Doing): T {
  if (item === undefined) throw new CloudError('missing', 'act', `${target.nativeId} is not there`);
  return item;
}

const STEP_MS = 1_500;
const STEPS = 200;

/** Waits until it is so, five minutes at most. */
export async function until(isSo: () => Promise<boolean>, ask: Ask, what: string): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    if (await isSo()) return;
    await sleep(STEP_MS, undefined, { signal: ask.signal });
  }
  throw new CloudError('broken', 'act', `${what} was asked for, but is not seen yet`);
}
