import { Injectable } from '@nestjs/common';
import { Clouds } from '#clouds';
import { invalid, type Caller } from '#common';
import { Database } from '#data';
import { Secrets, type Secret } from '#platform';
import { credentialOf, parseCredential } from './connections.js';
import { CloudAccount } from './cloud-account.entity.js';

type Connectable = Pick<CloudAccount, 'provider' | 'externalId' | 'settings'>;

/** What accounts keep secret, and whether a connector could use them as they are. */
@Injectable()
export class AccountCredentials {
  constructor(
    private readonly db: Database,
    private readonly clouds: Clouds,
    private readonly secrets: Secrets,
  ) {}

  /** Throws `INVALID` where the connector names a fault; an account that is not to be connected has none. */
  check({ provider, externalId, settings }: Connectable, secret?: Secret | null): void {
    if (!settings && !secret) return;
    const given = { provider, externalId, settings: settings ?? {} };
    const cloud = this.cloudOf(given);
    const credential = secret ? parseCredential(secret.reveal(), 'credential') : undefined;
    const faults = cloud?.faults({ ...given, credential }) ?? [];
    if (faults.length) throw invalid('settings', faults.join('; '));
  }

  private cloudOf(given: { provider: string; settings: Record<string, unknown> }) {
    const cloud = this.clouds.of(given);
    if (!cloud && given.settings.connector !== undefined)
      throw invalid('settings.connector', `must be one of ${this.clouds.all.map(({ id }) => id).join(', ')}`);
    return cloud;
  }

  /** Within the transaction that writes the account: undefined leaves what is kept, null takes it away. */
  async keep(caller: Caller, account: CloudAccount, secret: Secret | null | undefined): Promise<CloudAccount> {
    if (secret === undefined || (secret === null && !account.hasCredential)) return account;
    const ref = credentialOf(account.id);
    if (secret) await this.secrets.put(caller, ref, secret);
    else await this.secrets.delete(caller, ref);
    account.hasCredential = secret !== null;
    return this.db.repository(CloudAccount).save(account);
  }
}
