import { Injectable } from '@nestjs/common';
import { CloudError, type CloudConnection, type CredentialCheck, type FoundAccount } from '#clouds';
import { as, DomainError, notFound, type Caller } from '#common';
import { Database } from '#data';
import { AccountCheck, CheckedPermission, DiscoveredAccount } from './account-check.view.js';
import { AccountConnections } from './connections.js';
import { AccountsService } from './accounts.service.js';
import type { CloudAccount } from './cloud-account.entity.js';
import { wholeAccounts } from './whole-accounts.js';

const PATIENCE_MS = 60_000;
const MOST_FOUND = 10_000;

const ADDED = `
  select w.external_id as "externalId", a.id from unnest($2::text[]) w (external_id)
  join cloud_account a on a.provider = $1 and a.external_id = w.external_id and a.activated_at is not null`;

/** What a person is told of a cloud that could not be asked. */
function refusalOf(error: unknown): string {
  if (error instanceof CloudError || error instanceof DomainError) return error.message;
  if ((error as Error | undefined)?.name === 'TimeoutError') return 'The cloud did not answer in time.';
  throw error;
}

/** What is asked of the clouds of accounts while somebody waits. */
@Injectable()
export class AccountChecks {
  constructor(
    private readonly db: Database,
    private readonly accounts: AccountsService,
    private readonly connections: AccountConnections,
  ) {}

  async check(caller: Caller, id: string): Promise<AccountCheck> {
    const account = await this.whole(caller, id);
    try {
      return checkOf(id, await this.ask(caller, account, (cloud, signal) => cloud.check(signal)));
    } catch (error) {
      const none = { identity: null, permissions: [], policy: null };
      return as(AccountCheck, { accountId: id, isComplete: false, ...none, error: refusalOf(error) });
    }
  }

  /** Throws `UNAVAILABLE` where the cloud cannot be asked. */
  async discover(caller: Caller, id: string): Promise<DiscoveredAccount[]> {
    const account = await this.whole(caller, id);
    if (caller.scope.kind !== 'all')
      throw new DomainError('FORBIDDEN', 'Only who sees the whole estate may see what other accounts there are.');
    const found = await this.ask(caller, account, accountsOf).catch((error: unknown) => {
      throw new DomainError('UNAVAILABLE', refusalOf(error));
    });
    const { provider } = account;
    const params = [provider, found.map(({ externalId }) => externalId)];
    const added = await this.db.query<{ externalId: string; id: string }>(ADDED, params);
    const ids = new Map(added.map((each) => [each.externalId, each.id]));
    return found.map((each) =>
      as(DiscoveredAccount, { provider, ...each, accountId: ids.get(each.externalId) ?? null }),
    );
  }

  private async ask<T>(
    caller: Caller,
    account: CloudAccount,
    question: (cloud: CloudConnection, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const cloud = await this.connections.connect(caller, account, 'to see what the credential may do');
    return question(cloud, AbortSignal.timeout(PATIENCE_MS)).finally(() => cloud.close());
  }

  private async whole(caller: Caller, id: string): Promise<CloudAccount> {
    await this.accounts.get(caller, id);
    const scope = wholeAccounts(caller.scope);
    const account = (await this.accounts.byIds({ ...caller, scope }, [id])).get(id.toLowerCase());
    if (!account) throw notFound('account', id);
    return account;
  }
}

async function accountsOf(cloud: CloudConnection, signal: AbortSignal): Promise<FoundAccount[]> {
  const found: FoundAccount[] = [];
  for await (const each of cloud.accounts(signal)) if (found.push(each) >= MOST_FOUND) break;
  return found;
}

function checkOf(accountId: string, { identity, permissions, policy }: CredentialCheck): AccountCheck {
  const told = permissions.map((each) => as(CheckedPermission, { ...each, missing: each.missing ?? null }));
  const isComplete = told.every(({ missing }) => missing === null);
  return as(AccountCheck, { accountId, isComplete, identity, permissions: told, policy, error: null });
}
