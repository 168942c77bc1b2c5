import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SECRET = { mode: 0o600 };

/** Makes the folder of the installation; throws a sentence where it cannot be written to. */
export function openHome(home: string): string {
  try {
    mkdirSync(home, { recursive: true });
    accessSync(home, constants.W_OK);
    return resolve(home);
  } catch (cause) {
    const why = (cause as Error).message;
    throw new Error(`CLOUDGOV_HOME ${home} cannot be used (${why}). Name a folder that can be written to.`, { cause });
  }
}

/** The administrator's token as it is set, else the one kept in `CLOUDGOV_HOME/token`, made by the first start. */
export function adminToken(env: NodeJS.ProcessEnv, home: string): string {
  if (env.CLOUDGOV_ADMIN_TOKEN) return env.CLOUDGOV_ADMIN_TOKEN;
  const file = join(home, 'token');
  try {
    writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { ...SECRET, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/**
 * Tells the command line on this machine where the API answers, in `CLOUDGOV_HOME/url`, for as long as it does.
 * Returns what takes the file away.
 */
export function publishAddress(home: string, address: string): () => void {
  const file = join(home, 'url');
  writeFileSync(file, `${address}\n`, SECRET);
  return () => rmSync(file, { force: true });
}
