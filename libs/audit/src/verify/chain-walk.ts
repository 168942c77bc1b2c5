import type { AuditKeys } from '../chain/audit-keys.js';
import { GENESIS, sealOf, type SealedColumns } from '../chain/canonical.js';
import type { ChainEnd } from '../chain/chain-store.js';
import { headText, segmentText, type SignedSegment } from '../chain/signed-texts.js';
import type { Findings } from './findings.js';

/** No transaction takes so long between its entry and its commit; a clock set back by more is worth a look, too. */
const LONGEST_MICROSECONDS = 3_600_000_000;

/** One link of the chain with all that hangs on it; the entry's columns are null where it is gone. */
export type Link = { [Column in keyof SealedColumns]: SealedColumns[Column] | null } & {
  position: number;
  entryId: string;
  seal: Buffer;
  signedHash: Buffer | null;
  signedAt: Date | null;
  signature: Buffer | null;
  keyId: string | null;
};

const momentOf = (microseconds: string | null) =>
  microseconds === null ? null : new Date(Number(microseconds) / 1000);
const placeOf = ({ position, entryId, at }: Link) => ({ position, entryId, at: momentOf(at) });

/**
 * Follows the chain from link to link. Each link is judged from the seal that is stored before it, so one that was
 * changed does not make all that follow look wrong.
 */
export class ChainWalk {
  links = 0;
  heads = 0;
  end: ChainEnd = { position: 0, hash: GENESIS };
  private lastHead = 0;
  private signedAt = 0;
  /** What the link before should have been sealed with, where its stored seal is another. */
  private expected?: Buffer;

  constructor(
    private readonly keys: Pick<AuditKeys, 'check'>,
    private readonly found: Findings,
  ) {}

  /** Deleted parts come before all others and join without a gap. */
  passSegments(segments: SignedSegment[]) {
    for (const segment of segments) {
      const { firstPosition, lastPosition, previousHash, lastHash, forgottenAt: at } = segment;
      const place = { position: firstPosition, at };
      if (firstPosition !== this.end.position + 1 || !previousHash.equals(this.end.hash))
        this.found.add('missing', 'The deleted segments do not join: one is missing or changed.', place);
      if (this.keys.check(segmentText(segment), segment) !== 'right')
        this.found.add('altered', 'A deleted segment is not signed by a key of this installation.', place);
      this.end = { position: lastPosition, hash: lastHash };
    }
    this.lastHead = this.end.position;
  }

  pass(link: Link) {
    const isNext = link.position === this.end.position + 1;
    if (!isNext) this.gap(link);
    this.checkEntry(link, isNext);
    if (link.signedHash) this.checkHead(link);
    this.links++;
    this.end = { position: link.position, hash: link.seal };
  }

  /** After the last link; `newestHead` is the position of the newest head that there was before the walk began. */
  finish(newestHead: number) {
    if (newestHead > this.end.position)
      this.found.add(
        'missing',
        `The chain ends at ${this.end.position}, but what is signed went on to ${newestHead}.`,
        { position: this.end.position + 1 },
        newestHead - this.end.position,
      );
    if (this.lastHead < this.end.position)
      this.found.add(
        'missing',
        `No signature covers the end of the chain, from ${this.lastHead + 1} to ${this.end.position}.`,
        { position: this.lastHead + 1 },
      );
  }

  private gap(link: Link) {
    const from = this.end.position + 1;
    const many = link.position - from;
    if (many > 0) this.found.add('missing', `${many} sealed entries are gone, seal and all.`, { position: from }, many);
    else this.found.add('inserted', 'A seal stands where a segment was deleted.', placeOf(link));
    this.expected = undefined;
  }

  private checkEntry(link: Link, isNext: boolean) {
    const before = this.expected;
    this.expected = undefined;
    if (link.id === null) return this.found.add('missing', 'A sealed entry is gone.', placeOf(link));
    if (Number(link.at) < this.signedAt - LONGEST_MICROSECONDS)
      this.found.add('inserted', 'The entry is dated long before the signature that stood before it.', placeOf(link));
    if (!isNext) return;
    const row = link as SealedColumns;
    const hash = sealOf(this.end.hash, row);
    if (hash.equals(link.seal)) return;
    // It fits what the link before should have been sealed with: that seal alone was changed, and is told already.
    if (before && sealOf(before, row).equals(link.seal)) return;
    this.expected = hash;
    this.found.add('altered', 'The entry or its seal is not what was sealed.', placeOf(link));
  }

  private checkHead(link: Link) {
    this.heads++;
    this.lastHead = link.position;
    this.signedAt = link.signedAt!.getTime() * 1000;
    const { position, seal, signedHash, signedAt, signature, keyId } = link as Link & { signedHash: Buffer };
    const head = { position, hash: signedHash, signedAt: signedAt!, signature: signature!, keyId: keyId! };
    const place = { ...placeOf(link), at: signedAt };
    const verdict = this.keys.check(headText(head), head);
    if (verdict === 'unknown') this.found.add('altered', 'A head is signed with a key that is none of ours.', place);
    else if (verdict === 'wrong') this.found.add('altered', 'The signature of a head is wrong.', place);
    else if (!signedHash.equals(seal))
      this.found.add('altered', 'The chain was written anew: a head signs another seal.', place);
  }
}
