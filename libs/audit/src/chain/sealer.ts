import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#common';
import { Database, isAway } from '#data';
import { Metrics, Pulse, Settings } from '#platform';
import { AuditKeys } from './audit-keys.js';
import { sealOf, type SealedColumns } from './canonical.js';
import { ChainStore, type ChainEnd, type Seal } from './chain-store.js';
import { Checkpoints } from './checkpoints.js';
import { headText, type SignedHead } from './signed-texts.js';

/**
 * Entries are looked for this often. No NOTIFY wakes the sealer: PostgreSQL lets transactions that notify commit one
 * after the other, and those who write would queue.
 */
const POLL_MS = 300;
const BATCH = 2_000;

@Injectable()
export class SealerParts {
  constructor(
    readonly store: ChainStore,
    readonly keys: AuditKeys,
    readonly checkpoints: Checkpoints,
    readonly clock: Clock,
  ) {}
}

/**
 * Appends what was written to the chain and signs its end. Every worker tries; the lock of the round's own transaction
 * lets one of them, and the primary key of the positions would refuse a second.
 */
@Injectable()
export class Sealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('AuditSealer');
  private readonly pulse = new Pulse(() => this.turn(), POLL_MS);
  private readonly lag;
  private newest?: SignedHead;
  private complaint?: string;

  constructor(
    private readonly db: Database,
    private readonly settings: Settings,
    private readonly parts: SealerParts,
    metrics: Metrics,
  ) {
    this.lag = metrics.histogram({
      name: 'cloudgov_audit_seal_lag_seconds',
      help: 'Time from the writing of an audit entry to its seal.',
      buckets: [0.1, 0.25, 0.5, 1, 2, 5, 30, 300],
    });
  }

  onApplicationBootstrap() {
    if (this.settings.role !== 'api') this.pulse.start();
  }

  beforeApplicationShutdown() {
    return this.pulse.stop();
  }

  /** Seals all that waits, unless another process is at it; returns how many entries. */
  async seal(): Promise<number> {
    let all = 0;
    for (let some = BATCH; some === BATCH; all += some) {
      const sealed = (await this.parts.store.hasPending()) ? await this.db.transaction(() => this.round()) : undefined;
      some = sealed?.count ?? 0;
      // After the commit: what a crash in between leaves out, the next round or start makes good.
      this.newest = sealed?.head ?? this.newest ?? (await this.parts.store.newestHead());
      if (this.newest) await this.parts.checkpoints.copy(this.newest);
    }
    return all;
  }

  private async turn() {
    try {
      await this.seal();
      this.complaint = undefined;
    } catch (error) {
      const { message, stack } = error as Error;
      if (message !== this.complaint) this.log.error(isAway(error) ? message : stack);
      this.complaint = message;
    }
  }

  private async round(): Promise<{ count: number; head: SignedHead } | undefined> {
    const { store } = this.parts;
    if (!(await store.claim())) return undefined;
    const rows = await store.pending(BATCH);
    if (!rows.length) return undefined;
    const seals = chained(await this.soundEnd(), rows);
    const head = this.signed(seals.at(-1)!, seals[0]!.position === 1);
    await store.append(seals, head);
    for (const { waitedMs } of rows) this.lag.observe(waitedMs / 1000);
    return { count: rows.length, head };
  }

  /** The chain goes on only from an end that is signed: nothing is ever built upon a forgery. */
  private async soundEnd(): Promise<ChainEnd> {
    const { store, keys } = this.parts;
    const [end, head] = [await store.end(), await store.newestHead()];
    const isSame = end.position === (head?.position ?? 0) && (!head || head.hash.equals(end.hash));
    if (!isSame || (head && keys.check(headText(head), head) !== 'right'))
      throw new Error(
        'Nothing more is sealed: the end of the audit chain is not what this installation has signed. `cloudgov audit verify` says why.',
      );
    return end;
  }

  private signed({ position, hash }: ChainEnd, isFirst: boolean): SignedHead {
    const head = { position, hash, signedAt: this.parts.clock.now() };
    const signature = this.parts.keys.sign(headText(head), isFirst);
    if (!signature)
      throw new Error(
        'Nothing more is sealed: CLOUDGOV_HOME/audit.key is gone. Bring it back, or set CLOUDGOV_AUDIT_KEY.',
      );
    return { ...head, ...signature };
  }
}

function chained(end: ChainEnd, rows: SealedColumns[]): Seal[] {
  let { position, hash } = end;
  return rows.map((row) => ({ entryId: row.id, position: ++position, hash: (hash = sealOf(hash, row)) }));
}
