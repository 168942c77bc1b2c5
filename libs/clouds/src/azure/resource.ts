import type { CloudRelation, CloudResource } from '../cloud.js';
import { firstText, isJson, momentOf, textAt, textsIn, type Json } from '../json.js';
import { withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import { armIdOf, type ArmId } from './ids.js';
import { kindOf, knownKind } from './kinds.js';

const STATES = [
  'properties.extended.instanceView.powerState.code',
  'properties.instanceView.powerState.code',
  'properties.powerState.code',
  'properties.diskState',
  'properties.state',
  'properties.status',
  'properties.userVisibleState',
  'properties.provisioningState',
];
const CREATED = [
  'properties.timeCreated',
  'properties.creationTime',
  'properties.creationDate',
  'properties.createdDate',
  'properties.createdTime',
  'properties.createdOn',
  'properties.CreationDate',
  'systemData.createdAt',
];

/** What the other is to this one, by the other's type; a type that is not here gives its own last word. */
const RELATIONS: Record<string, string> = {
  'microsoft.compute/disks': 'volume',
  'microsoft.compute/virtualmachines': 'instance',
  'microsoft.network/networksecuritygroups': 'security_group',
  'microsoft.network/virtualnetworks': 'vpc',
  'microsoft.network/virtualnetworks/subnets': 'subnet',
  'microsoft.network/publicipaddresses': 'address',
  'microsoft.managedidentity/userassignedidentities': 'role',
  'microsoft.web/serverfarms': 'service_plan',
  'microsoft.resources/subscriptions/resourcegroups': 'resource_group',
  'microsoft.sql/servers': 'server',
};

const snake = (word: string) => word.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

const singular = (word: string) =>
  word.replace(/(sse)s$|ies$|s$/, (end, kept?: string) => kept ?? (end === 'ies' ? 'y' : ''));

const wordOf = (type: string) => {
  const written = knownKind(type)?.type ?? type;
  return RELATIONS[type] ?? singular(snake(written.split('/').at(-1)!));
};

/** What is listed and holds it: a load balancer for its back-end pool, a subnet for itself. */
function listedOf(id: ArmId): ArmId {
  if (knownKind(id.type) || !id.parent) return id;
  const parent = armIdOf(id.parent);
  return parent ? listedOf(parent) : id;
}

/** Every id that a resource names, and what it lies in; its own parts are not others. */
function relationsOf(row: Json, own: string): CloudRelation[] {
  const found = new Map<string, CloudRelation>();
  const parent = armIdOf(own)?.parent;
  for (const text of [...(parent ? [parent] : []), ...textsIn(row)]) {
    const id = armIdOf(text);
    if (!id || id.type === 'microsoft.resources/subscriptions') continue;
    const { nativeId, type } = listedOf(id);
    if (nativeId === own || nativeId.startsWith(`${own}/`)) continue;
    found.set(nativeId, { kind: wordOf(type), nativeId });
  }
  return [...found.values()];
}

/** `VM running`, `PowerState/running` and `Succeeded` in one small word. */
function stateOf(row: Json): string {
  const state = (firstText(row, STATES) ?? 'active').replace(/^PowerState\//i, '').toLowerCase();
  return state === 'succeeded' ? 'active' : state;
}

const tagsOf = (tags: unknown): CloudResource['tags'] =>
  Object.fromEntries(
    Object.entries(isJson(tags) ? tags : {}).map(([key, value]) => [
      key,
      typeof value === 'string' && value !== '' ? value : true,
    ]),
  );

/** `West Europe` and `westeurope` are one region; what has none is `global`. */
export const regionOf = (location: unknown): string =>
  typeof location === 'string' && location.trim() ? location.replace(/\s/g, '').toLowerCase() : 'global';

/** Resource Graph fills each column of its table: those that say nothing are left out. */
const saying = (row: Json): Json =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== '' && value !== undefined));

/** A row of Resource Graph, or an answer of Resource Manager, as a resource. Throws nothing. */
export function resourceOf(row: Json, more: Json = {}): CloudResource {
  const { tags, ...rest } = row;
  const { type, service, category } = kindOf(textAt(row, 'type') ?? '');
  const nativeId = nativeIdOf('azure', textAt(row, 'id') ?? '');
  return {
    nativeId,
    type,
    name: firstText(row, ['name', 'properties.displayName']) ?? nativeId.split('/').at(-1)!,
    region: regionOf(row.location),
    service,
    category,
    state: stateOf(row),
    tags: tagsOf(tags),
    configuration: withoutSecrets({ ...saying(rest), ...more }),
    relations: relationsOf(rest, nativeId),
    createdAt: momentOf(firstText(row, CREATED)),
  };
}
