import { userInfo } from 'node:os';
import { DataSource, type MixedList, type QueryRunner } from 'typeorm';
import { connection } from './connection.js';

export type Migrations = MixedList<new () => object>;

/** The database as the application reaches it, and as the owner of its tables does where that is another user. */
export interface Addresses {
  url: string;
  ownerUrl?: string;
}

/** Those that the user of `url` cannot become. */
const MISSING = `select r.rolname as role from pg_roles r, pg_roles u
  where u.rolname = $1 and r.rolname in ('cloudgov_app', 'cloudgov_everything') and not u.rolsuper
    and not pg_has_role(u.oid, r.oid, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end)`;

/** Before version 16 a user inherits, or not, as a whole. */
const grant = (roles: string, user: string, version: number) =>
  `grant ${roles} to "${user.replaceAll('"', '""')}"${version >= 160000 ? ' with inherit false, set true' : ''}`;

/**
 * The application works as `cloudgov_app` or `cloudgov_everything` in every transaction, so its user must be able to
 * become both. It inherits neither: by itself it sees nothing.
 */
async function admit(runner: QueryRunner, user: string): Promise<void> {
  const missing = (await runner.query(MISSING, [user])) as { role: string }[];
  if (!missing.length) return;
  const [{ version }] = (await runner.query(`select current_setting('server_version_num')::int as version`)) as [
    { version: number },
  ];
  const sql = grant(missing.map(({ role }) => role).join(', '), user, version);
  try {
    await runner.query(sql);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Error(
      `The user ${user} may not become the roles of the application (${why}). As an administrator: ${sql};`,
      {
        cause,
      },
    );
  }
}

/** Two processes may start at once; the second waits and finds nothing left to do. */
async function run(source: DataSource, user: string): Promise<string[]> {
  const runner = source.createQueryRunner();
  await runner.query(`select pg_advisory_lock(hashtext('migrate'))`);
  try {
    const done = await source.runMigrations({ transaction: 'each' });
    await admit(runner, user);
    return done.map(({ name }) => name);
  } finally {
    await runner.query(`select pg_advisory_unlock(hashtext('migrate'))`);
    await runner.release();
  }
}

/** Brings a database up to date, as the owner of its tables; returns the names of the migrations that it lacked. */
export async function migrate({ url, ownerUrl }: Addresses, migrations: Migrations): Promise<string[]> {
  const { username = userInfo().username } = connection(url, 1) as { username?: string };
  const source = await new DataSource({ ...connection(ownerUrl ?? url, 2), migrations }).initialize();
  try {
    return await run(source, username);
  } finally {
    await source.destroy();
  }
}
