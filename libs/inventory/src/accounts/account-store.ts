import { Injectable } from '@nestjs/common';
import { Clock, DomainError, newId, type Caller } from '#common';
import { Database } from '#data';
import type { Secret } from '#platform';
import { InventoryWriter } from '../inventory-writer.js';
import { AccountCredentials } from './account-credentials.js';
import type { CreateAccountInput } from './account.input.js';
import { CloudAccount } from './cloud-account.entity.js';

/** What a person may see of an account before and after a change, as the record keeps it. */
export const recorded = ({ provider, externalId, name, settings, ...rest }: CloudAccount) => ({
  provider,
  externalId,
  name,
  settings,
  retiredAt: rest.retiredAt,
  declaredIn: rest.declaredIn,
  environmentVariable: rest.credentialEnv,
});

export type AccountChange = Partial<CloudAccount> & { credential?: Secret | null };

/** How rows of accounts are written, whoever asks for it: a person, or a file that declares them. */
@Injectable()
export class AccountStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly writer: InventoryWriter,
    private readonly credentials: AccountCredentials,
  ) {}

  /** Takes over a row that an import has only interned; whatever is known already is refused. */
  async insert(caller: Caller, input: CreateAccountInput, origin: 'api' | 'config') {
    const { provider, externalId, name, settings, credential } = input;
    this.credentials.check({ provider, externalId, settings: settings ?? null }, credential);
    const now = this.clock.now();
    const [made] = await this.db.query<{ id: string }>(
      `insert into cloud_account (id, provider, external_id, name, settings, origin, activated_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7, $7)
       on conflict (provider, external_id) do update
         set name = excluded.name, settings = excluded.settings, origin = excluded.origin, is_demo = false,
             activated_at = excluded.activated_at, updated_at = excluded.updated_at, version = cloud_account.version + 1
         where cloud_account.activated_at is null
       returning id`,
      [newId(now), provider, externalId, name, settings ? JSON.stringify(settings) : null, origin, now],
    );
    if (!made) throw await this.alreadyThere(provider, externalId);
    await this.writer.retireDemo();
    const account = await this.db.repository(CloudAccount).findOneByOrFail({ id: made.id });
    return this.credentials.keep(caller, account, credential);
  }

  /** Also what is to be kept secret of it: undefined leaves that as it is, null takes it away. */
  async update(caller: Caller, before: CloudAccount, change: AccountChange): Promise<CloudAccount> {
    const { credential, ...rest } = change;
    const after = await this.save(before, rest);
    this.credentials.check(after, credential);
    return this.credentials.keep(caller, after, credential);
  }

  async delete(caller: Caller, account: CloudAccount): Promise<void> {
    await this.credentials.keep(caller, account, null);
    await this.db.repository(CloudAccount).delete({ id: account.id });
  }

  async save(before: CloudAccount, change: Partial<CloudAccount>): Promise<CloudAccount> {
    const version = before.version + 1;
    const after = Object.assign(new CloudAccount(), before, change, { version, updatedAt: this.clock.now() });
    return this.db.repository(CloudAccount).save(after);
  }

  /** Its resources say so too, at the same instant, which is how they are found when it comes back. */
  async retire(account: CloudAccount, isRetired: boolean) {
    if ((account.retiredAt !== null) === isRetired) return;
    account.retiredAt = isRetired ? account.updatedAt : null;
    await this.db.repository(CloudAccount).save(account);
    await this.writer.followAccounts([account.id]);
  }

  private async alreadyThere(provider: string, externalId: string) {
    const { id, retiredAt } = await this.db.repository(CloudAccount).findOneByOrFail({ provider, externalId });
    const hint = retiredAt ? ' It is retired: PATCH {"retired": false} brings it back.' : '';
    return new DomainError('CONFLICT', `There is an account ${externalId} of ${provider} already.${hint}`, { id });
  }
}
