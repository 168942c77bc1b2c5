import type { PageRequest, Permission } from '#common';
import { Database, pageSql, SqlParams } from '#data';
import { BUILT_IN, BUILT_IN_PERMISSIONS, DESCRIPTIONS, type BuiltInRole } from './builtin-roles.js';
import { Role } from './role.view.js';

/** A role that is code, as it is told. */
export function builtInRole(name: BuiltInRole, all: readonly Permission[]): Role {
  const held = BUILT_IN_PERMISSIONS[name];
  const permissions = held === 'all' ? [...all] : all.filter((permission) => held.has(permission));
  const never = { createdAt: null, updatedAt: null };
  return Object.assign(new Role(), {
    name,
    description: DESCRIPTIONS[name],
    permissions,
    isBuiltIn: true,
    ...never,
    version: 1,
  });
}

const CUSTOM = `select name, description, to_jsonb(permissions) as permissions, false as "isBuiltIn",
  created_at as "createdAt", updated_at as "updatedAt", version from role`;

const BUILT = (json: string) => `select name, description, permissions, true, null::timestamptz, null::timestamptz, 1
  from jsonb_to_recordset(${json}) built (name text, description text, permissions jsonb)`;

/** All roles, the built-in ones among them. */
export function listRoles(db: Database, all: readonly Permission[], request: PageRequest) {
  const params = new SqlParams();
  const built = params.add(JSON.stringify(BUILT_IN.map((name) => builtInRole(name, all))), 'jsonb');
  const listing = {
    as: Role,
    select: 'r.*',
    from: `(${CUSTOM} union all ${BUILT(built)}) r`,
    where: 'true',
    params,
    sortable: { name: { sql: 'r.name', type: 'text', filled: true } },
    defaultSort: 'name',
    id: { sql: 'r.name', type: 'text' },
  };
  return pageSql(db, listing, request);
}
