import { Injectable } from '@nestjs/common';
import { DomainError, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { Auditor } from '#platform';
import { AccessMemory } from '../access-memory.js';
import { AccountNames } from './account-names.js';
import type { BindingSearch, RoleBindingInput } from './binding.input.js';
import { BindingStore, recorded } from './binding-store.js';
import { Granting } from './granting.js';
import { Principals } from './principals.js';
import { RoleBinding } from './role-binding.entity.js';
import { EVERYTHING, toldScope } from './scope.js';
import { withinSql } from './within-sql.js';

const KNOWN = `select external_id from cloud_account where activated_at is not null
  union all select id::text from cloud_account where activated_at is not null`;

const FIELDS = `b.id, b.principal_type as "principalType", b.principal_id as "principalId", b.role, b.scope, b.reason,
  b.granted_by as "grantedBy", b.created_at as "createdAt", b.expires_at as "expiresAt",
  b.elevation_id as "elevationId", b.declared_in as "declaredIn",
  array(select named from jsonb_array_elements_text(b.scope->'accounts') named where named not in (${KNOWN}))
    as "unknownAccounts"`;

const SORTABLE = {
  createdAt: { sql: 'b.created_at', type: 'timestamptz', filled: true },
  role: { sql: 'b.role', type: 'text', filled: true },
  expiresAt: { sql: 'b.expires_at', type: 'timestamptz' },
};

/** What bindings are checked against. */
@Injectable()
export class BindingParts {
  constructor(
    readonly store: BindingStore,
    readonly granting: Granting,
    readonly principals: Principals,
    readonly accounts: AccountNames,
  ) {}
}

/** Who has which role where. A reader with a narrower scope sees the bindings that lie within it. */
@Injectable()
export class BindingsService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly memory: AccessMemory,
    private readonly parts: BindingParts,
  ) {}

  async list(caller: Caller, search: BindingSearch, request: PageRequest): Promise<Page<RoleBinding>> {
    const params = new SqlParams();
    const equal = (column: string, value?: string) => value !== undefined && `${column} = ${params.add(value, 'text')}`;
    const where = allOf(
      await this.visible(caller, params),
      equal('b.principal_type', search.principalType),
      equal('b.principal_id', search.principalId),
      equal('b.role', search.role),
    );
    const listing = { as: RoleBinding, select: FIELDS, from: 'role_binding b', where, params, sortable: SORTABLE };
    return pageSql(this.db, { ...listing, defaultSort: '-createdAt', id: { sql: 'b.id', type: 'uuid' } }, request);
  }

  async get(caller: Caller, id: string): Promise<RoleBinding> {
    const params = new SqlParams();
    const where = allOf(await this.visible(caller, params), `b.id = ${params.add(id, 'uuid')}`);
    const [found] = await this.db.query<RoleBinding>(
      `select ${FIELDS} from role_binding b where ${where}`,
      params.values,
    );
    if (!found) throw notFound('binding', id);
    return Object.assign(new RoleBinding(), found);
  }

  create(caller: Caller, input: RoleBindingInput): Promise<RoleBinding> {
    return this.memory.changing(async () => {
      const { store, granting, principals } = this.parts;
      const scope = input.scope ? toldScope(input.scope) : EVERYTHING;
      const { principalType, role, reason = null, expiresAt = null } = input;
      await granting.check(caller, 'access:write', { role, scope, expiresAt });
      const principalId = await principals.idOf(principalType, input.principalId, caller.scope.kind === 'all');
      const given = { principalType, principalId, role, scope, reason, expiresAt };
      const binding = await store.insert(caller, given);
      await this.record(caller, 'binding.create', { after: binding });
      return this.get(caller, binding.id);
    });
  }

  remove(caller: Caller, id: string): Promise<void> {
    return this.memory.changing(async () => {
      const before = await this.get(caller, id);
      this.refuseForeign(before);
      await this.parts.store.remove(caller, { id });
      await this.record(caller, 'binding.delete', { before });
    });
  }

  private refuseForeign({ declaredIn, elevationId }: RoleBinding) {
    if (declaredIn) throw new DomainError('CONFLICT', `${declaredIn} declares this binding; change it there.`);
    if (elevationId)
      throw new DomainError('CONFLICT', 'This binding is an elevation; end that.', { elevation: elevationId });
  }

  private async visible({ scope }: Caller, params: SqlParams) {
    return withinSql('b.scope', await this.parts.accounts.withIds(scope), params);
  }

  private record(caller: Caller, action: string, { before, after }: { before?: RoleBinding; after?: RoleBinding }) {
    const subject = { type: 'binding', id: (after ?? before)!.id };
    const change = { before: before && recorded(before), after: after && recorded(after) };
    return this.auditor.record(caller, { action, subject, ...change, note: after?.reason ?? undefined });
  }
}
