import type { ActionId } from '../action.js';
import type { Change, Changes } from './changes/change.js';
import { COMPUTE_CHANGES } from './changes/compute.js';
import { DATA_CHANGES } from './changes/data.js';
import { FIREWALL_CHANGES } from './changes/firewall.js';
import { LABEL_CHANGES } from './changes/labels.js';

const ALL: readonly Changes[] = [LABEL_CHANGES, COMPUTE_CHANGES, FIREWALL_CHANGES, DATA_CHANGES];

export const CHANGES: Changes = Object.fromEntries(ALL.flatMap((changes) => Object.entries(changes)));

/** Undefined for what cannot be done to that type. */
export const changeOf = (action: ActionId, type: string): Change | undefined => CHANGES[action]?.[type];
