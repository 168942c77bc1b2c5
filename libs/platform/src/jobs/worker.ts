import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database, isAway } from '#data';
import { Settings } from '../settings.js';
import { endingOf, faultText, type Ending } from './ending.js';
import type { JobRun } from './job-run.entity.js';
import { KnownJobs } from './known-jobs.js';
import { Pulse } from './pulse.js';
import { RunInProgress } from './run-in-progress.js';
import { RunQueue } from './run-queue.js';
import { RunRecords } from './run-records.js';
import { Signals } from './signals.js';

const POLL_MS = 1_000;
/** How long work that is told to end may take, before and after its statements are broken off. */
const PATIENCE_MS = 5_000;
const LAST_PATIENCE_MS = 15_000;
const MOST_BUGS = 3;

/** What a worker works with. */
@Injectable()
export class WorkerParts {
  constructor(
    readonly known: KnownJobs,
    readonly queue: RunQueue,
    readonly records: RunRecords,
    readonly signals: Signals,
  ) {}
}

/** Takes runs from the queue and keeps their leases while they last. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Worker');
  private readonly name = `${hostname()}:${process.pid}`;
  private readonly running = new Map<RunInProgress, Promise<void>>();
  private readonly taking = new Pulse(() => this.attempt(() => this.take()), POLL_MS);
  private readonly keeping: Pulse;
  private readonly leaseMs: number;
  private readonly keepMs: number;
  private isClosing = false;
  private renewedAt = 0;
  private reapedAt = performance.now();
  private failedAt = -Infinity;

  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
    private readonly parts: WorkerParts,
  ) {
    this.leaseMs = settings.leaseSeconds * 1000;
    this.keepMs = Math.min(POLL_MS, this.leaseMs / 6);
    this.keeping = new Pulse(() => this.attempt(() => this.keep()), this.keepMs);
  }

  onApplicationBootstrap() {
    if (this.settings.role === 'api') return;
    this.parts.signals.on('queued', () => this.taking.wake());
    this.parts.signals.on('cancel', () => this.keeping.wake());
    this.taking.start();
    this.keeping.start();
  }

  /** Takes nothing more, tells what runs to end, and keeps the leases until it has. */
  async beforeApplicationShutdown() {
    this.isClosing = true;
    await this.taking.stop();
    for (const run of this.running.keys()) run.stop('stopping');
    if (!(await this.haveEndedIn(PATIENCE_MS))) {
      await this.attempt(() => this.db.cancelStatements());
      await this.haveEndedIn(LAST_PATIENCE_MS);
    }
    await this.keeping.stop();
  }

  private async haveEndedIn(ms: number): Promise<boolean> {
    const patience = new AbortController();
    const all = Promise.allSettled(this.running.values()).then(() => true);
    const enough = pause(ms, false, { signal: patience.signal }).catch(() => false);
    return Promise.race([all, enough]).finally(() => patience.abort());
  }

  private async attempt(work: () => Promise<void>) {
    try {
      await work();
    } catch (error) {
      this.failedAt = performance.now();
      if (isAway(error)) this.log.warn(`The database is away: ${(error as Error).message}`);
      else this.log.error((error as Error).stack);
    }
  }

  private async take() {
    const free = this.settings.workers - this.running.size;
    if (this.isClosing || free <= 0) return;
    const terms = { seconds: this.settings.leaseSeconds, worker: this.name };
    const claimed = await this.parts.queue.claim(this.parts.known.all(), free, terms);
    for (const run of claimed) this.begin(run);
  }

  private begin(run: JobRun) {
    const { leaseSeconds } = this.settings;
    const mine = new RunInProgress(this.parts.known.get(run.job), run, {
      db: this.db,
      queue: this.parts.queue,
      leaseSeconds,
    });
    const ended = this.work(mine).finally(() => {
      this.running.delete(mine);
      this.taking.wake();
    });
    this.running.set(mine, ended);
  }

  private async work(mine: RunInProgress) {
    const outcome = await mine.finish();
    const { job, run } = mine;
    if (outcome.error !== undefined && !outcome.stop)
      this.log.error(`${job.name} ${run.id}: ${inspect(outcome.error)}`);
    await this.settle(mine, endingOf(job, run, outcome));
  }

  /** Tried again while the database is away; where the lease goes meanwhile, somebody else has settled the run. */
  private async settle(mine: RunInProgress, ending: Ending) {
    const { job, run } = mine;
    for (let written = ending, bugs = 0; bugs < MOST_BUGS;) {
      try {
        return this.settled(mine, await this.db.transaction(() => this.write(mine, written)));
      } catch (error) {
        this.log.warn(`${job.name} ${run.id} cannot be settled yet: ${(error as Error).message}`);
        if (this.isClosing && isAway(error)) return;
        if (!isAway(error) && bugs++ === 0)
          written = { ...ending, state: 'failed', result: null, error: faultText(error, run.id) };
        await pause(POLL_MS);
      }
    }
  }

  private settled({ job, run }: RunInProgress, ended?: JobRun) {
    if (ended) this.parts.records.count(ended);
    else this.log.warn(`${job.name} ${run.id} had lost its lease when it ended.`);
  }

  private async write({ run, progressed }: RunInProgress, ending: Ending) {
    const settled = await this.parts.queue.settle(run, ending, progressed);
    if (settled) await this.parts.records.settled(settled);
    return settled;
  }

  private async keep() {
    const mine = [...this.running.keys()];
    if (mine.length) await this.look(mine);
    for (const run of mine) await run.tell();
    const now = performance.now();
    // After an outage every lease has run out, and the workers that return need the time of one to renew theirs.
    if (now - this.reapedAt < this.leaseMs / 3 || now - this.failedAt < this.leaseMs) return;
    this.reapedAt = now;
    await this.settleLost();
  }

  private async look(mine: RunInProgress[]) {
    const leases = mine.map(({ run }) => run);
    if (performance.now() - this.renewedAt > this.leaseMs / 3 - this.keepMs) {
      await this.parts.queue.renew(leases, this.settings.leaseSeconds);
      this.renewedAt = performance.now();
    }
    const ours = new Map((await this.parts.queue.look(leases)).map((run) => [run.id, run.isCancelled]));
    for (const each of mine) {
      if (!this.running.has(each)) continue;
      if (!ours.has(each.run.id)) each.stop('lost');
      else if (ours.get(each.run.id)) each.stop('cancelled');
    }
  }

  private async settleLost() {
    const lost = await this.db.transaction(async () => {
      const runs = await this.parts.queue.settleLost();
      for (const run of runs) await this.parts.records.settled(run);
      return runs;
    });
    for (const run of lost) {
      this.parts.records.count(run);
      this.log.warn(`${run.job} ${run.id}: its worker fell silent; now ${run.state}.`);
    }
  }
}
