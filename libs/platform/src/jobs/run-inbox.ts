import { Injectable } from '@nestjs/common';
import { Clock, DomainError, idOf, newId, type Actor } from '#common';
import { Database, everything } from '#data';
import type { JobOptions } from './job.js';
import type { JobRun } from './job-run.entity.js';
import { QUEUE_FIELDS, toRun } from './run-fields.js';
import { CHANNEL } from './signals.js';

/** What is asked of a job. */
export interface RunRequest {
  requestedBy: Actor;
  payload: unknown;
  /** While a run with the same key is queued or running, that one is answered instead of a second. */
  key?: string;
  /** A job runs once for each such moment, and not before it. */
  scheduledFor?: Date;
  subject?: { type: string; id: string };
}

export interface Enqueued {
  run: JobRun;
  isNew: boolean;
}

/** A crash must not end a resumable run, but one that kills its process each time must end some day. */
const RESUMPTIONS = 4;

const maxAttempts = ({ attempts = 1, resumable }: JobOptions) => attempts + (resumable ? RESUMPTIONS : 0);

const INSERT = `
  with r as (
    insert into job_run (id, job, state, queued_at, due_at, scheduled_for, requested_by, requested_by_id,
      subject_type, subject_id, payload, key, max_attempts)
    values ($1, $2, 'queued', clock_timestamp(), coalesce($3, clock_timestamp()), $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict do nothing returning *
  ) select ${QUEUE_FIELDS} from r where pg_notify('${CHANNEL}', 'queued ' || r.job)::text is not null`;

/** The way into the queue: one statement in whatever transaction is open, so that it is undone with it. */
@Injectable()
export class RunInbox {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The queue is everybody's: what keeps a run out of it may be somebody else's. */
  put(job: JobOptions, request: RunRequest): Promise<Enqueued> {
    return everything(() => this.tryPut(job, request));
  }

  private async tryPut(job: JobOptions, request: RunRequest): Promise<Enqueued> {
    for (let tries = 0; tries < 5; tries++) {
      const run = await this.insert(job, request);
      if (run) return { run, isNew: true };
      const earlier = await this.earlier(job, request);
      if (earlier) return { run: earlier, isNew: false };
    }
    throw new DomainError('CONFLICT', `The job ${job.name} is asked for too often at once; try again.`);
  }

  private async insert(job: JobOptions, request: RunRequest): Promise<JobRun | undefined> {
    const { requestedBy, payload, key, scheduledFor, subject } = request;
    const [row] = await this.db.query<JobRun>(INSERT, [
      newId(this.clock.now()),
      job.name,
      scheduledFor ?? null,
      requestedBy.actor,
      idOf(requestedBy),
      subject?.type ?? null,
      subject?.id ?? null,
      JSON.stringify(payload ?? {}),
      key ?? null,
      maxAttempts(job),
    ]);
    return row && toRun(row);
  }

  /** Whatever kept ours out; gone again where it has ended meanwhile. */
  private async earlier(job: JobOptions, { key, scheduledFor }: RunRequest): Promise<JobRun | undefined> {
    const [row] = await this.db.query<JobRun>(
      `select ${QUEUE_FIELDS} from job_run r where r.job = $1
       and (r.scheduled_for = $2 or r.key = $3 and r.state in ('queued', 'running')) limit 1`,
      [job.name, scheduledFor ?? null, key ?? null],
    );
    return row && toRun(row);
  }
}
