import { DATA_KINDS } from './kinds/data.js';
import { COMPUTE_KINDS } from './kinds/compute.js';
import { PLATFORM_KINDS } from './kinds/platform.js';
import type { GcpKind } from './kinds/kind.js';

export const KINDS: readonly GcpKind[] = [...COMPUTE_KINDS, ...DATA_KINDS, ...PLATFORM_KINDS];

const BY_TYPE = new Map(KINDS.map((kind) => [kind.type, kind]));

/** A type of which only its name is known is billed by the name of its service. */
export function kindOf(type: string): GcpKind {
  const known = BY_TYPE.get(type);
  if (known) return known;
  const [service = type] = type.split('/');
  const sibling = KINDS.find((kind) => kind.type.startsWith(`${service}/`));
  return { type, service: sibling?.service ?? service, category: sibling?.category ?? 'Other' };
}
