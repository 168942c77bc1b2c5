import { ACTIONS, type ActionId } from '../action.js';
import type { CredentialCheck } from '../cloud.js';
import { CloudError } from '../cloud-error.js';
import { cloudError } from '../http-error.js';
import { isJson, listAt, type Json } from '../json.js';
import { CHANGES } from './changes.js';
import type { AzureClient } from './client.js';
import { KINDS } from './kinds.js';
import { permissionOf } from './listing.js';

/** Each permission that this connector uses, with what for. */
function needed(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const need = (action: string, purpose: string) => found.set(action, (found.get(action) ?? new Set()).add(purpose));
  need('Microsoft.ResourceGraph/resources/read', 'inventory');
  for (const kind of KINDS) {
    need(`${kind.type}/read`, 'inventory');
    for (const part of kind.parts ?? []) need(permissionOf(kind, part), 'details that controls ask for');
  }
  need('Microsoft.Insights/metrics/read', 'utilisation');
  for (const [id, changes] of Object.entries(CHANGES))
    for (const { permissions } of Object.values(changes))
      for (const action of permissions) need(action, `action: ${ACTIONS[id as ActionId].title}`);
  return found;
}

/** `*` stands for anything, slashes too; case does not count. */
const covers = (pattern: unknown, action: string) =>
  typeof pattern === 'string' &&
  new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'i',
  ).test(action);

const isGranted = (grants: readonly unknown[], action: string) =>
  grants.some(
    (grant) =>
      listAt(grant, 'actions').some((pattern) => covers(pattern, action)) &&
      !listAt(grant, 'notActions').some((pattern) => covers(pattern, action)),
  );

/** Who we are, which actions the subscription grants us, and a role with exactly those that are used. */
export async function checkOf(client: AzureClient, signal: AbortSignal): Promise<CredentialCheck> {
  const { subscription } = client.access;
  const identity = await identityOf(client, signal);
  const path = `/subscriptions/${subscription}/providers/Microsoft.Authorization/permissions`;
  const grants = await client.whole({ path, api: '2022-04-01' }, signal);
  const list = Array.isArray(grants) ? grants : [];
  const permissions = [...needed()].map(([action, purposes]) => ({
    action,
    purpose: [...purposes].join(', '),
    ...(!isGranted(list, action) && { missing: `no role on subscription ${subscription} grants it` }),
  }));
  return { identity, permissions, policy: policyOf(subscription) };
}

/** A custom role for `az role definition create --role-definition @role.json`. */
function policyOf(subscription: string): string {
  const role = {
    Name: 'CloudGov',
    IsCustom: true,
    Description: `Reads the inventory and utilisation, and makes the changes that are approved.`,
    Actions: [...needed().keys()].sort(),
    NotActions: [],
    DataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'],
    AssignableScopes: [`/subscriptions/${subscription}`],
  };
  return JSON.stringify(role, null, 2);
}

/** The token itself says whose it is. */
async function identityOf({ access, credential }: AzureClient, signal: AbortSignal): Promise<string> {
  const operation = 'Microsoft Entra ID token';
  const token = await credential
    .getToken(`${access.endpoint}/.default`, { abortSignal: signal })
    .catch((error: unknown) => {
      throw cloudError(operation, error);
    });
  if (!token) throw new CloudError('denied', operation, 'no token was given');
  const claims = claimsOf(token.token);
  const name = claims.upn ?? claims.app_displayname ?? claims.appid ?? claims.azp ?? claims.oid;
  return typeof name === 'string'
    ? `${name} of directory ${String(claims.tid)}`
    : 'an identity that its token does not name';
}

function claimsOf(token: string): Json {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return isJson(claims) ? claims : {};
  } catch {
    return {};
  }
}
