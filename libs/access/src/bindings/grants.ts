import { Injectable } from '@nestjs/common';
import { Clock, unionOf, type Grant, type Permission } from '#common';
import { Database } from '#data';
import { AccessMemory } from '../access-memory.js';
import { BUILT_IN_PERMISSIONS, isBuiltIn } from '../roles/builtin-roles.js';
import { scopeOf, type ToldScope } from './scope.js';

/** Whose rights are asked for: a person with the groups that their identity provider told, or a machine token. */
export type Principal = { type: 'user'; id: string; groups?: readonly string[] } | { type: 'token'; id: string };

/** A grant by a binding, and whose. */
export interface Bound extends Grant {
  grantedById?: string;
}

/** Whoever is known may see to their own things, also without a role. */
const OWN: Grant = { permissions: new Set<Permission>(['self:read', 'self:write']), scope: unionOf([]) };

interface Row {
  grantedById: string;
  role: string;
  scope: ToldScope;
  expiresAt: Date | null;
  /** Of a custom role. */
  permissions: Permission[] | null;
}

const BOUND = `
  select b.role, b.scope, b.granted_by_id as "grantedById", b.expires_at as "expiresAt", r.permissions
  from role_binding b left join role r on r.name = b.role
  where (b.principal_type = $1 and b.principal_id = $2) or (b.principal_type = 'group' and b.principal_id = any($3::text[]))
  order by b.id`;

function grantOf({ role, scope, expiresAt, permissions, grantedById }: Row): Bound {
  const held = isBuiltIn(role) ? BUILT_IN_PERMISSIONS[role] : new Set(permissions);
  return { permissions: held, scope: scopeOf(scope), expiresAt, grantedById };
}

/** What somebody may do and where: their bindings, and those of their groups. */
@Injectable()
export class Grants {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly memory: AccessMemory,
  ) {}

  /** Those that hold now. */
  async of(principal: Principal): Promise<Bound[]> {
    const groups = principal.type === 'user' ? [...(principal.groups ?? [])].sort() : [];
    const key = JSON.stringify(['grants', principal.type, principal.id, groups]);
    const all = await this.memory.of(key, () => this.look(principal, groups));
    const now = this.clock.now();
    return [OWN, ...all.filter(({ expiresAt }) => !expiresAt || expiresAt > now)];
  }

  private async look({ type, id }: Principal, groups: string[]): Promise<Bound[]> {
    return (await this.db.query<Row>(BOUND, [type, id, groups])).map(grantOf);
  }
}
