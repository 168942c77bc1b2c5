import { Injectable } from '@nestjs/common';
import { Clock, notFound, type Caller } from '#common';
import { Database } from '#data';
import { Auditor } from '#platform';
import { hashOf } from '../one-time.js';
import type { SignInMethod } from './session.view.js';

interface Ended {
  id: string;
  personId: string;
  method: SignInMethod;
}

/** Ends sessions, and records who did. */
@Injectable()
export class SignOuts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly auditor: Auditor,
  ) {}

  /** One of the caller's own. */
  async one(caller: Caller, id: string): Promise<Ended> {
    const [ended] = await this.end(caller, 'person_id = $3 and id = $4', [caller.person?.id ?? null, id]);
    if (!ended) throw notFound('session', id);
    return ended;
  }

  /** All of a person; how many there were. */
  async all(caller: Caller, personId: string): Promise<number> {
    return (await this.end(caller, 'person_id = $3', [personId])).length;
  }

  /** Whatever a browser still had when somebody signs in there. */
  async replaced(caller: Caller, secret: string): Promise<void> {
    await this.end(caller, 'hash = $3', [hashOf(secret)]);
  }

  private end(caller: Caller, condition: string, values: unknown[]): Promise<Ended[]> {
    return this.db.transaction(async () => {
      const ended = await this.db.query<Ended>(
        `update session set ended_at = $1, ended_by = $2 where ended_at is null and ${condition}
         returning id, person_id as "personId", method`,
        [this.clock.now(), caller.actor, ...values],
      );
      for (const { id, personId } of ended)
        await this.auditor.record(caller, {
          action: 'session.end',
          subject: { type: 'session', id },
          before: { userId: personId },
        });
      return ended;
    });
  }
}
