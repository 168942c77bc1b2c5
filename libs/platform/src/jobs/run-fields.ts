import { JobRun } from './job-run.entity.js';

/** What the API shows of a run, as `job_run r` has it. */
export const RUN_FIELDS = `r.id, r.job, r.state, r.queued_at as "queuedAt", r.scheduled_for as "scheduledFor",
  r.started_at as "startedAt", r.ended_at as "endedAt", r.requested_by as "requestedBy",
  r.subject_type as "subjectType", r.subject_id as "subjectId", r.attempt, r.done, r.total, r.message,
  r.cancel_requested_at as "cancelRequestedAt", r.error, r.result, r.worker`;

/** What the queue itself needs besides. */
export const QUEUE_FIELDS = `${RUN_FIELDS}, r.requested_by_id as "requestedById", r.payload, r.key, r.due_at as "dueAt", r.lease_until as "leaseUntil",
  r.committed_at as "committedAt", r.fence, r.failures, r.max_attempts as "maxAttempts"`;

export const toRun = (row: JobRun): JobRun => Object.assign(new JobRun(), row);
