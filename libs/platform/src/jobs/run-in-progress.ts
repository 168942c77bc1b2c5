import { DomainError } from '#common';
import type { Database } from '#data';
import { Stop, type Outcome, type StopReason } from './ending.js';
import type { JobContext } from './job.js';
import type { JobRun } from './job-run.entity.js';
import type { KnownJob } from './known-jobs.js';
import type { Progress, RunQueue } from './run-queue.js';

const MOST_MESSAGE = 1000;

/** One run in the hands of this process. What jobs call are arrows, so that they may be taken out of it. */
export class RunInProgress implements JobContext {
  private readonly stopper = new AbortController();
  private isCommitted = false;
  private isTold = true;
  progressed?: Progress;

  constructor(
    readonly job: KnownJob,
    readonly run: JobRun,
    private readonly parts: { db: Database; queue: RunQueue; leaseSeconds: number },
  ) {}

  get payload() {
    return this.run.payload;
  }

  get signal() {
    return this.stopper.signal;
  }

  get attempt() {
    return this.run.attempt;
  }

  get stopReason(): StopReason | undefined {
    const reason: unknown = this.signal.reason;
    return reason instanceof Stop ? reason.why : undefined;
  }

  /** The first reason counts: a run that takes too long is not cancelled afterwards. */
  stop(why: StopReason) {
    if (!this.signal.aborted) this.stopper.abort(new Stop(why));
  }

  readonly progress = (done: number, total?: number, message?: string) => {
    this.progressed = { done, total: total ?? null, message: message?.slice(0, MOST_MESSAGE) ?? null };
    this.isTold = false;
  };

  /** Writes the progress since the last time, if there is any. */
  async tell() {
    if (this.isTold || !this.progressed) return;
    this.isTold = true;
    await this.parts.queue.tell(this.run, this.progressed);
  }

  readonly step = <T>(work: () => Promise<T>): Promise<T> =>
    this.parts.db.transaction(async () => {
      if (!(await this.parts.queue.hold(this.run, this.parts.leaseSeconds))) throw new Stop('lost');
      return work();
    });

  readonly commit = async <T>(work: () => Promise<T>): Promise<T> => {
    if (this.isCommitted) throw new Error('A run is committed once; what comes before its last transaction is a step.');
    if (this.parts.db.isInTransaction) throw new Error('The last transaction of a run cannot lie within another one.');
    const answer = await this.step(async () => {
      const result = await work();
      await this.parts.queue.markCommitted(this.run, typeof result === 'object' ? result : null);
      return result;
    });
    this.isCommitted = true;
    return answer;
  };

  /** Runs the work to its end, however long that is after its signal was aborted. */
  async finish(): Promise<Outcome> {
    const timer = setTimeout(() => this.stop('timeout'), this.job.timeoutMs);
    try {
      const result = (await this.job.run(this)) ?? undefined;
      return { result, stop: this.stopReason, isCommitted: this.isCommitted };
    } catch (error) {
      const fault: unknown = error ?? new DomainError('CONFLICT', 'The job ended without a word.');
      return { error: fault, stop: this.stopReason, isCommitted: this.isCommitted };
    } finally {
      clearTimeout(timer);
    }
  }
}
