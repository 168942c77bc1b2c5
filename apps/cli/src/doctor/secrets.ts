import pg from 'pg';
import { describeLostKeys, Keyring, lostKeys, type Settings } from '#platform';
import { fine, unknown, wrong, type Finding } from './check.js';

const UNDEFINED_TABLE = '42P01';
const MEND = 'set CLOUDGOV_SECRET_KEY, or put the file back, as they were when the secrets were stored';

function ownKeys(keyring: Keyring): Finding {
  const [newest] = keyring.keys;
  return newest
    ? fine('Secrets', `key ${newest.id} from ${keyring.isFile ? keyring.file.path : 'CLOUDGOV_SECRET_KEY'}`)
    : fine('Secrets', `the first one will make a key, ${keyring.file.path}`);
}

async function inDatabase(url: string, keyring: Keyring): Promise<Finding | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const query = async <T>(sql: string) => (await client.query(sql)).rows as T[];
    const lost = await lostKeys({ query }, keyring);
    return lost.length ? wrong('Secrets', describeLostKeys(lost, keyring), MEND) : undefined;
  } catch (error) {
    // What is wrong with the database is said of the database.
    if ((error as { code?: string }).code !== UNDEFINED_TABLE) return unknown('Secrets', 'not looked at');
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether what is stored can be decrypted; `url` is that of the database, where it can be looked at. */
export async function secrets(settings: Settings, url?: string): Promise<Finding> {
  const keyring = new Keyring(settings);
  try {
    const own = ownKeys(keyring);
    return (url && (await inDatabase(url, keyring))) || own;
  } catch (error) {
    return wrong('Secrets', (error as Error).message, MEND);
  }
}
