import { Injectable } from '@nestjs/common';
import { systemCaller } from '#common';
import { Auditor } from '../auditor.js';
import { Metrics } from '../metrics.js';
import { isEnded, type JobRun } from './job-run.entity.js';
import { Signals } from './signals.js';

const BUCKETS = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 900, 3600, 14_400];

/** Tells the world what became of a run: the audit, the other processes, the metrics. */
@Injectable()
export class RunRecords {
  private readonly runs;
  private readonly durations;

  constructor(
    private readonly auditor: Auditor,
    private readonly signals: Signals,
    metrics: Metrics,
  ) {
    this.runs = metrics.counter({
      name: 'cloudgov_job_runs_total',
      help: 'Runs of jobs by how an attempt ended; `retried` runs again.',
      labelNames: ['job', 'outcome'],
    });
    this.durations = metrics.histogram({
      name: 'cloudgov_job_duration_seconds',
      help: 'Time from the first attempt of a run to its end.',
      labelNames: ['job'],
      buckets: BUCKETS,
    });
  }

  /** Within the transaction that settles the run. */
  async settled(run: JobRun) {
    if (!isEnded(run)) return this.signals.say('queued', run.job);
    const { id, job, state, attempt, result, error, requestedBy } = run;
    await this.auditor.record(systemCaller(`job:${job}`), {
      action: 'job.run',
      subject: { type: 'job_run', id },
      after: { job, state, attempt, result, error, requestedBy },
    });
    await this.signals.say('ended', id);
  }

  /** After that transaction, so that nothing is counted twice. */
  count({ job, state, startedAt, endedAt }: JobRun) {
    this.runs.inc({ job, outcome: state === 'queued' ? 'retried' : state });
    if (startedAt && endedAt) this.durations.observe({ job }, (endedAt.getTime() - startedAt.getTime()) / 1000);
  }
}
