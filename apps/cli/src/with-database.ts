import { existsSync } from 'node:fs';
import pg from 'pg';
import type { Settings } from '#platform';

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The address of the installation's database, where it runs. */
export async function runningDatabase({ databaseUrl, home }: Settings): Promise<string | undefined> {
  if (databaseUrl || !existsSync(home)) return databaseUrl;
  const { EmbeddedPostgres } = await import('#data');
  const url = new EmbeddedPostgres(home).url();
  return (await answers(url)) ? url : undefined;
}

/**
 * Lends the address of the installation's database: the one that is set, or the embedded one, which is that of the
 * running server, or else is started for as long as the work takes.
 */
export async function withDatabase<T>(settings: Settings, work: (url: string) => Promise<T>): Promise<T> {
  const running = await runningDatabase(settings);
  if (running) return work(running);
  const [{ EmbeddedPostgres }, { openHome }] = await Promise.all([
    import('#data'),
    import('../../api/src/installation.js'),
  ]);
  const server = new EmbeddedPostgres(openHome(settings.home));
  try {
    await server.start();
    return await work(server.url());
  } finally {
    await server.stop();
  }
}
