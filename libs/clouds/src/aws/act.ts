import { isDeepStrictEqual } from 'node:util';
import type { CloudAction, Effect } from '../action.js';
import { CloudError } from '../cloud-error.js';
import type { Ask } from './ask.js';
import { DEEDS } from './deeds.js';
import { until, type Deed, type State } from './deeds/deed.js';

const isOf = (type: string) => (pattern: string) =>
  pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;

function deedOf({ action, target }: CloudAction): Deed {
  const deed = DEEDS[action];
  if (!deed?.types.some(isOf(target.type)))
    throw new CloudError('unsupported', action, `AWS knows no such action on ${target.type}`);
  return deed;
}

/** The last part of an id or ARN, as most operations want it. */
const idOf = (nativeId: string) => (nativeId.startsWith('arn:') ? nativeId.split(/[:/]/).at(-1)! : nativeId);

/** Reads, writes where there is something to change, and waits until AWS tells the change. */
export async function act(ask: Ask, action: CloudAction, dryRun: boolean): Promise<Effect> {
  const deed = deedOf(action);
  const { target, parameters = {} } = action;
  const doing = { ask, target, id: idOf(target.nativeId), parameters };
  const before = await deed.read(doing);
  const after = deed.wanted(before, doing);
  if (isDeepStrictEqual(before, after)) return { outcome: 'already', before, after };
  if (dryRun) return { outcome: 'would', before, after };
  await deed.write(doing, before);
  let seen: State = before;
  await until(async () => isDeepStrictEqual((seen = await deed.read(doing)), after), ask, action.action);
  return { outcome: 'done', before, after: seen };
}
