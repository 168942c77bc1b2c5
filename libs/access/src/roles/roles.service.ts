import { Injectable } from '@nestjs/common';
import {
  Clock,
  DomainError,
  invalid,
  newId,
  notFound,
  type Caller,
  type Page,
  type PageRequest,
  type Permission,
} from '#common';
import { Database } from '#data';
import { Auditor, checkVersion } from '#platform';
import { AccessMemory } from '../access-memory.js';
import { Granting } from '../bindings/granting.js';
import { isBuiltIn } from './builtin-roles.js';
import { Catalogue } from './catalogue.js';
import { CustomRole } from './custom-role.entity.js';
import type { RoleChanges, RoleInput } from './role.input.js';
import { builtInRole, listRoles } from './role-list.js';
import { Role } from './role.view.js';

/** What roles are made from and checked against. */
@Injectable()
export class RoleParts {
  constructor(
    readonly catalogue: Catalogue,
    readonly granting: Granting,
    readonly memory: AccessMemory,
    readonly clock: Clock,
  ) {}
}

const told = ({ name, description, permissions, createdAt, updatedAt, version }: CustomRole) =>
  Object.assign(new Role(), { name, description, permissions, isBuiltIn: false, createdAt, updatedAt, version });

const recorded = ({ name, description, permissions }: CustomRole) => ({ name, description, permissions });

/** Roles hold for the whole installation: who may read them sees all, and who defines one holds its permissions everywhere. */
@Injectable()
export class RolesService {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly parts: RoleParts,
  ) {}

  list(_caller: Caller, request: PageRequest): Promise<Page<Role>> {
    return listRoles(this.db, this.parts.catalogue.permissions, request);
  }

  async get(_caller: Caller, name: string): Promise<Role> {
    if (isBuiltIn(name)) return builtInRole(name, this.parts.catalogue.permissions);
    const role = await this.db.repository(CustomRole).findOneBy({ name });
    if (!role) throw notFound('role', name);
    return told(role);
  }

  create(caller: Caller, { name, description = null, permissions }: RoleInput): Promise<Role> {
    this.check(caller, permissions);
    return this.parts.memory.changing(async () => {
      const now = this.parts.clock.now();
      const role = { id: newId(now), name, description, permissions, createdAt: now, updatedAt: now, version: 1 };
      const isNew = !isBuiltIn(name) && (await this.insert(role));
      if (!isNew) throw new DomainError('CONFLICT', `There is a role ${name} already.`, { name });
      const made = Object.assign(new CustomRole(), role);
      await this.record(caller, 'role.create', { after: made });
      return told(made);
    });
  }

  /** Whoever is bound to the role holds the changed one from now on. */
  update(caller: Caller, name: string, changes: RoleChanges, seen?: number): Promise<Role> {
    this.check(caller, changes.permissions ?? []);
    return this.parts.memory.changing(async () => {
      const before = await this.locked(name, seen);
      const { description = before.description, permissions = before.permissions } = changes;
      const now = { updatedAt: this.parts.clock.now(), version: before.version + 1 };
      const after = Object.assign(new CustomRole(), before, { description, permissions, ...now });
      await this.db.repository(CustomRole).save(after);
      await this.record(caller, 'role.update', { before, after });
      return told(after);
    });
  }

  remove(caller: Caller, name: string, seen?: number): Promise<void> {
    this.check(caller, []);
    return this.parts.memory.changing(async () => {
      const before = await this.locked(name, seen);
      const [bound] = await this.db.query('select from role_binding where role = $1 limit 1', [name]);
      if (bound) throw new DomainError('CONFLICT', 'The role is bound to somebody; remove those bindings first.');
      await this.db.repository(CustomRole).delete({ name });
      await this.record(caller, 'role.delete', { before });
    });
  }

  private check(caller: Caller, permissions: readonly Permission[]) {
    const unknown = permissions.filter((each) => !this.parts.catalogue.permissions.includes(each));
    if (unknown.length) throw invalid('permissions', `no operation asks for ${unknown.join(', ')}`);
    if (this.parts.granting.holdsEverywhere(caller, new Set([...permissions, 'access:write']))) return;
    throw new DomainError('FORBIDDEN', 'Who defines a role must hold its permissions and access:write everywhere.');
  }

  private async insert({ id, name, description, permissions, createdAt }: Omit<CustomRole, 'updatedAt' | 'version'>) {
    const made = await this.db.query(
      `insert into role (id, name, description, permissions, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)
       on conflict (name) do nothing returning id`,
      [id, name, description, permissions, createdAt],
    );
    return made.length > 0;
  }

  private async locked(name: string, seen?: number): Promise<CustomRole> {
    if (isBuiltIn(name)) throw new DomainError('CONFLICT', `${name} is built in; make a role of your own.`, { name });
    const lock = { mode: 'pessimistic_write' as const };
    const role = await this.db.repository(CustomRole).findOne({ where: { name }, lock });
    if (!role) throw notFound('role', name);
    checkVersion(role.version, seen);
    return role;
  }

  private record(caller: Caller, action: string, { before, after }: { before?: CustomRole; after?: CustomRole }) {
    const subject = { type: 'role', id: (after ?? before)!.name };
    const change = { before: before && recorded(before), after: after && recorded(after) };
    return this.auditor.record(caller, { action, subject, ...change });
  }
}
