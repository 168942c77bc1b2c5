import { Injectable } from '@nestjs/common';
import {
  Clock,
  DomainError,
  idOf,
  newId,
  notFound,
  systemCaller,
  type Actor,
  type Caller,
  type Page,
  type PageRequest,
} from '#common';
import { Database, pageSql, SqlParams } from '#data';
import { Auditor } from '#platform';
import { hashOf, newSecret } from '../one-time.js';
import { actorOf, type Person } from '../people/person.entity.js';
import { Invitation } from './invitation.view.js';

const MINUTE_MS = 60_000;

/** Minutes that a link works: one is used at once, the other waits in somebody's mail. */
const LASTS = { 'sign-in': 15, invitation: 7 * 24 * 60 };
export type LinkKind = keyof typeof LASTS;

/** $1 is now. An invitation is for who has never been here: whoever made it must not come in as them later. */
const WORKS = `l.used_at is null and l.revoked_at is null and l.expires_at > $1 and p.disabled_at is null
  and (l.kind <> 'invitation' or p.last_seen_at is null)`;

/** A link as it is made: the only time that its secret is known. */
export interface Link {
  id: string;
  /** Goes into an address, `/auth/link/SECRET`. */
  secret: string;
  createdAt: Date;
  expiresAt: Date;
}

export const linkPath = ({ secret }: Pick<Link, 'secret'>) => `/auth/link/${secret}`;

export interface WorkingLink {
  id: string;
  kind: LinkKind;
  personId: string;
  email: string;
}

const FIELDS = `l.id, p.id as "userId", p.email, p.name, l.created_by as "createdBy", l.created_at as "createdAt",
  l.expires_at as "expiresAt"`;

const SORTABLE = {
  email: { sql: 'p.email', type: 'text', filled: true },
  createdAt: { sql: 'l.created_at', type: 'timestamptz', filled: true },
  expiresAt: { sql: 'l.expires_at', type: 'timestamptz', filled: true },
};

/** Links that sign a person in once; of each the hash alone is kept. */
@Injectable()
export class Links {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly auditor: Auditor,
  ) {}

  /** A new one; those of the same kind that the person has not used yet end with it. */
  make(caller: Caller, { id: personId, email }: Pick<Person, 'id' | 'email'>, kind: LinkKind): Promise<Link> {
    return this.db.transaction(async () => {
      const now = this.clock.now();
      await this.db.query(
        `update sign_in_link set revoked_at = $3
         where person_id = $1 and kind = $2 and used_at is null and revoked_at is null`,
        [personId, kind, now],
      );
      const expiresAt = new Date(now.getTime() + LASTS[kind] * MINUTE_MS);
      const link = { id: newId(now), secret: newSecret(), createdAt: now, expiresAt };
      await this.db.query(
        `insert into sign_in_link (id, hash, kind, person_id, created_by, created_by_id, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [link.id, hashOf(link.secret), kind, personId, caller.actor, idOf(caller), now, expiresAt],
      );
      await this.record(caller, 'link.create', { id: link.id, after: { kind, email, expiresAt } });
      return link;
    });
  }

  /** Whoever gains rights is not to be impersonated by who invited them with fewer: only one's own invitation stays. */
  async endForeign(granter: Actor, personId: string): Promise<void> {
    await this.db.query(
      `update sign_in_link set revoked_at = $3 where person_id::text = $1 and kind = 'invitation' and created_by_id <> $2
         and used_at is null and revoked_at is null`,
      [personId, idOf(granter), this.clock.now()],
    );
  }

  /** Whom it would sign in; it stays as it is, for whoever looks at a page may have been sent there by a program. */
  async find(secret: string): Promise<WorkingLink | undefined> {
    const [found] = await this.db.query<WorkingLink>(
      `select l.id, l.kind, p.id as "personId", p.email from sign_in_link l join person p on p.id = l.person_id
       where l.hash = $2 and ${WORKS}`,
      [this.clock.now(), hashOf(secret)],
    );
    return found;
  }

  /** Uses it up; of two who try at once one succeeds. */
  use(secret: string, from: Pick<Caller, 'requestId' | 'address'>): Promise<WorkingLink | undefined> {
    return this.db.transaction(async () => {
      // The person before the link, as whoever disables them takes both.
      await this.db.query(
        `select from person where id = (select person_id from sign_in_link where hash = $1) for update`,
        [hashOf(secret)],
      );
      const [used] = await this.db.query<WorkingLink>(
        `update sign_in_link l set used_at = $1 from person p where p.id = l.person_id and l.hash = $2 and ${WORKS}
         returning l.id, l.kind, p.id as "personId", p.email`,
        [this.clock.now(), hashOf(secret)],
      );
      if (!used) return undefined;
      const { id, kind, email } = used;
      const who = actorOf({ id: used.personId, email });
      await this.record({ ...systemCaller(who.actor), ...who, ...from }, 'link.use', { id, after: { kind, email } });
      return used;
    });
  }

  /** Invitations that have been neither accepted nor revoked, nor have expired. */
  invitations(caller: Caller, request: PageRequest): Promise<Page<Invitation>> {
    const params = new SqlParams();
    params.add(this.clock.now());
    const own = caller.scope.kind === 'all' ? 'true' : 'false';
    const listing = {
      as: Invitation,
      select: FIELDS,
      from: 'sign_in_link l join person p on p.id = l.person_id',
      where: `l.kind = 'invitation' and ${WORKS} and ${own}`,
      params,
      sortable: SORTABLE,
      defaultSort: '-createdAt',
      id: { sql: 'l.id', type: 'uuid' },
    };
    return pageSql(this.db, listing, request);
  }

  /** An invitation that nobody has accepted yet. */
  revoke(caller: Caller, id: string): Promise<void> {
    if (caller.scope.kind !== 'all') return Promise.reject(notFound('invitation', id));
    return this.db.transaction(async () => {
      const [found] = await this.db.query<{ isOpen: boolean }>(
        `select l.used_at is null and l.revoked_at is null as "isOpen" from sign_in_link l
         where l.id = $1 and l.kind = 'invitation' for update`,
        [id],
      );
      if (!found) throw notFound('invitation', id);
      if (!found.isOpen) throw new DomainError('CONFLICT', 'It has been accepted or revoked already.', { id });
      await this.db.query('update sign_in_link set revoked_at = $2 where id = $1', [id, this.clock.now()]);
      await this.record(caller, 'link.revoke', { id });
    });
  }

  private record(caller: Caller, action: string, { id, after }: { id: string; after?: object }) {
    return this.auditor.record(caller, { action, subject: { type: 'link', id }, after });
  }
}
