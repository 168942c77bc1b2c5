import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsOptional, IsString, Length } from 'class-validator';
import type { Caller } from '#common';
import { Database } from '#data';
import { Auditor, Declarations, type Declaring } from '#platform';
import { AccessMemory } from '../access-memory.js';
import { RoleBook } from '../roles/role-book.js';
import { BindingStore, recorded } from './binding-store.js';
import { RoleBinding } from './role-binding.entity.js';
import { EVERYTHING, toldScope } from './scope.js';
import { IsScope, ScopeInput } from './scope.input.js';

/** A role for a group of the identity provider, as a file declares it. */
export class DeclaredBinding {
  @IsString() @Length(1, 400) group: string;
  @IsString() @Length(1, 60) role: string;
  @IsOptional() @IsScope() scope?: ScopeInput | null;
}

const scopeOf = ({ scope }: DeclaredBinding) => (scope ? toldScope(scope) : EVERYTHING);
const textOf = (group: string, role: string, scope: object) => `${group} ${role} ${JSON.stringify(scope)}`;
const keyOf = (item: DeclaredBinding) => textOf(item.group, item.role, scopeOf(item));
const keyOfRow = ({ principalId, role, scope }: RoleBinding) => textOf(principalId, role, scope);

/** How declared bindings are written, and recorded. */
@Injectable()
export class DeclaredParts {
  constructor(
    readonly roles: RoleBook,
    readonly store: BindingStore,
    readonly memory: AccessMemory,
  ) {}
}

/** The section `access` of cloudgov.yaml: roles of groups. What is no longer declared is taken away. */
@Injectable()
export class DeclaredBindings implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly declarations: Declarations,
    private readonly parts: DeclaredParts,
  ) {}

  onModuleInit() {
    const reconcile = (items: DeclaredBinding[], declaring: Declaring) =>
      this.parts.memory.changing(() => this.reconcile(items, declaring));
    this.declarations.register({ name: 'access', item: DeclaredBinding, key: keyOf, reconcile });
  }

  private async reconcile(items: DeclaredBinding[], { caller, file }: Declaring) {
    const rows = await this.db.query<RoleBinding>(
      `select id, principal_id as "principalId", role, scope from role_binding where declared_in is not null`,
    );
    const known = new Map(rows.map((row) => [keyOfRow(row), row]));
    for (const item of items) if (!known.delete(keyOf(item))) await this.declare(item, caller, file);
    for (const { id } of known.values()) await this.release(caller, id);
  }

  private async declare(item: DeclaredBinding, caller: Caller, file: string) {
    await this.parts.roles.permissionsOf(item.role);
    const bound = { principalType: 'group' as const, principalId: item.group, role: item.role, scope: scopeOf(item) };
    const after = await this.parts.store.insert(caller, { ...bound, declaredIn: file });
    const subject = { type: 'binding', id: after.id };
    await this.auditor.record(caller, { action: 'binding.create', subject, after: recorded(after) });
  }

  private async release(caller: Caller, id: string) {
    const before = await this.db.repository(RoleBinding).findOneByOrFail({ id });
    await this.parts.store.remove(caller, { id });
    const subject = { type: 'binding', id };
    await this.auditor.record(caller, { action: 'binding.delete', subject, before: recorded(before) });
  }
}
