import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { Clock, DomainError, idOf, type Caller, type Page, type PageRequest } from '#common';
import { Database } from '#data';
import { Auditor } from '../auditor.js';
import { Bell } from './bell.js';
import { isEnded, type JobRun } from './job-run.entity.js';
import { isStartable, JobView } from './job.view.js';
import { KnownJobs } from './known-jobs.js';
import { RunInbox, type RunRequest } from './run-inbox.js';
import { Runs, type RunSearch } from './runs.js';
import { Signals } from './signals.js';

const POLL_MS = 1_000;

export type EnqueueOptions = { caller: Caller } & Omit<RunRequest, 'requestedBy' | 'payload'>;

@Injectable()
export class JobsParts {
  constructor(
    readonly db: Database,
    readonly auditor: Auditor,
    readonly clock: Clock,
    readonly signals: Signals,
  ) {}
}

/** Durable work: asks for it, looks at it, waits for it and ends it. */
@Injectable()
export class Jobs implements BeforeApplicationShutdown {
  private isClosing = false;

  constructor(
    private readonly known: KnownJobs,
    private readonly inbox: RunInbox,
    private readonly runs: Runs,
    private readonly parts: JobsParts,
  ) {}

  /** Nobody is kept waiting by a server that stops. */
  beforeApplicationShutdown() {
    this.isClosing = true;
  }

  /** Joins the transaction that is open: what is rolled back was never asked for. */
  async enqueue(name: string, payload: object, { caller, ...request }: EnqueueOptions): Promise<JobRun> {
    const { run } = await this.inbox.put(this.known.get(name), { ...request, payload, requestedBy: caller });
    return run;
  }

  /** Starts a job by hand; while such a run is queued or at work, that one is answered. */
  start(caller: Caller, name: string): Promise<JobRun> {
    const job = this.known.get(name);
    if (!isStartable(job))
      throw new DomainError('CONFLICT', `The job ${name} is started by what needs it, not by its name.`);
    return this.parts.db.transaction(async () => {
      const { run, isNew } = await this.inbox.put(job, { requestedBy: caller, payload: {}, key: 'by hand' });
      if (isNew) await this.record(caller, 'job.start', run);
      return this.visible(caller, run);
    });
  }

  async list(caller: Caller): Promise<JobView[]> {
    const jobs = this.known.all();
    const newest = await this.runs.newest(
      caller,
      jobs.map(({ name }) => name),
    );
    const now = this.parts.clock.now();
    return jobs.map((job) => new JobView(job, now, newest.get(job.name)));
  }

  get(caller: Caller, id: string): Promise<JobRun> {
    return this.runs.get(caller, id);
  }

  listRuns(caller: Caller, search: RunSearch, page: PageRequest): Promise<Page<JobRun>> {
    return this.runs.list(caller, search, page);
  }

  /** A run that waits is cancelled at once, one at work is asked to end; asking twice changes nothing. */
  cancel(caller: Caller, id: string): Promise<JobRun> {
    return this.parts.db.transaction(async () => {
      const before = await this.runs.get(caller, id);
      const was = await this.runs.requestCancel(id);
      const run = await this.runs.get(caller, id);
      if (!was && run.state !== 'cancelled')
        throw new DomainError('CONFLICT', `The run has already ended: it is ${run.state}.`);
      if (was && !before.cancelRequestedAt) await this.record(caller, 'job.cancel', run);
      if (was) await this.parts.signals.say(was === 'queued' ? 'ended' : 'cancel', id);
      return run;
    });
  }

  /** The run when it has ended, or as it is after so many seconds. */
  async waitFor(caller: Caller, id: string, seconds: number): Promise<JobRun> {
    const until = performance.now() + seconds * 1000;
    const bell = new Bell();
    const stop = this.parts.signals.on('ended', (ended) => ended === id && bell.ring());
    try {
      for (;;) {
        const run = await this.runs.get(caller, id);
        const left = until - performance.now();
        if (isEnded(run) || left <= 0 || this.isClosing) return run;
        await bell.wait(Math.min(left, POLL_MS));
      }
    } finally {
      stop();
    }
  }

  /** Somebody else may have started it, whose runs a narrower scope does not see. */
  private visible(caller: Caller, run: JobRun): JobRun {
    if (caller.scope.kind === 'all' || run.requestedById === idOf(caller)) return run;
    throw new DomainError('CONFLICT', `The job ${run.job} is already at work for somebody else.`);
  }

  private record(caller: Caller, action: string, { id, job, state }: JobRun) {
    return this.parts.auditor.record(caller, { action, subject: { type: 'job_run', id }, after: { job, state } });
  }
}
