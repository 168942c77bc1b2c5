import { JobSchedule, ScheduleParts } from './job-schedule.js';
import { Jobs, JobsParts } from './jobs.js';
import { JobsResolver } from './jobs.resolver.js';
import { KnownJobs } from './known-jobs.js';
import { QueueDepth } from './queue-depth.js';
import { RunInbox } from './run-inbox.js';
import { RunQueue } from './run-queue.js';
import { RunRecords } from './run-records.js';
import { Runs } from './runs.js';
import { Signals } from './signals.js';
import { TidyJob } from './tidy.job.js';
import { Worker, WorkerParts } from './worker.js';

/** What durable work is made of. */
export const JOB_PROVIDERS = [
  JobSchedule,
  Jobs,
  JobsParts,
  JobsResolver,
  KnownJobs,
  QueueDepth,
  RunInbox,
  RunQueue,
  RunRecords,
  Runs,
  ScheduleParts,
  Signals,
  TidyJob,
  Worker,
  WorkerParts,
];
