import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '#common';
import { Database } from '#data';
import { Auditor, Declarations, type Declaring } from '#platform';
import { DeclaredAccountInput } from './account.input.js';
import { AccountStore, recorded } from './account-store.js';
import { CloudAccount } from './cloud-account.entity.js';

const keyOf = ({ provider, externalId }: { provider: string; externalId: string }) => `${provider} ${externalId}`;

/** The section `accounts` of cloudgov.yaml: what is declared is in use, and named there; what no longer is, stays and can be edited. */
@Injectable()
export class DeclaredAccounts implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly store: AccountStore,
    private readonly auditor: Auditor,
    private readonly declarations: Declarations,
  ) {}

  onModuleInit() {
    this.declarations.register({
      name: 'accounts',
      item: DeclaredAccountInput,
      key: keyOf,
      reconcile: (items: DeclaredAccountInput[], declaring) => this.reconcile(items, declaring),
    });
  }

  private async reconcile(items: DeclaredAccountInput[], declaring: Declaring) {
    const wanted = new Set(items.map(keyOf));
    for (const account of await this.known(items))
      if (account.declaredIn && !wanted.has(keyOf(account))) await this.release(account, declaring.caller);
    const known = new Map((await this.known(items)).map((account) => [keyOf(account), account]));
    for (const item of items) await this.declare(item, known.get(keyOf(item)), declaring);
  }

  /** Locked: those that are declared so far, and those that are to be. */
  private known(items: DeclaredAccountInput[]): Promise<CloudAccount[]> {
    return this.db
      .repository(CloudAccount)
      .createQueryBuilder('a')
      .where('a.activated_at is not null')
      .andWhere(
        `(a.declared_in is not null or (a.provider, a.external_id) in
          (select * from unnest(cast(:providers as text[]), cast(:ids as text[]))))`,
        { providers: items.map(({ provider }) => provider), ids: items.map(({ externalId }) => externalId) },
      )
      .orderBy('a.id')
      .setLock('pessimistic_write')
      .getMany();
  }

  private async declare(item: DeclaredAccountInput, known: CloudAccount | undefined, { caller, file }: Declaring) {
    if (!known) return this.create(item, { caller, file });
    const { name, settings = null, credentialEnv = null } = item;
    const isSame = known.name === name && isDeepStrictEqual(known.settings, settings) && known.declaredIn === file;
    if (isSame && known.credentialEnv === credentialEnv && !known.retiredAt) return;
    const after = await this.store.update(caller, known, { name, settings, credentialEnv, declaredIn: file });
    await this.store.retire(after, false);
    await this.record(caller, 'account.declare', { before: known, after });
  }

  private async create(item: DeclaredAccountInput, { caller, file }: Declaring) {
    const account = await this.store.insert(caller, item, 'config');
    Object.assign(account, { declaredIn: file, credentialEnv: item.credentialEnv ?? null });
    await this.db.repository(CloudAccount).save(account);
    await this.record(caller, 'account.create', { after: account });
  }

  private async release(account: CloudAccount, caller: Caller) {
    const after = await this.store.save(account, { declaredIn: null, credentialEnv: null });
    await this.record(caller, 'account.release', { before: account, after });
  }

  private record(caller: Caller, action: string, { before, after }: { before?: CloudAccount; after: CloudAccount }) {
    const subject = { type: 'account', id: after.id };
    return this.auditor.record(caller, {
      action,
      subject,
      before: before && recorded(before),
      after: recorded(after),
    });
  }
}
