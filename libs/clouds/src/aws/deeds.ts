import type { ActionId } from '../action.js';
import { blocks } from './deeds/blocks.js';
import { databases } from './deeds/databases.js';
import type { Deed } from './deeds/deed.js';
import { identity } from './deeds/identity.js';
import { instances } from './deeds/instances.js';
import { network } from './deeds/network.js';
import { stores } from './deeds/stores.js';
import { tags } from './deeds/tags.js';

/** Every action that AWS knows. */
export const DEEDS: Partial<Record<ActionId, Deed>> = {
  ...tags,
  ...instances,
  ...blocks,
  ...network,
  ...stores,
  ...identity,
  ...databases,
};

/** The IAM actions that they take besides those of listing. */
export const ACTION_PERMISSIONS = [...new Set(Object.values(DEEDS).flatMap(({ permissions }) => permissions))].sort();
