import { atOnce } from '../at-once.js';
import type { CloudResource, Listing } from '../cloud.js';
import { CloudError } from '../cloud-error.js';
import { HttpError } from '../http-error.js';
import { isJson, listAt, textAt, type Json } from '../json.js';
import type { AzureClient } from './client.js';
import { kindOf, KINDS } from './kinds.js';
import type { AzureKind, Part, Table } from './kinds/kind.js';
import { regionOf, resourceOf } from './resource.js';

/** So many resources are asked for their parts at the same time. */
const AT_ONCE = 8;
const TABLES: readonly Table[] = [
  'resources',
  'resourcecontainers',
  'authorizationresources',
  'policyresources',
  'securityresources',
];
/** What a type answers that does not have the part at all. */
const NOT_THERE = /NotSupported|Unsupported|NotRegistered|MissingSubscriptionRegistration|NotAvailable|NotFound/i;

const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;

/** What a count has found: the types and regions that hold anything, and all listings, which are more. */
export interface Counted {
  listings: Listing[];
  holds(listing: Listing): boolean;
  /** How Resource Graph writes a region: it finds `West Europe` only by that. */
  spellings(region: string): string[];
}

const keyOf = ({ type, region }: Listing) => `${type} ${region}`;

/**
 * Every type that is known or found, in every region in which anything is. A listing that holds nothing is one too: what
 * it held before is not there any more.
 */
export async function listingsOf(client: AzureClient, signal: AbortSignal): Promise<Counted> {
  const found = new Set<string>();
  const regions = new Map([['global', new Set(['global'])]]);
  const types = new Set(KINDS.map(({ type }) => type));
  for await (const row of countsOf(client, signal)) {
    const { type } = kindOf(textAt(row, 'type') ?? '');
    const region = regionOf(row.location);
    types.add(type);
    regions.set(region, (regions.get(region) ?? new Set()).add(textAt(row, 'location') ?? region));
    found.add(keyOf({ type, region }));
  }
  for (const { type, within } of KINDS)
    for (const region of regions.keys())
      if (within && found.has(keyOf({ type: within.type, region }))) found.add(keyOf({ type, region }));
  const wanted = [...regions.keys()].filter((region) => isWanted(client, region));
  return {
    listings: wanted.flatMap((region) => [...types].map((type) => ({ type, region }))),
    holds: (listing) => found.has(keyOf(listing)),
    spellings: (region) => [...(regions.get(region) ?? [region])],
  };
}

const isWanted = ({ access: { regions } }: AzureClient, region: string) =>
  region === 'global' || !regions || regions.includes(region);

async function* countsOf(client: AzureClient, signal: AbortSignal): AsyncIterable<Json> {
  for (const table of TABLES) for await (const rows of client.graph(countOf(table), signal)) yield* rows;
}

function countOf(table: Table): string {
  const types = KINDS.filter((kind) => kind.table === table).map(({ type }) => quoted(type));
  const filter = table === 'resources' ? '' : ` | where type in~ (${types.join(', ')})`;
  return `${table}${filter} | summarize count() by type, location`;
}

/** The resources of one listing, each with its parts. */
export async function* resourcesOf(
  client: AzureClient,
  { type, region }: Listing,
  { spellings = [region], signal }: { spellings?: string[]; signal: AbortSignal },
): AsyncIterable<CloudResource> {
  const kind = kindOf(type);
  const { within } = kind;
  const holder = within ? kindOf(within.type) : kind;
  const nowhere = region === 'global' ? 'isempty(location) or ' : '';
  const query =
    `${holder.table ?? 'resources'} | where type =~ ${quoted(holder.type)}` +
    ` | where ${nowhere}location in~ (${spellings.map(quoted).join(', ')}) | order by id asc`;
  for await (const rows of client.graph(query, signal)) {
    const held = within ? rows.flatMap((row) => heldIn(row, type, within.list)) : rows;
    yield* await atOnce(AT_ONCE, held, async (row) => resourceOf(row, await partsOf(client, kind, row, signal)));
  }
}

const heldIn = (row: Json, type: string, list: string): Json[] =>
  listAt(row.properties, list)
    .filter(isJson)
    .map((held) => ({ ...held, type, location: row.location }));

/** What Resource Graph does not carry, by name; null for what is not configured, `$denied` for what may not be read. */
async function partsOf(client: AzureClient, kind: AzureKind, row: Json, signal: AbortSignal): Promise<Json> {
  const id = textAt(row, 'id');
  const found: Json = {};
  const denied: string[] = [];
  for (const part of (id && kind.parts) || []) {
    try {
      found[part.name] = await partOf(client, `${id}/${part.path}`, part, signal);
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      if (error.kind === 'denied') denied.push(permissionOf(kind, part));
      else if (isNotThere(error)) found[part.name] = null;
      else throw error;
    }
  }
  return { ...found, ...(denied.length && { $denied: denied }) };
}

const isNotThere = (error: CloudError) =>
  error.kind === 'missing' ||
  (error.kind === 'invalid' && error instanceof HttpError && NOT_THERE.test(error.reason ?? ''));

async function partOf(client: AzureClient, path: string, { api, each }: Part, signal: AbortSignal): Promise<unknown> {
  const items = await client.whole({ path, api }, signal);
  if (!each || !Array.isArray(items)) return items ?? null;
  return atOnce(AT_ONCE, items, (item) => client.arm({ path: textAt(item, 'id') ?? path, api }, signal));
}

/** What must be permitted for a part: the names of one particular thing (`default`) are no words of it. */
export function permissionOf({ type }: AzureKind, { path, permission }: Part): string {
  const words = path.split('/').filter((word, index) => index === 0 || index % 2 === 0);
  return permission ?? `${type}/${words.join('/')}/read`;
}
