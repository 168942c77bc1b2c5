import { Injectable } from '@nestjs/common';
import { DomainError, idOf, type Actor } from '#common';
import { Database } from '#data';

/** The bearer of the bootstrap token makes tokens for others, and is not those others. */
const BOOTSTRAP = 'token:bootstrap';

/** The id of an actor, then whoever made its token, then whoever made that one's. */
export type Makers = readonly string[];

/** Whether two actors may carry out one will: one made the other's token, or a third person made both. */
export function isOneWill(one: Makers, other: Makers): boolean {
  const [first, second] = [one[0], other[0]];
  return one.some((each) => other.includes(each) && (each === first || each === second || each !== BOOTSTRAP));
}

const MAKERS = `
  with recursive maker (actor, step) as (
    select $1::text, 0
    union all
    select t.created_by_id, m.step + 1 from maker m join machine_token t on m.actor = 'token:' || t.id where m.step < 20
  )
  select actor from maker order by step`;

/** Two people for one matter: whoever asks for it does not approve it, nor does a token of theirs. */
@Injectable()
export class FourEyes {
  constructor(private readonly db: Database) {}

  /** Throws `FORBIDDEN` where the approver is the requester, by whichever token. */
  async check(approver: Actor, requester: Actor): Promise<void> {
    const [one, other] = [await this.makersOf(approver), await this.makersOf(requester)];
    if (!isOneWill(one, other)) return;
    const requestedBy = requester.actor;
    throw new DomainError('FORBIDDEN', `Another person than ${requestedBy} must approve this.`, { requestedBy });
  }

  private async makersOf(who: Actor): Promise<Makers> {
    const rows = await this.db.query<{ actor: string }>(MAKERS, [idOf(who)]);
    return rows.map((row) => row.actor);
  }
}
