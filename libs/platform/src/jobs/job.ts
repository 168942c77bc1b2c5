import type { JobRun } from './job-run.entity.js';

export const JOB = Symbol('job');

export interface JobOptions {
  name: string;
  /** Five or six fields, in UTC; none where the job is only ever enqueued. */
  cron?: string;
  /** After so long the run's signal is aborted; its lease goes only when the work has really ended. */
  timeoutMs: number;
  description: string;
  /** Runs at once over all processes; 1 unless told. */
  concurrency?: number;
  /** How often a run that fails is tried in all; 1 unless told. */
  attempts?: number;
  /** The wait after the first failure, doubled after each further one up to an hour; 5 s unless told. */
  backoffMs?: number;
  /** Begun again after its process died or was stopped; otherwise such a run has failed. */
  resumable?: boolean;
  /** Whether people may start it by name, which needs a job that works without a payload: those with a cron, unless told. */
  startable?: boolean;
}

/** What a run is given to work with. */
export interface JobContext<P = unknown> {
  readonly run: JobRun;
  readonly payload: P;
  /** Aborted when the run is cancelled, takes too long, has lost its lease, or the process stops. */
  readonly signal: AbortSignal;
  /** 1 for the first. */
  readonly attempt: number;
  /** Kept in memory and written once a second, so it may be told as often as one likes. */
  readonly progress: (done: number, total?: number, message?: string) => void;
  /** A transaction that is refused (`CONFLICT`) once the lease is lost; as many of them as the work needs. */
  readonly step: <T>(work: () => Promise<T>) => Promise<T>;
  /**
   * The last transaction of a run: refused once the lease is lost, and the run counts as done from here on, even if
   * the process dies before it can say so. An object that it returns is the run's result until `run` returns another.
   */
  readonly commit: <T>(work: () => Promise<T>) => Promise<T>;
}

export type JobMethod = (context: JobContext<never>) => Promise<object | void>;

/** A method that is durable work: it runs by its cron, or when enqueued, once, in whichever process is free. */
export const Job =
  (options: JobOptions) =>
  <M extends JobMethod>(_class: object, _name: string | symbol, { value }: TypedPropertyDescriptor<M>) =>
    Reflect.defineMetadata(JOB, options, value as object);
