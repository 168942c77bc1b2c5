import { Injectable } from '@nestjs/common';
import { callerOf, Clock, newId, type Caller } from '#common';
import { Database } from '#data';
import { Settings } from '#platform';
import { DISABLED, RefusedSignIn } from '../oidc/refused-sign-in.js';
import { hashOf, newSecret } from '../one-time.js';
import { actorOf, type Person } from '../people/person.entity.js';
import { Rights } from './rights.js';
import { Session, type SignInMethod } from './session.view.js';

const MINUTE_MS = 60_000;

/** $2 is now, $3 since when a session must have been used. */
const IS_OPEN = 's.ended_at is null and s.expires_at > $2 and s.seen_at > $3';

interface Found {
  id: string;
  personId: string;
  email: string;
  groups: string[];
  seenAt: Date;
}

export interface Browser {
  method: SignInMethod;
  address?: string;
  agent?: string;
}

/** Who is signed in. The server keeps the hash of a session's secret alone, and says when it ends. */
@Injectable()
export class Sessions {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly rights: Rights,
  ) {}

  /**
   * A new session with its secret, for its cookie: never one that the browser had before. Within a transaction, in which
   * the person stays as they are: whoever disables them meanwhile waits, and finds this session to end.
   */
  async start({ id, email }: Pick<Person, 'id' | 'email'>, browser: Browser): Promise<{ id: string; secret: string }> {
    const [entering] = await this.db.query('select from person where id = $1 and disabled_at is null for update', [id]);
    if (!entering) throw new RefusedSignIn(DISABLED, email);
    const now = this.clock.now();
    const secret = newSecret();
    const expiresAt = new Date(now.getTime() + this.settings.sessionHours * 60 * MINUTE_MS);
    const started = newId(now);
    const { method, address = null, agent = null } = browser;
    await this.db.query(
      `insert into session (id, hash, person_id, method, address, agent, created_at, seen_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7, $8)`,
      [started, hashOf(secret), id, method, address, agent?.slice(0, 400), now, expiresAt],
    );
    await this.db.query('update person set last_seen_at = $2 where id = $1', [id, now]);
    return { id: started, secret };
  }

  /** Whose session it is; undefined where it has ended, was not used for long, or its person may not sign in. */
  async authenticate(secret: string, isPassive = false): Promise<Caller | undefined> {
    const [found] = await this.db.query<Found>(
      `select s.id, p.id as "personId", p.email,
         case when s.method = 'oidc' then p.groups else '{}' end as groups, s.seen_at as "seenAt"
       from session s join person p on p.id = s.person_id
       where s.hash = $1 and ${IS_OPEN} and p.disabled_at is null`,
      [hashOf(secret), ...this.times()],
    );
    if (!found) return undefined;
    if (!isPassive) await this.see(found);
    const grants = await this.rights.of(found.personId, found.groups);
    return {
      ...callerOf(actorOf({ id: found.personId, email: found.email }), grants),
      person: { id: found.personId, sessionId: found.id },
    };
  }

  /** The open ones of a person, the newest first. */
  async list({ person }: Caller, personId: string): Promise<Session[]> {
    const rows = await this.db.query<Session>(
      `select s.id, s.method, s.address, s.agent, s.created_at as "createdAt", s.seen_at as "seenAt",
         s.expires_at as "expiresAt", s.id is not distinct from $4::uuid as "isCurrent"
       from session s where s.person_id = $1 and ${IS_OPEN} order by s.id desc`,
      [personId, ...this.times(), person?.sessionId ?? null],
    );
    return rows.map((row) => Object.assign(new Session(), row));
  }

  private times(): [now: Date, usedSince: Date] {
    const now = this.clock.now();
    return [now, new Date(now.getTime() - this.settings.sessionIdleMinutes * MINUTE_MS)];
  }

  /** Noted once a minute, since nobody needs it finer and every request would write. */
  private async see({ id, personId, seenAt }: Found) {
    const now = this.clock.now();
    if (now.getTime() - seenAt.getTime() < MINUTE_MS) return;
    await this.db.query('update session set seen_at = $2 where id = $1 and seen_at < $2', [id, now]);
    await this.db.query('update person set last_seen_at = $2 where id = $1', [personId, now]);
  }
}
