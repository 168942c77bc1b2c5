import { DomainError } from '#common';
import { toProblem } from '../problem.filter.js';
import type { JobOptions } from './job.js';
import type { RunState } from './job-run.entity.js';

export type StopReason = 'cancelled' | 'timeout' | 'stopping' | 'lost';

const STOPS: Record<StopReason, string> = {
  cancelled: 'The run has been cancelled.',
  timeout: 'The run took longer than its job may.',
  stopping: 'The server was stopped before the run had ended.',
  lost: 'The run has lost its lease; it is no longer ours.',
};

/** Why the signal of a run is aborted. */
export class Stop extends DomainError {
  constructor(readonly why: StopReason) {
    super('CONFLICT', STOPS[why]);
  }
}

/** How the work of a run ended: it threw, or answered; and what had happened to the run by then. */
export interface Outcome {
  error?: unknown;
  result?: unknown;
  stop?: StopReason;
  isCommitted: boolean;
}

/** What is written of the run. `queued` is another attempt, after `delayMs`. */
export interface Ending {
  state: Exclude<RunState, 'running'>;
  error: string | null;
  result: unknown;
  delayMs: number;
  failures: number;
  /** A stopped server does not count as an attempt. */
  isGivenBack: boolean;
}

interface Past {
  id: string;
  failures: number;
}

const HOUR_MS = 3_600_000;

/** Doubled from failure to failure up to an hour, and spread by a tenth so that a crowd does not come back at once. */
export const backoff = (baseMs: number, failures: number) =>
  Math.round(Math.min(baseMs * 2 ** (failures - 1), HOUR_MS) * (0.9 + Math.random() * 0.2));

/** What people may read of an error: ours in its own words, a bug only by the place where the log has it. */
export function faultText(error: unknown, id: string): string {
  const { status, detail, details } = toProblem(error);
  if (status === 500) return `Something went wrong on our side; the log has it under the run ${id}.`;
  const fields = (details?.errors ?? []) as { field: string; messages: string[] }[];
  const named = fields.map(({ field, messages }) => ` ${field} ${messages.join(', ')}.`).join('');
  return `${detail}${named}`.slice(0, 1000);
}

function afterFailure({ attempts = 1, backoffMs = 5_000 }: JobOptions, { id, failures }: Past, error: unknown): Ending {
  const so = failures + 1;
  const isLast = so >= attempts;
  const delayMs = isLast ? 0 : backoff(backoffMs, so);
  const text = faultText(error, id);
  return { state: isLast ? 'failed' : 'queued', error: text, result: null, delayMs, failures: so, isGivenBack: false };
}

/** Decides by how the work ended, never by what was asked of it: work that finished in spite of a cancel is done. */
export function endingOf(job: JobOptions, past: Past, { error, result, stop, isCommitted }: Outcome): Ending {
  const plain = { error: null, result: null, delayMs: 0, failures: past.failures, isGivenBack: false };
  if (isCommitted || error === undefined) return { ...plain, state: 'done', result: result ?? null };
  if (stop === 'cancelled') return { ...plain, state: 'cancelled' };
  if (stop === 'timeout') return afterFailure(job, past, new Stop('timeout'));
  if (stop !== 'stopping') return afterFailure(job, past, error);
  if (job.resumable) return { ...plain, state: 'queued', isGivenBack: true };
  return { ...plain, state: 'failed', error: new Stop('stopping').message };
}
