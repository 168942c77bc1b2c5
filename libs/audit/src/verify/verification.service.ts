import { Injectable } from '@nestjs/common';
import { DomainError, type Caller } from '#common';
import { isEnded, Jobs, type JobRun } from '#platform';
import { FaultView, UnsealedView, Verification } from './verification.view.js';
import { VERIFY, type VerificationResult } from './verify.job.js';

const UNKNOWN: VerificationResult = {
  isWhole: null,
  state: null,
  entries: null,
  lastPosition: null,
  lastHash: null,
  heads: null,
  checkpoints: null,
  unsealed: null,
  faultCount: null,
  faults: [],
};

@Injectable()
export class VerificationService {
  constructor(private readonly jobs: Jobs) {}

  /** Starts a verification, or joins the one that is at work, and waits so many seconds for its end. */
  async verify(caller: Caller, waitSeconds: number): Promise<Verification> {
    if (caller.scope.kind !== 'all')
      throw new DomainError('FORBIDDEN', 'The record is verified as a whole: that needs audit:read and no scope.');
    const { id } = await this.jobs.start(caller, VERIFY);
    return shown(await this.jobs.waitFor(caller, id, waitSeconds));
  }
}

function shown(run: JobRun): Verification {
  if (isEnded(run) && run.state !== 'done')
    throw new DomainError('UNAVAILABLE', run.error ?? 'The verification was cancelled.');
  const result = (run.result as VerificationResult | null) ?? UNKNOWN;
  const faults = result.faults.map((fault) => Object.assign(new FaultView(), { ...fault, at: momentOf(fault.at) }));
  const unsealed =
    result.unsealed &&
    Object.assign(new UnsealedView(), { ...result.unsealed, oldestAt: momentOf(result.unsealed.oldestAt) });
  return Object.assign(new Verification(), { ...result, faults, unsealed, runId: run.id, isEnded: isEnded(run) });
}

/** A run's result is JSON, in which moments are texts. */
const momentOf = (text: Date | null) => text && new Date(text);
