import { Injectable } from '@nestjs/common';
import { AuditKeys } from '../chain/audit-keys.js';
import { ChainStore } from '../chain/chain-store.js';
import { Checkpoints } from '../chain/checkpoints.js';
import { headText, type SignedHead } from '../chain/signed-texts.js';
import type { Findings } from './findings.js';

const day = (at: Date) => at.toISOString().slice(0, 19).replace('T', ' ');

/** Compares the chain with what was copied out of the database. */
@Injectable()
export class CheckpointCheck {
  constructor(
    private readonly store: ChainStore,
    private readonly keys: AuditKeys,
    private readonly checkpoints: Checkpoints,
  ) {}

  /** Returns how many checkpoints there are. */
  async check(found: Findings): Promise<number> {
    let count = 0;
    const contradicting: SignedHead[] = [];
    for (const place of this.checkpoints.places)
      for await (const heads of place.read()) {
        count += heads.length;
        const doubtful = await this.contradicting(heads);
        const wrong = doubtful.filter((head) => this.keys.check(headText(head), head) !== 'right');
        for (const { position, signedAt: at } of wrong)
          found.add('altered', `A checkpoint in ${place.name} is not signed by a key of ours.`, { position, at });
        contradicting.push(
          ...doubtful
            .filter((head) => !wrong.includes(head))
            .sort(byPosition)
            .slice(0, 1),
        );
      }
    await this.tell(found, contradicting.sort(byPosition)[0]);
    return count;
  }

  /** Those of whose position the chain says something else, or nothing though no segment was deleted there. */
  private async contradicting(heads: SignedHead[]): Promise<SignedHead[]> {
    const hashes = await this.store.hashesAt(heads.map(({ position }) => position));
    const segments = await this.store.segments();
    const deleted = segments.at(-1)?.lastPosition ?? 0;
    return heads.filter(({ position, hash }) => {
      const now = hashes.get(position);
      return now ? !now.equals(hash) : position > deleted;
    });
  }

  private async tell(found: Findings, first?: SignedHead) {
    if (!first) return;
    const { position, signedAt: at } = first;
    const end = await this.store.end();
    const what =
      end.position < position
        ? `ends at ${end.position}, before the checkpoint of ${day(at)} at ${position}`
        : `has not at ${position} what the checkpoint of ${day(at)} signs`;
    found.add('restored', `The record ${what}: it was turned back to an earlier state.`, { position, at });
  }
}

const byPosition = (one: SignedHead, other: SignedHead) => one.position - other.position;
