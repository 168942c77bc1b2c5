import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const MAIN = 'dist/apps/api/src/main.js';

export const TOKEN = 'a-token-for-the-bench';

/** The built application as `npm start` runs it, on a database that is there already, in a process of its own. */
export class Server {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly postmaster: number,
  ) {}

  static async start(home: string, databaseUrl: string, postmaster: number, script = MAIN): Promise<Server> {
    const env = {
      ...process.env,
      CLOUDGOV_RATE_LIMIT: '1000000',
      CLOUDGOV_STRANGER_LIMIT: '1000000',
      DATABASE_URL: databaseUrl,
      CLOUDGOV_HOME: home,
      PORT: '0',
      NODE_OPTIONS: '',
    };
    const child = spawn(process.execPath, ['--enable-source-maps', '--max-semi-space-size=32', script], {
      env: { ...env, CLOUDGOV_ADMIN_TOKEN: TOKEN, CLOUDGOV_DEMO: 'off', LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return new Server(child, await addressOf(child), postmaster);
  }

  async stop() {
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  /** Milliseconds of processor that the application and all of PostgreSQL have used so far. */
  get cpu(): { node: number; database: number } {
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(this.postmaster)], { encoding: 'utf8' });
    const database = children.trim().split(/\s+/).map(Number).map(ticks);
    return { node: ticks(this.child.pid!) * 10, database: database.reduce((sum, each) => sum + each, 0) * 10 };
  }

  get megabytes(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))![1]) / 1024;
  }
}

/** Hundredths of a second, of user and system together. */
function ticks(id: number): number {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return 0;
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const text of child.stdout!) {
    said += String(text);
    const url = /CloudGov answers on (\S+)/.exec(said)?.[1];
    if (url) {
      child.stdout!.resume();
      return url;
    }
  }
  throw new Error(`The application ended: ${said}`);
}
