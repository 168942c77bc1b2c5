import { createHash } from 'node:crypto';
import type { CloudRelation, CloudResource } from '#clouds';
import { keyText, nativeIdOf } from '#common';
import { resourceIdOf } from '../resource-id.js';
import { line, plain } from './plain.js';

/** What a cloud says of one resource, as it is kept. */
export interface Told {
  id: string;
  nativeId: string;
  provider: string;
  type: string;
  name: string;
  region: string;
  service: string;
  category: string;
  state: string;
  tags: Record<string, unknown>;
  configuration: Record<string, unknown>;
  relations: CloudRelation[];
  createdAt: string | null;
  /** Of all the above: where it is the same as before, nothing has changed. */
  hash: string;
  /** About how much of it there is. */
  bytes: number;
}

const MOST = 400;
const MOST_NAME = 1_000;

/** As a bill's is kept. */
const idOf = (provider: string, id: string) => keyText(line(nativeIdOf(provider, id)));

const keyOf = ({ kind, nativeId }: CloudRelation) => `${kind} ${nativeId}`;

/** Each tie once, in one order whichever the cloud tells them in. */
function relationsOf(provider: string, relations: readonly CloudRelation[]): CloudRelation[] {
  const known = new Map<string, CloudRelation>();
  for (const { kind, nativeId } of relations) {
    const tie = { kind: line(kind, MOST), nativeId: idOf(provider, nativeId) };
    known.set(keyOf(tie), tie);
  }
  return [...known.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function isoOf(at: Date | undefined): string | null {
  return at && !Number.isNaN(at.getTime()) ? at.toISOString() : null;
}

/** `provider` is that of the account, where the cloud names no other. */
export function told(resource: CloudResource, accountId: string, provider: string): Told {
  const own = resource.provider ?? provider;
  const nativeId = idOf(own, resource.nativeId);
  const facts = {
    provider: line(own, 100),
    type: line(resource.type, MOST),
    name: line(resource.name || nativeId, MOST_NAME),
    region: line(resource.region, MOST),
    service: line(resource.service, MOST),
    category: line(resource.category, MOST),
    state: line(resource.state || 'active', 100),
    tags: plain(resource.tags) as Record<string, unknown>,
    configuration: plain(resource.configuration) as Record<string, unknown>,
    relations: relationsOf(own, resource.relations),
    createdAt: isoOf(resource.createdAt),
  };
  const text = JSON.stringify(facts);
  const hash = createHash('sha256').update(text).digest('base64url');
  return { id: resourceIdOf(accountId, nativeId), nativeId, ...facts, hash, bytes: text.length };
}
