import type { CloudAction, Effect } from '../action.js';
import { settle, type Wish } from '../change.js';
import { CloudError } from '../cloud-error.js';
import { isJson } from '../json.js';
import { changeOf } from './changes.js';
import type { Found } from './changes/change.js';
import type { GcpClient } from './client.js';

/** Where a service keeps what the inventory names, where that is not simply the first version of it. */
const ROOTS: Record<string, { service: string; root: string }> = {
  'compute.googleapis.com': { service: 'compute.googleapis.com', root: '/compute/v1/' },
  'storage.googleapis.com': { service: 'storage.googleapis.com', root: '/storage/v1/b/' },
  'cloudsql.googleapis.com': { service: 'sqladmin.googleapis.com', root: '/sql/v1beta4/' },
  'logging.googleapis.com': { service: 'logging.googleapis.com', root: '/v2/' },
};

/** The service and the path of a full resource name. */
function placeOf(nativeId: string, { action }: CloudAction) {
  const [, host = '', rest = ''] = /^\/\/([a-z]+\.googleapis\.com)\/([^?#]+)$/.exec(nativeId) ?? [];
  if (!rest || rest.split('/').includes('..'))
    throw new CloudError('invalid', action, `${nativeId} is no full resource name`);
  const { service, root } = ROOTS[host] ?? { service: host, root: '/v1/' };
  return { service, path: `${root}${rest}` };
}

/** Reads what it is about, and changes it where it is not yet so. */
export async function actOn(
  client: GcpClient,
  asked: CloudAction,
  { dryRun, now, signal }: { dryRun: boolean; now: Date; signal: AbortSignal },
): Promise<Effect> {
  const { action, target, parameters = {} } = asked;
  const change = changeOf(action, target.type);
  if (!change) throw new CloudError('unsupported', action, `Google Cloud has no such change of ${target.type}`);
  const wish: Wish = { action, parameters, now };
  const { service, path } = placeOf(target.nativeId, asked);
  const read = async (place: string, mayBeAbsent?: boolean): Promise<Found> => {
    try {
      const answer = await client.rest({ service, path: place }, signal);
      return isJson(answer) ? answer : undefined;
    } catch (error) {
      if (mayBeAbsent && error instanceof CloudError && error.kind === 'missing') return undefined;
      throw error;
    }
  };
  const found = await read(path, change.mayBeAbsent);
  const product = change.produces && (await read(change.produces(found, wish), true));
  const before = change.look(found, wish, product);
  const after = change.want(found, wish);
  return settle({ before, after, steps: () => change.steps(found, wish) }, dryRun, (step) =>
    client.change({ ...step, service, path: `${path}${step.path}` }, signal),
  );
}
