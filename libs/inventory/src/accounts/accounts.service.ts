import { Injectable } from '@nestjs/common';
import { DomainError, isUuid, notFound, type Caller, type Page, type PageRequest } from '#common';
import { Database, pageSql, SqlParams } from '#data';
import { Auditor, checkVersion } from '#platform';
import type { CreateAccountInput, UpdateAccountInput } from './account.input.js';
import { ACCOUNT_FIELDS, ACCOUNT_SORTS, accountsOf, accountsWhere, type AccountSearch } from './account-list.js';
import { AccountStore, recorded } from './account-store.js';
import { AccountUses } from './account-uses.js';
import { CloudAccount } from './cloud-account.entity.js';
import { wholeAccounts } from './whole-accounts.js';

const subject = (id: string) => ({ type: 'account', id });

function refuseDeclared({ declaredIn, name }: CloudAccount) {
  if (declaredIn)
    throw new DomainError('CONFLICT', `The account ${name} is declared in ${declaredIn}: change it there.`, {
      declaredIn,
    });
}

/** Accounts as people read and edit them. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly store: AccountStore,
    private readonly uses: AccountUses,
  ) {}

  list(caller: Caller, search: AccountSearch, page: PageRequest): Promise<Page<CloudAccount>> {
    const params = new SqlParams();
    const listing = {
      as: CloudAccount,
      select: ACCOUNT_FIELDS,
      from: 'cloud_account a',
      where: accountsWhere(caller, search, params),
      params,
      sortable: ACCOUNT_SORTS,
      defaultSort: 'name',
      id: { sql: 'a.id', type: 'uuid' },
    };
    return pageSql(this.db, listing, page);
  }

  /** One that the caller may see, also where it is retired. */
  async get(caller: Caller, id: string): Promise<CloudAccount> {
    const account = isUuid(id) && (await this.byIds(caller, [id])).get(id.toLowerCase());
    if (!account) throw notFound('account', id);
    return account;
  }

  async byIds(caller: Caller, ids: string[]): Promise<Map<string, CloudAccount>> {
    const params = new SqlParams();
    const rows = await this.db.query<CloudAccount>(
      `select ${ACCOUNT_FIELDS} from cloud_account a
       where a.id = any(${params.add(ids, 'uuid[]')}) and ${accountsOf(caller, params)}`,
      params.values,
    );
    return new Map(rows.map((row) => [row.id, Object.assign(new CloudAccount(), row)]));
  }

  create(caller: Caller, input: CreateAccountInput): Promise<CloudAccount> {
    if (caller.scope.kind !== 'all')
      throw new DomainError('FORBIDDEN', 'Only who sees the whole estate may add an account to it.');
    return this.db.transaction(async () => {
      const account = await this.store.insert(caller, input, 'api');
      await this.auditor.record(caller, {
        action: 'account.create',
        subject: subject(account.id),
        after: recorded(account),
      });
      return account;
    });
  }

  update(caller: Caller, id: string, change: UpdateAccountInput & { seen?: number }): Promise<CloudAccount> {
    return this.db.transaction(async () => {
      const before = await this.editable(caller, id, change.seen);
      const { name = before.name, settings = before.settings, credential, retired } = change;
      const after = await this.store.update(caller, before, { name, settings, credential });
      if (retired !== undefined) await this.store.retire(after, retired);
      const [from, to] = [recorded(before), recorded(after)];
      await this.auditor.record(caller, { action: 'account.update', subject: subject(id), before: from, after: to });
      return after;
    });
  }

  remove(caller: Caller, id: string, seen?: number): Promise<void> {
    return this.db.transaction(async () => {
      const account = await this.editable(caller, id, seen);
      await this.uses.refuse(account);
      await this.store.delete(caller, account);
      await this.auditor.record(caller, { action: 'account.delete', subject: subject(id), before: recorded(account) });
    });
  }

  /** Locked until the end of the transaction, so that what was checked still holds when it is written. */
  private async editable(caller: Caller, id: string, seen?: number): Promise<CloudAccount> {
    await this.get(caller, id);
    await this.refuseParts(caller, id);
    const lock = { mode: 'pessimistic_write' as const };
    const account = await this.db.repository(CloudAccount).findOne({ where: { id }, lock });
    if (!account) throw notFound('account', id);
    refuseDeclared(account);
    checkVersion(account.version, seen);
    return account;
  }

  /** Only who sees whole accounts may change one. */
  private async refuseParts(caller: Caller, id: string): Promise<void> {
    const whole = await this.byIds({ ...caller, scope: wholeAccounts(caller.scope) }, [id]);
    if (!whole.has(id)) throw new DomainError('FORBIDDEN', 'A scope by tag sees parts of accounts, and edits none.');
  }
}
