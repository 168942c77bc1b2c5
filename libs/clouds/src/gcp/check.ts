import { ACTIONS, type ActionId } from '../action.js';
import { chunks } from '../at-once.js';
import type { CredentialCheck } from '../cloud.js';
import { listAt } from '../json.js';
import { CHANGES } from './changes.js';
import { gcpError, type GcpClient } from './client.js';

/** So many permissions are tested at once. */
const TESTED = 100;

/** Each permission that this connector uses on the project, with what for. */
function needed({ access: { bills } }: GcpClient): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const need = (purpose: string, ...actions: string[]) =>
    actions.forEach((action) => found.set(action, (found.get(action) ?? new Set()).add(purpose)));
  need('inventory', 'cloudasset.assets.listResource', 'resourcemanager.projects.get');
  need('details that controls ask for', 'cloudasset.assets.listIamPolicy');
  need('utilisation', 'monitoring.timeSeries.list');
  if (bills && !bills.startsWith('gs://')) need('bills', 'bigquery.jobs.create');
  for (const [id, changes] of Object.entries(CHANGES))
    for (const { permissions } of Object.values(changes))
      need(`action: ${ACTIONS[id as ActionId].title}`, ...permissions);
  return found;
}

/** Who we are, which permissions the project grants us, and a role with exactly those that are used. */
export async function checkOf(client: GcpClient, signal: AbortSignal): Promise<CredentialCheck> {
  const { project } = client.access;
  const uses = needed(client);
  const granted = new Set<unknown>();
  for (const permissions of chunks(TESTED, [...uses.keys()])) {
    const path = `/v1/projects/${project}:testIamPermissions`;
    const answer = await client.rest(
      { method: 'POST', service: 'cloudresourcemanager.googleapis.com', path, body: { permissions } },
      signal,
    );
    for (const permission of listAt(answer, 'permissions')) granted.add(permission);
  }
  return {
    identity: await identityOf(client, signal),
    permissions: [...uses].map(([action, purposes]) => ({
      action,
      purpose: [...purposes].join(', '),
      ...(!granted.has(action) && { missing: `no role on project ${project} grants it` }),
    })),
    policy: policyOf([...uses.keys()]),
  };
}

/** A custom role for `gcloud iam roles create cloudgov --project=PROJECT --file=role.yaml`. */
const policyOf = (permissions: readonly string[]) =>
  [
    'title: CloudGov',
    'description: Reads the inventory and utilisation, and makes the changes that are approved',
    'stage: GA',
    'includedPermissions:',
    ...[...permissions].sort().map((permission) => `- ${permission}`),
    '',
  ].join('\n');

async function identityOf({ access, auth }: GcpClient, signal: AbortSignal): Promise<string> {
  if (typeof access.key?.client_email === 'string') return access.key.client_email;
  signal.throwIfAborted();
  const { client_email: email } = await auth.getCredentials().catch((error: unknown) => {
    throw gcpError('application default credentials', error);
  });
  return email ?? 'the application default credentials of this machine';
}
