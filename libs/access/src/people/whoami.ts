import { Injectable } from '@nestjs/common';
import { unionOf, type Caller } from '#common';
import { Database } from '#data';
import { Me } from './me.view.js';

type Known = Pick<Me, 'id' | 'email' | 'name' | 'roles'>;

const NOBODY: Known = { id: null, email: null, name: null, roles: [] };

/** Tells a caller who they are. */
@Injectable()
export class Whoami {
  constructor(private readonly db: Database) {}

  async of({ actor, permissions, scope, grants, person }: Caller): Promise<Me> {
    const known = (person && (await this.known(person.id))) ?? NOBODY;
    return Object.assign(new Me(), known, {
      actor,
      permissions: permissions === 'all' ? ['*'] : [...permissions].sort(),
      // The caller of a handler is narrowed to where its own permission holds.
      scope: grants ? unionOf(grants.map((grant) => grant.scope)) : scope,
    });
  }

  private async known(id: string): Promise<Known | undefined> {
    const [found] = await this.db.query<Known>(
      `select p.id, p.email, p.name, array(
         select distinct b.role from role_binding b
         where (b.principal_type = 'user' and b.principal_id = p.id::text
           or b.principal_type = 'group' and b.principal_id = any(p.groups))
           and (b.expires_at is null or b.expires_at > now()) order by b.role) as roles
       from person p where p.id = $1`,
      [id],
    );
    return found;
  }
}
