import { Injectable } from '@nestjs/common';
import { invalid, type Grant, type Permission } from '#common';
import { Database } from '#data';
import { BUILT_IN_PERMISSIONS, isBuiltIn } from './builtin-roles.js';

/** Looks up what a role allows, by its name. */
@Injectable()
export class RoleBook {
  constructor(private readonly db: Database) {}

  /** A custom role is kept from being deleted until the open transaction ends. Throws `INVALID` where there is none. */
  async permissionsOf(role: string): Promise<Grant['permissions']> {
    if (isBuiltIn(role)) return BUILT_IN_PERMISSIONS[role];
    const [found] = await this.db.query<{ permissions: Permission[] }>(
      'select permissions from role where name = $1 for share',
      [role],
    );
    if (!found) throw invalid('role', `there is no role ${role}`);
    return new Set(found.permissions);
  }
}
