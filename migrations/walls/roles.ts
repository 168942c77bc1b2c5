import type { QueryRunner } from 'typeorm';

/** Under which the application works; see docs/decisions/0031-row-level-security.md. */
export const ROLES = ['cloudgov_app', 'cloudgov_everything'] as const;

/** Roles belong to the whole server: the migration of another database may make them at the same moment. */
const CREATE = `
  do $$
  declare wanted text;
  begin
    foreach wanted in array array['${ROLES.join("', '")}'] loop
      continue when exists (select from pg_roles where rolname = wanted);
      begin
        execute format('create role %I nologin nosuperuser nobypassrls', wanted);
      exception when duplicate_object or unique_violation then null;
      end;
    end loop;
  end $$`;

const FORBIDDEN = '42501';

const byHand = (user: string) =>
  ROLES.map((role) => `create role ${role} nologin nobypassrls; grant ${role} to ${user} with admin option;`).join(' ');

/** Makes the roles where they are missing. Throws a sentence with what an administrator has to do where it may not. */
export async function createRoles(runner: QueryRunner): Promise<void> {
  const [{ user }] = (await runner.query('select quote_ident(session_user) as user')) as [{ user: string }];
  try {
    await runner.query(CREATE);
  } catch (cause) {
    if ((cause as { code?: string }).code !== FORBIDDEN) throw cause;
    throw new Error(
      `The user ${user} may not create the roles of the application. As an administrator: ${byHand(user)}`,
      {
        cause,
      },
    );
  }
  const strong = (await runner.query(
    `select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcanlogin)`,
    [[...ROLES]],
  )) as { rolname: string }[];
  for (const { rolname } of strong)
    throw new Error(
      `The role ${rolname} has too many rights. As an administrator: alter role ${rolname} nologin nosuperuser nobypassrls;`,
    );
}
