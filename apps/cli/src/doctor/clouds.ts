import type { Api } from '../api.js';
import { counted } from '../format.js';
import { fine, unknown, wrong, type Finding } from './check.js';

interface Account {
  id: string;
  provider: string;
  externalId: string;
  settings: object | null;
  hasCredential: boolean;
  credentialEnv: string | null;
}

interface Check {
  isComplete: boolean;
  identity: string | null;
  permissions: { action: string; missing: string | null }[];
  policy: string | null;
  error: string | null;
}

const MOST = 500;

const isConnected = ({ settings, hasCredential, credentialEnv }: Account) =>
  settings !== null || hasCredential || credentialEnv !== null;

function findingOf({ provider, externalId }: Account, check: Check): Finding {
  const name = `${provider} ${externalId}`;
  if (check.error !== null)
    return wrong('Clouds', `${name}: ${check.error}`, 'mend the settings or the credential of the account');
  const missing = check.permissions.filter((each) => each.missing !== null).map(({ action }) => action);
  if (!missing.length) return fine('Clouds', `${name} as ${check.identity}`);
  const found = `${name} as ${check.identity} may not ${missing.join(', ')}`;
  return wrong('Clouds', found, `give it this policy:\n${check.policy}`);
}

/** Whether each connected account lets us in, and what the credential still lacks. */
export async function clouds(api: Api): Promise<Finding[]> {
  try {
    const { items } = await api.get<{ items: Account[] }>(`/inventory/accounts?limit=${MOST}`);
    const connected = items.filter(isConnected);
    if (!connected.length) return [fine('Clouds', 'no account is connected')];
    const findings: Finding[] = [];
    for (const account of connected)
      findings.push(findingOf(account, await api.post<Check>(`/inventory/accounts/${account.id}/check`)));
    const faults = findings.filter(({ state }) => state === 'wrong');
    return faults.length ? faults : [fine('Clouds', `${counted(connected.length, 'account')} let us in`)];
  } catch (error) {
    return [unknown('Clouds', (error as Error).message)];
  }
}
