import { Injectable } from '@nestjs/common';
import { unionOf, type Grant, type Scope } from '#common';
import { Database } from '#data';
import { AccessMemory } from '../access-memory.js';

/** Accounts may be named by their ids or as their provider does; here both names are told apart and together. */
@Injectable()
export class AccountNames {
  constructor(
    private readonly db: Database,
    private readonly memory: AccessMemory,
  ) {}

  /** The scope with the ids of the accounts that it names as their provider does. */
  async withIds(scope: Scope): Promise<Scope> {
    if (scope.kind === 'all') return scope;
    const parts = scope.kind === 'any' ? scope.of : [scope];
    const names = parts.flatMap((part) => (part.kind === 'accounts' ? part.accounts : []));
    if (!names.length) return scope;
    const rows = await this.memory.of(JSON.stringify(['accounts', ...names]), () =>
      this.db.query<{ id: string }>('select id from cloud_account where external_id = any($1::text[])', [names]),
    );
    return unionOf([scope, { kind: 'accounts', accounts: rows.map(({ id }) => id) }]);
  }

  grantsWithIds(grants: readonly Grant[]): Promise<Grant[]> {
    return Promise.all(grants.map(async (grant) => ({ ...grant, scope: await this.withIds(grant.scope) })));
  }
}
