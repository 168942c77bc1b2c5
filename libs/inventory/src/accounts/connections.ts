import { Injectable } from '@nestjs/common';
import { Clouds, CloudError, type CloudAccess, type CloudConnection } from '#clouds';
import { DomainError, type Caller } from '#common';
import { Database } from '#data';
import { Secrets } from '#platform';
import { CloudAccount } from './cloud-account.entity.js';

/** Under which name the credential of an account is kept. */
export const credentialOf = (accountId: string) => ({
  ownerType: 'account',
  ownerId: accountId,
  name: 'credential',
});

/** An account whose cloud we have been told how to reach; bills alone bring accounts of which nothing is known. */
export const IS_CONNECTED = `a.activated_at is not null and a.retired_at is null
  and (a.settings is not null or a.has_credential or a.credential_env is not null)`;

/** A credential as the connectors take it: words by name. Throws `INVALID` without a word of what it was. */
export function parseCredential(text: string, where: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each === 'string'))
      return value as Record<string, string>;
  } catch {
    // What cannot be parsed is as wrong as what is no object, and its message would show some of it.
  }
  throw new DomainError('INVALID', `${where} must hold a JSON object of texts.`);
}

/** The way into the clouds of accounts, with their credentials. */
@Injectable()
export class AccountConnections {
  constructor(
    private readonly db: Database,
    private readonly clouds: Clouds,
    private readonly secrets: Secrets,
  ) {}

  /** Those that can be asked, of these or of all; the caller has been looked at before. */
  async connected(ids: readonly string[] | null = null): Promise<CloudAccount[]> {
    const accounts = await this.db
      .repository(CloudAccount)
      .createQueryBuilder('a')
      .where(IS_CONNECTED)
      .andWhere('(cast(:ids as uuid[]) is null or a.id = any(cast(:ids as uuid[])))', { ids })
      .orderBy('a.id')
      .getMany();
    return accounts.filter((account) => this.isKnown(account));
  }

  isKnown({ provider, settings }: CloudAccount): boolean {
    return this.clouds.of({ provider, settings: settings ?? {} }) !== undefined;
  }

  /**
   * `why` is what the record says of reading its credential. Throws `CloudError` where its cloud or settings cannot be
   * used, and `DomainError` where its credential cannot be read.
   */
  async connect(caller: Caller, account: CloudAccount, why: string): Promise<CloudConnection> {
    return this.clouds.connect(await this.access(caller, account, why));
  }

  async access(caller: Caller, account: CloudAccount, why: string): Promise<CloudAccess> {
    const { provider, externalId, settings } = account;
    return { provider, externalId, settings: settings ?? {}, credential: await this.credential(caller, account, why) };
  }

  private async credential(caller: Caller, { id, hasCredential, credentialEnv }: CloudAccount, why: string) {
    if (credentialEnv) {
      const text = process.env[credentialEnv];
      if (!text) throw new CloudError('invalid', 'connect', `the environment variable ${credentialEnv} is not set`);
      return parseCredential(text, `The environment variable ${credentialEnv}`);
    }
    const secret = hasCredential ? await this.secrets.get(caller, credentialOf(id), why) : undefined;
    return secret && parseCredential(secret.reveal(), 'The stored credential');
  }
}
