import { Injectable } from '@nestjs/common';
import { DomainError, idOf, invalid, type Actor } from '#common';
import { Database } from '#data';
import type { PrincipalType } from './role-binding.entity.js';

const KNOWN = {
  user: 'select id from person where id::text = $1 or lower(email) = lower($1)',
  token: 'select id from machine_token where (id::text = $1 or name = $1) and revoked_at is null',
};

const IS_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A name may be chosen, an id may not: where one thing is named as another is numbered, the number is meant. */
const ID_FIRST = 'order by (id::text = $1) desc limit 1';

const ACTORS = `
  select 'user' as "principalType", id as "principalId" from person where 'user:' || id = $1 and disabled_at is null
  union all
  select 'token', id from machine_token where 'token:' || id = $1 and revoked_at is null`;

/** Those who can be bound, by what is named of them. */
@Injectable()
export class Principals {
  constructor(private readonly db: Database) {}

  /**
   * Throws `INVALID` for nobody, and for a token that is revoked; groups are whatever the identity provider says. Who
   * does not see the whole installation must know the id, and learns from no name whether there is somebody of it.
   */
  async idOf(type: PrincipalType, given: string, isByName = true): Promise<string> {
    if (type === 'group') return given;
    if (!isByName && !IS_ID.test(given)) throw invalid('principalId', 'must be an id');
    const [found] = await this.db.query<{ id: string }>(`${KNOWN[type]} ${ID_FIRST}`, [given]);
    if (!found) throw invalid('principalId', `there is no ${type} ${given}`);
    return found.id;
  }

  /** Who stands behind an actor, as bindings call them; `CONFLICT` where that is no one who could be bound. */
  async ofActor(who: Actor): Promise<{ principalType: PrincipalType; principalId: string }> {
    const [found] = await this.db.query<{ principalType: PrincipalType; principalId: string }>(ACTORS, [idOf(who)]);
    if (!found) throw new DomainError('CONFLICT', `${who.actor} is neither a person nor a machine token.`);
    return found;
  }
}
