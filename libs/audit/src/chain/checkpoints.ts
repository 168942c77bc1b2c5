import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '#platform';
import { CheckpointFiles } from './checkpoint-files.js';
import type { CheckpointPlace } from './checkpoint.js';
import { remotePlace } from './remote-checkpoints.js';
import type { SignedHead } from './signed-texts.js';

interface Copy {
  place: CheckpointPlace;
  /** Position of the last head that is there, written by this process. */
  position: number;
  at: number;
}

/** Copies signed heads out of the database, so that whoever owns it cannot turn it back unseen. */
@Injectable()
export class Checkpoints {
  private readonly log = new Logger('AuditCheckpoints');
  private readonly copies: Copy[];

  constructor(settings: Settings) {
    const remote = settings.auditCheckpoints && remotePlace(settings.auditCheckpoints, settings.isPrivateAllowed);
    const places = [new CheckpointFiles(join(settings.home, 'audit-checkpoints')), ...(remote ? [remote] : [])];
    this.copies = places.map((place) => ({ place, position: 0, at: -Infinity }));
  }

  get places(): CheckpointPlace[] {
    return this.copies.map(({ place }) => place);
  }

  /** Whether each place has this head already, or is to get it later; what fails is tried again at the next call. */
  async copy(head: SignedHead): Promise<void> {
    for (const copy of this.copies) {
      const isDue = head.position > copy.position && performance.now() - copy.at >= copy.place.everyMs;
      if (isDue) await this.write(copy, head);
    }
  }

  private async write(copy: Copy, head: SignedHead) {
    copy.at = performance.now();
    try {
      await copy.place.write(head);
      copy.position = head.position;
    } catch (error) {
      this.log.error(`A checkpoint could not be written to ${copy.place.name}: ${(error as Error).message}`);
    }
  }
}
