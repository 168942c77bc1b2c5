import type { ActionId } from '../../action.js';
import type { CloudResource } from '../../cloud.js';
import { CloudError } from '../../cloud-error.js';
import type { Change } from '../changes.js';
import { KINDS } from '../estate/deployment.js';
import type { Kind } from '../estate/kind.js';
import type { Seen } from '../shapes/index.js';
import type { Snapshot } from '../world.js';

export type Deed = Omit<Change, 'nativeId' | 'at'>;

/** What an action is done to, and with what. */
export interface Doing {
  action: ActionId;
  thing: CloudResource;
  /** The resident behind it, where it is billed. */
  seen: Seen | undefined;
  parameters: Record<string, unknown>;
  now: Snapshot;
}

/** How one action is done to things of some types. */
export interface Rule {
  types: readonly string[];
  /** What of a thing the action is about. */
  about: (thing: CloudResource, doing: Doing) => Record<string, unknown>;
  /** What it does; asked only where the thing is still there. Throws `invalid` for what cannot be asked of it. */
  deed: (doing: Doing) => Deed;
  /** Where something else than the thing is changed: made, in a word. */
  nativeId?: (doing: Doing) => string;
}

export const refuse = (action: string, why: string) => new CloudError('invalid', `sandbox:${action}`, why);

export function textOf({ action, parameters }: Doing, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string' || !value) throw refuse(action, `${name} must be a text`);
  return value;
}

export function countOf({ action, parameters }: Doing, name: string): number {
  const value = Number(parameters[name]);
  if (!Number.isInteger(value) || value < 0) throw refuse(action, `${name} must be a whole number`);
  return value;
}

export const at = (thing: CloudResource, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (Object(value) as Record<string, unknown>)[key], thing.configuration);

/** What the configuration says at some paths. */
export const says =
  (...paths: string[]): Rule['about'] =>
  (thing) =>
    Object.fromEntries(paths.map((path) => [path, at(thing, path) ?? null]));

export const state: Rule['about'] = (thing) => ({ state: thing.state });

/** The name of the kind that is sold under a size in the same price list. Throws `invalid` where none is. */
export function kindOfSize({ action, thing, seen }: Doing, size: string): string {
  const cloud = thing.provider as keyof typeof KINDS;
  const isLike = (kind: Kind) => kind.type === seen?.kind.type && kind.service === seen.kind.service;
  const sold = Object.entries(KINDS[cloud]).filter(([, kind]) => kind.size && isLike(kind));
  const found = sold.find(([, kind]) => kind.size === size);
  if (found) return found[0];
  throw refuse(action, `there is no ${size}; the sandbox has ${sold.map(([, kind]) => kind.size).join(', ')}`);
}
