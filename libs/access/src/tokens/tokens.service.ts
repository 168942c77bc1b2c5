import { Injectable } from '@nestjs/common';
import { Clock, DomainError, idOf, newId, notFound, type Caller, type Page, type PageRequest } from '#common';
import { allOf, Database, pageSql, SqlParams } from '#data';
import { Auditor } from '#platform';
import { AccessMemory } from '../access-memory.js';
import { AccountNames } from '../bindings/account-names.js';
import { BindingStore } from '../bindings/binding-store.js';
import { Granting } from '../bindings/granting.js';
import { EVERYTHING, toldScope } from '../bindings/scope.js';
import { withinSql } from '../bindings/within-sql.js';
import { CreatedToken } from './created-token.view.js';
import { MachineToken } from './machine-token.entity.js';
import { TokenGrant } from './token-grant.view.js';
import type { TokenInput, TokenSearch } from './token.input.js';
import { hashOf } from '../one-time.js';
import { hintOf, newTokenText } from './token-text.js';

/** Names of actors that are nobody's token. */
const RESERVED = ['bootstrap'];

const FIELDS = `t.id, t.name, t.hint, t.created_by as "createdBy", t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt", t.revoked_by as "revokedBy",
  (select coalesce(jsonb_agg(jsonb_build_object('role', b.role, 'scope', b.scope, 'expiresAt', b.expires_at) order by b.id), '[]')
   from role_binding b where b.principal_type = 'token' and b.principal_id = t.id::text) as grants`;

const SORTABLE = {
  name: { sql: 't.name', type: 'text', filled: true },
  createdAt: { sql: 't.created_at', type: 'timestamptz', filled: true },
  expiresAt: { sql: 't.expires_at', type: 'timestamptz' },
  lastUsedAt: { sql: 't.last_used_at', type: 'timestamptz' },
};

type Told = { role: string; scope: TokenGrant['scope']; expiresAt: string | null };

/** A row as it is told: its grants are instances, for only what a class exposes goes out. */
function told(row: MachineToken): MachineToken {
  const grants = (row.grants as unknown as Told[]).map((grant) =>
    Object.assign(new TokenGrant(), grant, { expiresAt: grant.expiresAt === null ? null : new Date(grant.expiresAt) }),
  );
  return Object.assign(new MachineToken(), row, { grants });
}

const recorded = ({ name, grants, expiresAt }: MachineToken) => ({ name, grants, expiresAt });

/** What tokens are made with. */
@Injectable()
export class TokenParts {
  constructor(
    readonly clock: Clock,
    readonly granting: Granting,
    readonly bindings: BindingStore,
    readonly accounts: AccountNames,
  ) {}
}

/** Machine tokens. A reader with a narrower scope sees those whose roles all lie within it, and those that it made. */
@Injectable()
export class TokensService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly memory: AccessMemory,
    private readonly parts: TokenParts,
  ) {}

  async list(caller: Caller, { revoked = false }: TokenSearch, request: PageRequest): Promise<Page<MachineToken>> {
    const params = new SqlParams();
    const where = allOf(await this.visible(caller, params), `t.revoked_at is ${revoked ? 'not null' : 'null'}`);
    const listing = { as: MachineToken, select: FIELDS, from: 'machine_token t', where, params, sortable: SORTABLE };
    const page = await pageSql(
      this.db,
      { ...listing, defaultSort: 'name', id: { sql: 't.id', type: 'uuid' } },
      request,
    );
    return { ...page, items: page.items.map(told) };
  }

  async get(caller: Caller, id: string): Promise<MachineToken> {
    const params = new SqlParams();
    const where = allOf(await this.visible(caller, params), `t.id = ${params.add(id, 'uuid')}`);
    const [row] = await this.db.query<MachineToken>(
      `select ${FIELDS} from machine_token t where ${where}`,
      params.values,
    );
    if (!row) throw notFound('token', id);
    return told(row);
  }

  /** Each role is bound to the token; the caller must hold all of them there, and for as long. */
  create(caller: Caller, input: TokenInput): Promise<CreatedToken> {
    return this.memory.changing(async () => {
      const { name, roles, expiresAt = null } = input;
      const scope = input.scope ? toldScope(input.scope) : EVERYTHING;
      for (const role of roles) await this.parts.granting.check(caller, 'tokens:write', { role, scope, expiresAt });
      const token = newTokenText();
      const id = await this.insert(caller, { name, expiresAt, token });
      const binding = { principalType: 'token' as const, principalId: id, scope };
      for (const role of roles) await this.parts.bindings.insert(caller, { ...binding, role });
      const made = await this.get(caller, id);
      await this.record(caller, 'token.create', { after: made });
      return Object.assign(new CreatedToken(), made, { token });
    });
  }

  /** Refused from the next request on. A revoked token keeps its name, for the audit log knows it by that. */
  revoke(caller: Caller, id: string): Promise<void> {
    return this.memory.changing(async () => {
      const before = await this.get(caller, id);
      if (before.revokedAt) return;
      await this.parts.bindings.remove(caller, { principalType: 'token', principalId: id });
      const revoked = { revokedAt: this.parts.clock.now(), revokedBy: caller.actor };
      await this.db.repository(MachineToken).update({ id }, revoked);
      await this.record(caller, 'token.revoke', { before });
    });
  }

  private async insert(
    caller: Caller,
    { name, expiresAt, token }: Pick<CreatedToken, 'name' | 'expiresAt'> & { token: string },
  ) {
    const now = this.parts.clock.now();
    const values = [newId(now), name, hashOf(token), hintOf(token), caller.actor, idOf(caller), now, expiresAt];
    const [made] = RESERVED.includes(name)
      ? []
      : await this.db.query<{ id: string }>(
          `insert into machine_token (id, name, hash, hint, created_by, created_by_id, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (name) do nothing returning id`,
          values,
        );
    if (!made)
      throw new DomainError('CONFLICT', `There is, or was, a token ${name}; names are not used twice.`, { name });
    return made.id;
  }

  private async visible(caller: Caller, params: SqlParams) {
    const { scope } = caller;
    if (scope.kind === 'all') return 'true';
    const own = await this.parts.accounts.withIds(scope);
    const bound = `from role_binding b where b.principal_type = 'token' and b.principal_id = t.id::text`;
    return `(t.created_by_id = ${params.add(idOf(caller), 'text')} or (exists (select ${bound})
      and not exists (select ${bound} and not ${withinSql('b.scope', own, params)})))`;
  }

  private record(caller: Caller, action: string, { before, after }: { before?: MachineToken; after?: MachineToken }) {
    const subject = { type: 'token', id: (after ?? before)!.id };
    const change = { before: before && recorded(before), after: after && recorded(after) };
    return this.auditor.record(caller, { action, subject, ...change });
  }
}
