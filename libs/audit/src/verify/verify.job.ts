import { Injectable, Logger } from '@nestjs/common';
import { Job, Metrics, type JobContext } from '#platform';
import { ChainStore } from '../chain/chain-store.js';
import { ChainReader } from './chain-reader.js';
import { CheckpointCheck } from './checkpoint-check.js';
import { Findings } from './findings.js';
import { OutsideChain } from './outside-chain.js';
import type { AuditState, Verification } from './verification.view.js';

export const VERIFY = 'audit.verify';

export type VerificationResult = Omit<Verification, 'runId' | 'isEnded'>;

@Injectable()
export class VerifyParts {
  constructor(
    readonly store: ChainStore,
    readonly chain: ChainReader,
    readonly outside: OutsideChain,
    readonly checkpoints: CheckpointCheck,
  ) {}
}

@Injectable()
export class VerifyJob {
  private readonly log = new Logger('AuditVerification');
  private readonly whole;

  constructor(
    private readonly parts: VerifyParts,
    metrics: Metrics,
  ) {
    this.whole = metrics.gauge({
      name: 'cloudgov_audit_whole',
      help: '1 where the last verification of this process found the audit record whole, 0 where it did not.',
    });
  }

  @Job({
    name: VERIFY,
    cron: '40 4 * * *',
    timeoutMs: 60 * 60_000,
    description: 'Read the whole audit record and see that it is what was sealed, signed and copied to checkpoints.',
    resumable: true,
  })
  async run({ signal, progress }: Pick<JobContext, 'signal' | 'progress'>): Promise<VerificationResult> {
    const { store, chain, outside, checkpoints } = this.parts;
    const found = new Findings();
    // Before all else: whatever is signed by now must be there when it is looked for.
    const newestHead = (await store.newestHead())?.position ?? 0;
    const walk = await chain.follow(found, { signal, progress: (done) => progress(done, newestHead) });
    walk.finish(newestHead);
    await outside.check(found);
    const checked = await checkpoints.check(found);
    const unsealed = await outside.unsealed();
    const state: AuditState = found.faults[0]?.kind ?? (unsealed.isOverdue ? 'unsealed' : 'whole');
    this.tell(state, found);
    return {
      isWhole: state === 'whole',
      state,
      entries: walk.links,
      lastPosition: walk.end.position,
      lastHash: walk.end.hash.toString('hex'),
      heads: walk.heads,
      checkpoints: checked,
      unsealed,
      faultCount: found.count,
      faults: found.faults,
    };
  }

  private tell(state: AuditState, { faults }: Findings) {
    this.whole.set(state === 'whole' ? 1 : 0);
    if (state !== 'whole') this.log.error(`The audit record is ${state}: ${faults[0]?.message ?? 'nothing seals it'}`);
  }
}
