import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { owner, settle, type PostgresPlace } from './postgres-files.js';

const LARGEST_LOG = 10_000_000;

/** The server's program on one data directory: making the directory, launching, telling whether it lives, ending. */
export class PostgresProcess {
  private child?: ChildProcess;
  private maker?: ChildProcess;

  constructor(
    readonly place: PostgresPlace,
    private readonly args: string[],
    private readonly clusterOptions: string[],
  ) {}

  /** Made aside and renamed, so that a run killed here leaves no half a cluster. */
  async initialise(): Promise<void> {
    const { data, folder, programs } = this.place;
    if (fs.existsSync(data)) return;
    const draft = `${data}.${process.pid}`;
    const args = ['-D', draft, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', ...this.clusterOptions];
    const { code, said } = await this.run(join(programs, 'initdb'), args);
    if (code === 0) return settle(draft, data);
    fs.rmSync(draft, { recursive: true, force: true });
    if (fs.existsSync(data)) return;
    const why = said.includes('No space left on device') ? 'the disk is full.' : said.trim().slice(-400);
    throw new Error(`PostgreSQL could not make its data directory in ${folder}: ${why}`);
  }

  /** Ends an `initialise` under way; initdb removes what it has made. */
  async abandon(): Promise<void> {
    if (this.maker?.kill()) await once(this.maker, 'close');
  }

  /** What starts that were killed while they made a cluster have left. */
  removeDrafts(): void {
    const drafts = fs.readdirSync(this.place.folder).filter((name) => name.startsWith('data.'));
    for (const name of drafts) fs.rmSync(join(this.place.folder, name), { recursive: true, force: true });
  }

  /** Whether a server works on the data directory, be it a child of ours or one that an earlier process left. */
  isAlive(): boolean {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) return true;
    const id = this.recordedId();
    return id !== undefined && worksIn(id, this.place.data);
  }

  /** In a session of its own, so that a Ctrl-C reaches it only through us, after the application has closed. */
  launch(): void {
    this.removeStaleLocks();
    this.rotateLog();
    const log = fs.openSync(this.place.log, 'a');
    this.child = spawn(join(this.place.programs, 'postgres'), this.args, {
      ...owner(this.place.folder),
      cwd: this.place.folder,
      detached: true,
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    this.child.on('error', (error) => fs.appendFileSync(this.place.log, `${error.message}\n`));
    this.child.unref();
  }

  /**
   * Asks the server to close its connections and end, and waits until it is gone. Its pid file is watched and not
   * the process: where process 1 reaps nothing, a dead orphan remains as a zombie. `SIGQUIT` costs a recovery at
   * the next start but no data.
   */
  async end(patience = 30_000): Promise<void> {
    const id = this.recordedId() ?? this.child?.pid;
    if (id === undefined || !this.isAlive()) return;
    signal(id, 'SIGINT');
    for (let waited = 0; this.isAlive() && waited < patience + 5_000; waited += 20) {
      if (waited === patience) signal(id, 'SIGQUIT');
      await pause(20);
    }
  }

  /** The end of the server's own log, for a person. */
  logTail(): string {
    const log = fs.existsSync(this.place.log) ? fs.readFileSync(this.place.log, 'utf8') : '';
    return log.trimEnd().split('\n').slice(-8).join('\n') || '(no log)';
  }

  /** Read from postmaster.pid, because an adopted server is no child of ours. */
  private recordedId(): number | undefined {
    try {
      return parseInt(fs.readFileSync(join(this.place.data, 'postmaster.pid'), 'utf8'), 10) || undefined;
    } catch {
      return undefined;
    }
  }

  /**
   * PostgreSQL removes the lock files of a server that was killed only if no process has its id now; after a
   * restart of the machine or container some other program often has.
   */
  private removeStaleLocks() {
    const id = this.recordedId();
    if (id === undefined || worksIn(id, this.place.data)) return;
    const socket = join(this.place.sockets, '.s.PGSQL.5432');
    for (const file of [join(this.place.data, 'postmaster.pid'), `${socket}.lock`, socket])
      fs.rmSync(file, { force: true });
  }

  private rotateLog() {
    const { log } = this.place;
    if ((fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) fs.renameSync(log, `${log}.1`);
  }

  private run(program: string, args: string[]): Promise<{ code: number | null; said: string }> {
    return new Promise((done, fail) => {
      const options = { ...owner(this.place.folder), cwd: this.place.folder };
      const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
      this.maker = child;
      let said = '';
      child.stderr.on('data', (text: Buffer) => (said += text.toString()));
      child.once('error', fail);
      child.once('close', (code) => done({ code, said }));
    });
  }
}

/**
 * Told by the command line, which everyone may read: in a container root may not follow the working directory of
 * another user's process. A zombie has no command line.
 */
function worksIn(id: number, data: string): boolean {
  try {
    return fs.readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    if (process.platform === 'linux') return false;
    return spawnSync('ps', ['-o', 'command=', '-p', String(id)], { encoding: 'utf8' }).stdout.includes(data);
  }
}

function signal(id: number, name: NodeJS.Signals) {
  try {
    process.kill(id, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
