import { COMPUTE_KINDS } from './kinds/compute.js';
import { DATA_KINDS } from './kinds/data.js';
import { GOVERNANCE_KINDS } from './kinds/governance.js';
import { NETWORK_KINDS } from './kinds/network.js';
import { PLATFORM_KINDS } from './kinds/platform.js';
import type { AzureKind } from './kinds/kind.js';

export const KINDS: readonly AzureKind[] = [
  ...COMPUTE_KINDS,
  ...NETWORK_KINDS,
  ...DATA_KINDS,
  ...PLATFORM_KINDS,
  ...GOVERNANCE_KINDS,
];

const BY_TYPE = new Map(KINDS.map((kind) => [kind.type.toLowerCase(), kind]));

/** What is known of a type, however it is written. */
export const knownKind = (type: string): AzureKind | undefined => BY_TYPE.get(type.toLowerCase());

/** A type of which only its name is known is billed by the name of its provider. */
export function kindOf(type: string): AzureKind {
  const known = knownKind(type);
  if (known) return known;
  const parents = type.split('/').slice(0, -1);
  const parent = parents.length > 1 ? knownKind(parents.join('/')) : undefined;
  const [namespace = type] = type.split('/');
  return { type, service: parent?.service ?? namespace, category: parent?.category ?? 'Other' };
}
