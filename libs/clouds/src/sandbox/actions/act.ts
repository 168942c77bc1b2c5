import { isDeepStrictEqual } from 'node:util';
import type { ActionTarget, CloudAction, Effect } from '../../action.js';
import type { CloudResource } from '../../cloud.js';
import { CloudError } from '../../cloud-error.js';
import type { Change } from '../changes.js';
import type { Snapshot } from '../world.js';
import { DISKS } from './disks.js';
import { MACHINES } from './machines.js';
import type { Deed, Doing, Rule } from './rule.js';
import { SECURITY } from './security.js';

const RULES: Readonly<Record<string, readonly Rule[]>> = { ...MACHINES, ...DISKS, ...SECURITY };

const isOf = ({ types }: Rule, type: string) => types.length === 0 || types.includes(type);

const ruleOf = (now: Snapshot, action: string, type: string): Rule | undefined =>
  now.types.includes(type) ? RULES[action]?.find((one) => isOf(one, type)) : undefined;

/** What an action would do, and the change that does it. Throws `unsupported`, `missing` or `invalid`. */
export function actOn(
  now: Snapshot,
  { action, target, parameters = {} }: CloudAction,
): { effect: Effect; change: Change } {
  const operation = `sandbox:${action}`;
  const rule = ruleOf(now, action, target.type);
  if (!rule) throw new CloudError('unsupported', operation, `cannot be done to ${target.type}`);
  const thing = thingOf(now, target);
  if (!thing) throw new CloudError('missing', operation, `there is no ${target.type} ${target.nativeId}`);

  const doing: Doing = { action, thing, parameters, now, seen: now.seen(thing.nativeId) };
  const before = rule.about(thing, doing);
  const deed = thing.state === 'deleted' ? goneAlready(operation, thing, before) : rule.deed(doing);
  const change: Change = { nativeId: rule.nativeId?.(doing) ?? thing.nativeId, at: now.at, ...deed };
  const later = now.with(change);
  const after = rule.about(thingOf(later, target)!, { ...doing, now: later });
  return { effect: { outcome: isDeepStrictEqual(before, after) ? 'already' : 'would', before, after }, change };
}

const thingOf = (now: Snapshot, target: ActionTarget) =>
  now.things.find(({ nativeId, type }) => nativeId === target.nativeId && type === target.type);

/** What is deleted can be deleted again, and nothing else. */
function goneAlready(operation: string, { nativeId }: CloudResource, about: Record<string, unknown>): Deed {
  if (about.state !== 'deleted') throw new CloudError('missing', operation, `${nativeId} is deleted`);
  return { isDeleted: true };
}
