import { Injectable } from '@nestjs/common';
import { DomainError } from '#common';
import { Database } from '#data';
import type { CloudAccount } from './cloud-account.entity.js';

/** Whether something of an upper lib, such as charges, hangs on an account. */
export type IsUsed = (accountId: string) => Promise<boolean>;

/** What forbids deleting an account: upper libs register what they hang on it, and inventory never learns of them. */
@Injectable()
export class AccountUses {
  private readonly uses = new Map<string, IsUsed>();

  constructor(private readonly db: Database) {
    this.register('resources', async (id) => {
      return (await this.db.query('select 1 from resource_ref where account_id = $1 limit 1', [id])).length > 0;
    });
  }

  /** `what` completes the sentence "The account has …", such as `charges`. */
  register(what: string, isUsed: IsUsed) {
    this.uses.set(what, isUsed);
  }

  /** An account that a bill brought has been named by it, whether or not anything of it is left. */
  async refuse({ id, name, origin }: CloudAccount) {
    const uses = origin === 'bill' ? ['bills that name it'] : [];
    for (const [what, isUsed] of this.uses) if (await isUsed(id)) uses.push(what);
    if (!uses.length) return;
    const has = `The account ${name} has ${uses.join(' and ')}`;
    throw new DomainError('CONFLICT', `${has}: retire it instead (PATCH {"retired": true}).`);
  }
}
