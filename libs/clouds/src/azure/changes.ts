import type { ActionId } from '../action.js';
import type { Change, Changes } from './changes/change.js';
import { COMPUTE_CHANGES } from './changes/compute.js';
import { DATA_CHANGES } from './changes/data.js';
import { NETWORK_CHANGES } from './changes/network.js';
import { TAG_CHANGES } from './changes/tags.js';

const ALL: readonly Changes[] = [TAG_CHANGES, COMPUTE_CHANGES, NETWORK_CHANGES, DATA_CHANGES];

export const CHANGES: Changes = Object.fromEntries(ALL.flatMap((changes) => Object.entries(changes)));

/** Undefined for what cannot be done to that type. */
export const changeOf = (action: ActionId, type: string): Change | undefined => {
  const changes = CHANGES[action] ?? {};
  return changes[type.toLowerCase()] ?? (type.includes('/') ? changes['*'] : undefined);
};
