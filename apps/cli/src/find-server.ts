import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.js';

export interface Target {
  /** Without a slash at its end. */
  url: string;
  token: string;
  /** Where the token was found, for a person. */
  tokenFrom: string;
  /** Whether `CLOUDGOV_URL` says so. */
  isNamed: boolean;
}

type Env = NodeJS.ProcessEnv;

const LOCAL = ['localhost', '127.0.0.1', '[::1]'];

export const homeOf = (env: Env) => env.CLOUDGOV_HOME || './.cloudgov';

function read(home: string, name: string): string | undefined {
  try {
    return readFileSync(join(home, name), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Where the API is said to answer: by `CLOUDGOV_URL`, by the server of this home, else where it does by default. */
export function addressOf(env: Env): { url: string; isNamed: boolean } {
  const named = env.CLOUDGOV_URL || undefined;
  const url = named ?? read(homeOf(env), 'url') ?? `http://localhost:${env.PORT || 3000}`;
  const isHttp = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  if (!isHttp)
    throw new Failure(`CLOUDGOV_URL is no address: ${url}.`, 'set it to something like http://localhost:3000');
  return { url: url.replace(/\/+$/, ''), isNamed: named !== undefined };
}

/** The server to speak with, and the token: this machine's own token is never sent to another machine. */
export function findServer(env: Env): Target {
  const { url, isNamed } = addressOf(env);
  const home = homeOf(env);
  const target = (token: string, tokenFrom: string) => ({ url, isNamed, token, tokenFrom });
  if (env.CLOUDGOV_TOKEN) return target(env.CLOUDGOV_TOKEN, 'CLOUDGOV_TOKEN');
  if (isNamed && !LOCAL.includes(new URL(url).hostname))
    throw new Failure(`There is no token for ${url}.`, 'set CLOUDGOV_TOKEN');
  if (env.CLOUDGOV_ADMIN_TOKEN) return target(env.CLOUDGOV_ADMIN_TOKEN, 'CLOUDGOV_ADMIN_TOKEN');
  const kept = read(home, 'token');
  if (kept) return target(kept, join(home, 'token'));
  throw new Failure(
    `There is no token: CLOUDGOV_TOKEN is not set, and ${join(home, 'token')} cannot be read.`,
    'run this where the server runs, set CLOUDGOV_HOME to its folder, or set CLOUDGOV_TOKEN; `npx cloudgov serve` makes a first one',
  );
}
