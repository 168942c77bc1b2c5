import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

type Env = NodeJS.ProcessEnv;

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** Whatever the tests' own environment says, the server is found through the home alone. */
const CLEAN = { CLOUDGOV_URL: '', CLOUDGOV_TOKEN: '', CLOUDGOV_ADMIN_TOKEN: '', DATABASE_URL: '', NODE_OPTIONS: '' };

/** The built command line as a process of its own, with its standard input open. */
export function launchCli(home: string, args: string[], env: Env = {}) {
  const child = spawn(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
    env: { ...process.env, ...CLEAN, CLOUDGOV_HOME: home, ...env },
  });
  const all = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { child, end: (): Promise<Ended> => all.then(([out, err]) => ({ code: child.exitCode, out, err })) };
}

/** Runs the command line to its end. */
export function runCli(home: string, args: string[], { env = {}, stdin = '' } = {}): Promise<Ended> {
  const { child, end } = launchCli(home, args, env);
  child.stdin.end(stdin);
  return end();
}

/** A folder for the bills of a suite. */
export class Bills {
  readonly folder = mkdtempSync(join(tmpdir(), 'cloudgov-bills-'));

  /** Returns the path. */
  write(name: string, content: string | Buffer): string {
    writeFileSync(join(this.folder, name), content);
    return join(this.folder, name);
  }

  remove() {
    rmSync(this.folder, { recursive: true });
  }
}
