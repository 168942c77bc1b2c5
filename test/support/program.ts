import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built application, or the database server by itself, as a process of its own. */
export interface Program {
  child: ChildProcess;
  /** All that it has said on both channels so far. */
  said(): string;
  /** Where it answers, as it says. */
  url(): string;
}

const QUIET = { PORT: '0', DATABASE_URL: '', CLOUDGOV_DEMO: 'off', LOG_LEVEL: 'silent', NODE_OPTIONS: '' };

/** A program on a home of its own; everything that was launched there ends with `remove`. */
export class Installation {
  readonly home = mkdtempSync(join(tmpdir(), 'cloudgov-home-'));
  private readonly programs: Program[] = [];

  constructor(private readonly script = 'dist/apps/api/src/main.js') {}

  /** Ends when the program answers, or has given up. */
  async launch(env: NodeJS.ProcessEnv = {}): Promise<Program> {
    const all = { ...process.env, ...QUIET, CLOUDGOV_HOME: this.home, ...env };
    const child = spawn(process.execPath, [this.script], { env: all });
    let said = '';
    const program = { child, said: () => said, url: () => /answers on (\S+)/.exec(said)?.[1] ?? '' };
    this.programs.push(program);
    await new Promise<void>((done) => {
      const hear = (text: Buffer) => {
        said += text.toString();
        if (said.includes('answers on')) done();
      };
      for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
      child.once('close', () => done());
    });
    return program;
  }

  /** The process ids of what was launched, in that order. */
  ids(): number[] {
    return this.programs.map(({ child }) => child.pid!);
  }

  /** The id in postmaster.pid, a file that goes when the server ends. */
  postgres(): number | undefined {
    const file = join(this.home, 'postgres/data/postmaster.pid');
    return existsSync(file) ? parseInt(readFileSync(file, 'utf8'), 10) : undefined;
  }

  async end(): Promise<void> {
    for (const { child } of this.programs.splice(0)) await end(child, 'SIGTERM');
  }

  async remove(): Promise<void> {
    await this.end();
    const folder = join(this.home, 'postgres');
    if (existsSync(folder)) rmSync(realpathSync(folder), { recursive: true });
    rmSync(this.home, { recursive: true });
  }
}

/** Sends the signal where the process still lives, and waits for its end. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal);
    await once(child, 'exit');
  }
  return child.exitCode;
}

/** Asks until the answer is the wanted one; the test's own time limit ends it. */
export async function eventually<T>(ask: () => T | Promise<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
}
