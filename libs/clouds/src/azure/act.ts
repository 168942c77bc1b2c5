import type { CloudAction, Effect } from '../action.js';
import { settle, type Wish } from '../change.js';
import { CloudError } from '../cloud-error.js';
import { isJson } from '../json.js';
import { changeOf } from './changes.js';
import type { Change, Found } from './changes/change.js';
import type { AzureClient } from './client.js';

/** Reads what it is about, and changes it where it is not yet so. */
export async function actOn(
  client: AzureClient,
  { action, target, parameters = {} }: CloudAction,
  { dryRun, now, signal }: { dryRun: boolean; now: Date; signal: AbortSignal },
): Promise<Effect> {
  const change = changeOf(action, target.type);
  if (!change) throw new CloudError('unsupported', action, `Azure has no such change of ${target.type}`);
  const wish: Wish = { action, parameters, now };
  const id = target.nativeId;
  const found = await read(client, change, change.below ? `${id}/${change.below}` : id, signal);
  const product = change.produces && (await read(client, absentToo(change), change.produces(found, wish), signal));
  const before = change.look(found, wish, product);
  const after = change.want(found, wish);
  return settle({ before, after, steps: () => change.steps(found, wish) }, dryRun, (step) => {
    const path = step.path.startsWith('/subscriptions/') ? step.path : `${id}${step.path}`;
    return client.change({ ...step, path, api: apiOf(change) }, signal);
  });
}

const absentToo = (change: Change): Change => ({ ...change, mayBeAbsent: true });

/** The version alone: what a reading adds to it is no part of a change. */
const apiOf = ({ api }: Change) => api.split('&')[0]!;

async function read(client: AzureClient, change: Change, path: string, signal: AbortSignal): Promise<Found> {
  const [api = '', expand] = change.api.split('&');
  try {
    const answer = await client.arm({ path: expand ? `${path}?${expand}` : path, api }, signal);
    return isJson(answer) ? answer : undefined;
  } catch (error) {
    if (change.mayBeAbsent && error instanceof CloudError && error.kind === 'missing') return undefined;
    throw error;
  }
}
