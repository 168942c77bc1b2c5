import pg from 'pg';
import { migrations } from '../../../../migrations/index.js';
import { fine, unknown, wrong, type Finding } from './check.js';
import { roles } from './roles.js';

const LEAST_VERSION = 15;
/** There is no such table, or it is none yet that the application may read. */
const UNREADABLE = ['42P01', '42501'];

/** As TypeORM names a migration that gives itself no name. */
const nameOf = (migration: { name: string }) => migration.name;

async function appliedOn(client: pg.Client): Promise<Set<string>> {
  try {
    const { rows } = await client.query<{ name: string }>('select name from migrations');
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (UNREADABLE.includes((error as { code?: string }).code ?? '')) return new Set();
    throw error;
  }
}

async function tables(client: pg.Client): Promise<Finding> {
  const applied = await appliedOn(client);
  const missing = migrations.map(nameOf).filter((name) => !applied.has(name));
  if (!missing.length) return fine('Migrations', `all ${migrations.length} applied`);
  return wrong(
    'Migrations',
    `${missing.length} of ${migrations.length} missing`,
    'run `cloudgov migrate`, or start CloudGov',
  );
}

async function server(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  const version = rows[0]!.server_version;
  const found = `PostgreSQL ${version}, database ${client.database} on ${client.host}`;
  return parseInt(version, 10) >= LEAST_VERSION
    ? fine('Database', found)
    : wrong('Database', found, `use PostgreSQL ${LEAST_VERSION} or later`);
}

/** What DATABASE_URL names: whether it answers, how old it is, as whom the application works there, and whether its tables are up to date. */
export async function database(url: string): Promise<Finding[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    application_name: 'cloudgov doctor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return [await server(client), await roles(client), await tables(client)];
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return [
      wrong(
        'Database',
        `DATABASE_URL cannot be used (${message || code})`,
        'see that the server runs, and that host, user, password and database are right',
      ),
      unknown('Roles', 'not looked at'),
      unknown('Migrations', 'not looked at'),
    ];
  } finally {
    await client.end().catch(() => undefined);
  }
}
