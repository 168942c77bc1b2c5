import type { protos } from '@google-cloud/asset';
import type { CloudResource, FoundAccount, Listing } from '../cloud.js';
import { CloudError } from '../cloud-error.js';
import { isJson, listAt, textAt, type Json } from '../json.js';
import type { GcpClient } from './client.js';
import { KINDS } from './kinds.js';
import { plain, structOf } from './proto.js';
import { resourceOf, type Asset } from './resource.js';

type IAsset = protos.google.cloud.asset.v1.IAsset;
type ContentType = 'CONTENT_TYPE_UNSPECIFIED' | 'RESOURCE' | 'IAM_POLICY';

const PAGE = 500;
const GLOBAL = 'global';
const REGION = /^[a-z]+-[a-z]+\d+$/;
/** Once is asked here, and again by `persistently`. */
export const ONE_PAGE = { autoPaginate: false, retry: null } as object;

/** Which types of the inventory hold anything. */
export interface Counted {
  listings: Listing[];
  holds(listing: Listing): boolean;
}

/** The assets of a project by pages, of one type or of all. */
async function* pagesOf(
  client: GcpClient,
  { type, contentType }: { type?: string; contentType: ContentType },
  signal: AbortSignal,
): AsyncIterable<IAsset[]> {
  const assets = await client.assets();
  const request = {
    parent: `projects/${client.access.project}`,
    contentType,
    pageSize: PAGE,
    ...(type && { assetTypes: [type] }),
  };
  let pageToken: string | null | undefined;
  do {
    const [found, , answer] = await client.call(operationOf(contentType), signal, () =>
      assets.listAssets({ ...request, ...(pageToken && { pageToken }) }, ONE_PAGE),
    );
    yield found;
    pageToken = answer?.nextPageToken;
  } while (pageToken);
}

const operationOf = (contentType: ContentType) =>
  contentType === 'IAM_POLICY' ? 'cloudasset.assets.listIamPolicy' : 'cloudasset.assets.listResource';

/**
 * Every type that is known or found. The inventory cannot be asked by region: a type is one listing, whose region is
 * `global`, and its resources tell their own. A listing that holds nothing is one too: what it held is not there any more.
 */
export async function listingsOf(client: GcpClient, signal: AbortSignal): Promise<Counted> {
  const found = new Set<string>();
  for await (const page of pagesOf(client, { contentType: 'CONTENT_TYPE_UNSPECIFIED' }, signal))
    for (const { assetType } of page) if (assetType && isOfGoogle(assetType)) found.add(assetType);
  const types = new Set([...KINDS.map(({ type }) => type), ...found]);
  return {
    listings: [...types].map((type) => ({ type, region: GLOBAL })),
    holds: ({ type }) => found.has(type),
  };
}

/** What runs within clusters (`k8s.io/Pod`) comes and goes by the minute, and is the cluster's. */
const isOfGoogle = (type: string) => /^[a-z-]+\.googleapis\.com\//.test(type);

/** The resources of one type, each with its IAM policy, or with the word that it was denied. */
export async function* resourcesOf(
  client: GcpClient,
  { type }: Listing,
  signal: AbortSignal,
): AsyncIterable<CloudResource> {
  const policies = await policiesOf(client, type, signal);
  for await (const page of pagesOf(client, { type, contentType: 'RESOURCE' }, signal))
    for (const asset of page) {
      const told = resourceOf(assetOf(asset, policies));
      if (isWanted(client, told.region)) yield told;
    }
}

function assetOf({ name, assetType, resource }: IAsset, policies: Map<string, Json> | undefined): Asset {
  if (!name || !assetType) throw new CloudError('broken', operationOf('RESOURCE'), 'an asset has no name');
  const data = structOf(resource?.data);
  return {
    name,
    assetType,
    location: resource?.location ?? undefined,
    data: policies ? data : { ...data, $denied: [operationOf('IAM_POLICY')] },
    iamPolicy: policies?.get(name),
  };
}

/** Places of many regions (`eu`) are always wanted: they are no region to choose. */
const isWanted = ({ access: { regions } }: GcpClient, region: string) =>
  !regions || !REGION.test(region) || regions.includes(region);

/** The policies of one type by the names of their assets; undefined where they may not be read. */
async function policiesOf(
  client: GcpClient,
  type: string,
  signal: AbortSignal,
): Promise<Map<string, Json> | undefined> {
  const policies = new Map<string, Json>();
  try {
    for await (const page of pagesOf(client, { type, contentType: 'IAM_POLICY' }, signal))
      for (const { name, iamPolicy } of page) {
        const policy = isJson(iamPolicy) && plain({ ...iamPolicy, etag: undefined });
        if (name && policy) policies.set(name, policy as Json);
      }
    return policies;
  } catch (error) {
    if (error instanceof CloudError && error.kind === 'denied') return undefined;
    throw error;
  }
}

/** The projects of the organization that the settings name, else all that the identity may see. */
export async function* accountsOf(client: GcpClient, signal: AbortSignal): AsyncIterable<FoundAccount> {
  const { organization } = client.access;
  if (organization) yield* projectsBelow(client, organization, signal);
  else yield* projectsSeen(client, signal);
}

async function* projectsBelow(client: GcpClient, scope: string, signal: AbortSignal): AsyncIterable<FoundAccount> {
  const assets = await client.assets();
  const request = { scope, assetTypes: ['cloudresourcemanager.googleapis.com/Project'], pageSize: PAGE };
  let pageToken: string | null | undefined;
  do {
    const [found, , answer] = await client.call('cloudasset.assets.searchAllResources', signal, () =>
      assets.searchAllResources({ ...request, ...(pageToken && { pageToken }) }, ONE_PAGE),
    );
    for (const { name, displayName, state } of found)
      if (state !== 'DELETE_REQUESTED')
        yield accountOf(name?.split('/').at(-1) ?? '', displayName, { organization: scope });
    pageToken = answer?.nextPageToken;
  } while (pageToken);
}

async function* projectsSeen(client: GcpClient, signal: AbortSignal): AsyncIterable<FoundAccount> {
  let pageToken: string | undefined;
  do {
    const query = new URLSearchParams({ filter: 'lifecycleState:ACTIVE', ...(pageToken && { pageToken }) });
    const answer = await client.rest(
      { service: 'cloudresourcemanager.googleapis.com', path: `/v1/projects?${query}` },
      signal,
    );
    for (const project of listAt(answer, 'projects'))
      yield accountOf(textAt(project, 'projectId') ?? '', textAt(project, 'name'), {});
    pageToken = textAt(answer, 'nextPageToken');
  } while (pageToken);
}

const accountOf = (externalId: string, name: string | null | undefined, settings: Json): FoundAccount => ({
  externalId,
  name: name || externalId,
  settings,
});
