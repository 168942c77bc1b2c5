import type pg from 'pg';
import { fine, unknown, wrong, type Finding } from './check.js';

interface Standing {
  user: string;
  isSuperuser: boolean;
  isOwner: boolean;
  /** Roles of the application that there are, and those that the user may become. */
  made: number;
  mine: number;
}

const STANDING = `
  select quote_ident(u.rolname) as user, u.rolsuper as "isSuperuser",
    exists (select from pg_class c where c.relname = 'cloud_account' and c.relowner = u.oid) as "isOwner",
    count(r.oid)::int as made,
    (count(r.oid) filter (where pg_has_role(u.oid, r.oid,
      case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)))::int as mine
  from pg_roles u left join pg_roles r on r.rolname in ('cloudgov_app', 'cloudgov_everything')
  where u.rolname = session_user group by u.oid, u.rolname, u.rolsuper`;

/** As whom the application would work: whether the user of `DATABASE_URL` may become its roles. Becomes one where it may. */
export async function roles(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<Standing>(STANDING);
  const { user, isSuperuser, isOwner, made, mine } = rows[0]!;
  if (made < 2) return unknown('Roles', 'not made yet; the first migration makes them');
  if (mine < 2)
    return wrong(
      'Roles',
      `${user} may not become the roles of the application`,
      `as an administrator: grant cloudgov_app, cloudgov_everything to ${user};`,
    );
  await client.query('set role cloudgov_app');
  const rank = isSuperuser ? 'a superuser' : isOwner ? 'the owner of the tables' : 'a user without rights of its own';
  return fine('Roles', `${user}, ${rank}, works as cloudgov_app and cloudgov_everything`);
}
