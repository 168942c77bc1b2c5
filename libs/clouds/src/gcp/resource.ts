import type { CloudRelation, CloudResource } from '../cloud.js';
import { firstText, isJson, momentOf, textAt, textsIn, type Json } from '../json.js';
import { withoutSecrets } from '../mask.js';
import { nativeIdOf } from '../native-id.js';
import { kindOf } from './kinds.js';

/** An asset of the inventory, as plain JSON. */
export interface Asset {
  /** `//compute.googleapis.com/projects/p/zones/z/instances/name`. */
  name: string;
  assetType: string;
  /** Where the inventory says that it lies; `data` tells of the rest. */
  location?: string;
  data: Json;
  iamPolicy?: Json;
}

const INSTANCE = 'compute.googleapis.com/Instance';
const CREATED = [
  'creationTimestamp',
  'createTime',
  'timeCreated',
  'creationTime',
  'metadata.creationTimestamp',
  'validAfterTime',
];
const STATES = ['status', 'state', 'lifecycleState', 'databaseVersionState', 'status.state'];
const LABELS = ['labels', 'userLabels', 'resourceLabels', 'settings.userLabels', 'metadata.labels'];

/** What the other is to this one, by the collection in which its path has it; another is called by its last word. */
const RELATIONS: Record<string, string> = {
  disks: 'volume',
  networks: 'vpc',
  subnetworks: 'subnet',
  addresses: 'address',
  serviceAccounts: 'role',
  cryptoKeys: 'key',
  instanceGroupManagers: 'instance_group_manager',
  targetPools: 'target_pool',
};

const singular = (word: string) =>
  word
    .replace(/ies$/, 'y')
    .replace(/(x|ss)es$/, '$1')
    .replace(/([^s])s$/, '$1');
const snake = (word: string) => word.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

/** `zones/europe-west1-b` and `europe-west1-b` lie in `europe-west1`; `US` is a place of many regions, by its own name. */
export function regionOf(place: string | undefined): string {
  const last = (place ?? '').split('/').at(-1)!.toLowerCase();
  if (!last || last === '-') return 'global';
  return /^[a-z]+-[a-z]+\d+-[a-z]$/.test(last) ? last.slice(0, -2) : last;
}

const placeOf = ({ name, location, data }: Asset) =>
  location ||
  firstText(data, ['zone', 'region', 'location', 'gceZone', 'locationId']) ||
  /\/(?:zones|regions|locations)\/([^/]+)/.exec(name)?.[1];

/**
 * Bills name a virtual machine by its number, everything else by its full name: its own name may be used again.
 * The API takes either.
 */
function nativeIdFor({ name, assetType, data }: Asset): string {
  const id = textAt(data, 'id');
  const isNumbered = assetType === INSTANCE && id && /^\d+$/.test(id);
  return nativeIdOf('gcp', isNumbered ? name.replace(/[^/]+$/, id) : name);
}

/** A virtual machine is named by others without its number: it tells of them, so that nothing is lost. */
const isByName = (id: string) => /^\/\/compute\.googleapis\.com\/.*\/instances\/(?!\d+$)/.test(id);

const LINK = /^(?:\/\/|https:\/\/)[a-z.]*googleapis\.com\/.+\/.+/;
const isOwnPart = (id: string, own: string) => id === own || id.startsWith(`${own}/`);
const KEY = /^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+/;

/** Full names are links; a few services write the path alone, or the address of an account. */
function linkOf(text: string, project: string | undefined): string | undefined {
  if (LINK.test(text)) return nativeIdOf('gcp', text);
  const key = KEY.exec(text)?.[0];
  if (key) return `//cloudkms.googleapis.com/${key}`;
  if (/^projects\/[^/]+\/topics\/[^/]+$/.test(text)) return `//pubsub.googleapis.com/${text}`;
  if (/^[\w-]+@[\w-]+\.iam\.gserviceaccount\.com$/.test(text) && project)
    return `//iam.googleapis.com/projects/${project}/serviceAccounts/${text}`;
  return undefined;
}

function relationsOf({ name, data }: Asset, own: string): CloudRelation[] {
  const found = new Map<string, CloudRelation>();
  const project = /\/projects\/([^/]+)/.exec(name)?.[1];
  const named = nativeIdOf('gcp', name);
  for (const text of textsIn(data)) {
    const nativeId = linkOf(text, project);
    if (!nativeId || isOwnPart(nativeId, own) || isOwnPart(nativeId, named) || isByName(nativeId)) continue;
    const collection = nativeId.split('/').at(-2)!;
    if (/^(zones|regions|projects|diskTypes|machineTypes|licenses|v\d\w*)$/.test(collection)) continue;
    found.set(nativeId, { kind: RELATIONS[collection] ?? snake(singular(collection)), nativeId });
  }
  return [...found.values()];
}

function labelsOf(data: Json): CloudResource['tags'] {
  for (const path of LABELS) {
    const labels = path.split('.').reduce<unknown>((value, key) => (isJson(value) ? value[key] : undefined), data);
    if (isJson(labels))
      return Object.fromEntries(
        Object.entries(labels).map(([key, value]) => [key, typeof value === 'string' && value ? value : true]),
      );
  }
  return {};
}

/** An asset as a resource; its IAM policy is beside what its API says. Throws nothing. */
export function resourceOf(asset: Asset): CloudResource {
  const { assetType, name, data, iamPolicy } = asset;
  const { type, service, category } = kindOf(assetType);
  const nativeId = nativeIdFor(asset);
  return {
    nativeId,
    type,
    name:
      (firstText(data, ['displayName']) && /\/\d+$/.test(name) ? textAt(data, 'displayName') : undefined) ??
      (name.split('/').at(-1) || name),
    region: regionOf(placeOf(asset)),
    service,
    category,
    state: (firstText(data, STATES) ?? 'active').toLowerCase(),
    tags: labelsOf(data),
    configuration: withoutSecrets({ ...data, ...(iamPolicy && { iamPolicy }) }),
    relations: relationsOf(asset, nativeId),
    createdAt: momentOf(firstText(data, CREATED)),
  };
}
