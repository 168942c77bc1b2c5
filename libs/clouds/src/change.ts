import { isDeepStrictEqual } from 'node:util';
import type { ActionId, Effect } from './action.js';
import { CloudError } from './cloud-error.js';
import { isJson, type Json } from './json.js';

/** What an action shows of a thing, before and after. */
export type Shown = Record<string, unknown>;

export interface Wish {
  action: ActionId;
  parameters: Json;
  now: Date;
}

const refuse = (action: ActionId, message: string) => new CloudError('invalid', action, message);

/** A parameter that must be a text, or a whole number. Throws `CloudError` `invalid`. */
export function textOf({ action, parameters }: Wish, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string' || !value) throw refuse(action, `${name} must be a text`);
  return value;
}

export function wholeOf({ action, parameters }: Wish, name: string): number {
  const value = Number(parameters[name] ?? NaN);
  if (!Number.isInteger(value) || value < 0) throw refuse(action, `${name} must be a whole number`);
  return value;
}

export function tagsOf({ action, parameters: { tags } }: Wish): Record<string, string> {
  if (!isJson(tags) || !Object.values(tags).every((value) => typeof value === 'string'))
    throw refuse(action, 'tags must be an object of texts');
  return tags as Record<string, string>;
}

export function keysOf({ action, parameters: { keys } }: Wish): string[] {
  if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string'))
    throw refuse(action, 'keys must be a list of texts');
  return keys;
}

/** One rule for incoming traffic, as `security_group.*` name it. */
export interface RuleWish {
  protocol: 'tcp' | 'udp' | 'all';
  fromPort: number;
  toPort: number;
  source: string;
}

export function ruleOf(wish: Wish): RuleWish {
  const protocol = textOf(wish, 'protocol').toLowerCase();
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'all')
    throw refuse(wish.action, 'protocol must be tcp, udp or all');
  const [fromPort, toPort] = protocol === 'all' ? [0, 65_535] : [wholeOf(wish, 'fromPort'), wholeOf(wish, 'toPort')];
  return { protocol, fromPort, toPort, source: textOf(wish, 'source') };
}

/** Throws `CloudError` `invalid`, in words, where a thing is not as an action needs it. */
export function insist(isSo: unknown, wish: Wish, message: string): void {
  if (!isSo) throw refuse(wish.action, message);
}

/** Everything that can be put in this order, whichever cloud: `20261124`. */
export const dayWord = (now: Date) => now.toISOString().slice(0, 10).replaceAll('-', '');

/** How a thing is before and after, and what makes it so. */
export interface Settling<Step> {
  before: Shown;
  after: Shown;
  steps: () => readonly Step[];
}

/** Takes the steps, one after the other, where it is not yet so and not only asked what would be. */
export async function settle<Step>(
  { before, after, steps }: Settling<Step>,
  dryRun: boolean,
  take: (step: Step) => Promise<void>,
): Promise<Effect> {
  if (isDeepStrictEqual(before, after)) return { outcome: 'already', before, after };
  if (dryRun) return { outcome: 'would', before, after };
  for (const step of steps()) await take(step);
  return { outcome: 'done', before, after };
}
