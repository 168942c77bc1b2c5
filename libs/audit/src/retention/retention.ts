import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '#common';
import { Database } from '#data';
import { AuditKeys } from '../chain/audit-keys.js';
import { GENESIS } from '../chain/canonical.js';
import { ChainStore, type ChainEnd } from '../chain/chain-store.js';
import { segmentText, type SignedSegment } from '../chain/signed-texts.js';
import { ChainReader } from '../verify/chain-reader.js';
import { Findings } from '../verify/findings.js';

/** So that no transaction deletes more than this. */
const MOST_POSITIONS = 100_000;

/** The last signed position that is old enough; never the newest, upon which the next seal is built. */
const LAST_OLD_HEAD = `
  select max(position)::float8 as position from audit_head
  where signed_at < $1 and position <= $2::bigint and position < (select max(position) from audit_head)`;

@Injectable()
export class RetentionParts {
  constructor(
    readonly db: Database,
    readonly store: ChainStore,
    readonly keys: AuditKeys,
    readonly chain: ChainReader,
  ) {}
}

/** Deletes the oldest entries in whole segments, of each of which a signed record stays behind. */
@Injectable()
export class Retention {
  constructor(
    private readonly parts: RetentionParts,
    private readonly clock: Clock,
  ) {}

  /** The next segment whose entries were all sealed before the moment, ready to be put in their place; none is undefined. */
  async nextSegment(before: Date, until: number): Promise<SignedSegment | undefined> {
    const { db, store, chain } = this.parts;
    const known = await store.segments();
    const end = known.at(-1)?.lastPosition ?? 0;
    const most = Math.min(until, end + MOST_POSITIONS);
    const [last] = await db.query<{ position: number | null }>(LAST_OLD_HEAD, [before, most]);
    if (!last?.position || last.position <= end) return undefined;
    const found = new Findings();
    const walk = await chain.follow(found, { until: last.position });
    if (found.count || walk.end.position !== last.position)
      throw new DomainError(
        'CONFLICT',
        'Nothing is deleted: the audit record is not whole. `cloudgov audit verify` says why.',
      );
    return this.signed(known.at(-1), walk.end);
  }

  /** Within a transaction: the segment comes, its entries go. */
  async forget(segment: SignedSegment): Promise<number> {
    const { firstPosition, lastPosition } = segment;
    await this.parts.store.addSegment(segment);
    await this.parts.db.query('select audit_forget($1)', [lastPosition]);
    return lastPosition - firstPosition + 1;
  }

  private signed(before: SignedSegment | undefined, end: ChainEnd): SignedSegment {
    const segment = {
      firstPosition: (before?.lastPosition ?? 0) + 1,
      lastPosition: end.position,
      previousHash: before?.lastHash ?? GENESIS,
      lastHash: end.hash,
      forgottenAt: this.clock.now(),
    };
    const signature = this.parts.keys.sign(segmentText(segment), false);
    if (!signature)
      throw new DomainError('UNAVAILABLE', 'Nothing is deleted: there is no key to sign the segment with.');
    return { ...segment, ...signature };
  }
}
