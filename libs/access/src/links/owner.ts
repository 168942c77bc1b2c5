import { Injectable } from '@nestjs/common';
import { DomainError, systemCaller, type Caller } from '#common';
import { Database } from '#data';
import { Settings } from '#platform';
import type { Person } from '../people/person.entity.js';
import { PeopleService } from '../people/people.service.js';
import { Links, type Link } from './links.js';
import { OwnerRole } from './owner-role.js';

@Injectable()
export class OwnerParts {
  constructor(
    readonly db: Database,
    readonly settings: Settings,
    readonly links: Links,
    readonly role: OwnerRole,
  ) {}
}

/** Lets the owner in who has no other way: at the first start, and when they have locked themselves out. */
@Injectable()
export class Owner {
  constructor(
    private readonly people: PeopleService,
    private readonly parts: OwnerParts,
  ) {}

  /**
   * A link for the first sign-in of all, where nothing else is set up to sign in with. It is made at the first start,
   * and again at each start that somebody watches until one has been used.
   */
  firstLink(isWatched: boolean): Promise<Link | undefined> {
    const { settings, db } = this.parts;
    if (settings.oidcIssuer !== undefined || settings.role === 'worker') return Promise.resolve(undefined);
    return this.people.alone(async () => {
      const [found] = await db.query<{ people: boolean; signIns: boolean }>(
        `select exists (select from person) as people,
           exists (select from person where last_seen_at is not null) as "signIns"`,
      );
      const isWanted = isWatched ? !found!.signIns : !found!.people;
      return isWanted ? this.make(systemCaller('job:start'), settings.ownerEmail) : undefined;
    });
  }

  /** A link for whoever has this address; the owner is made, enabled and given the role where that is what they lack. */
  linkFor(caller: Caller, email: string): Promise<Link> {
    return this.people.alone(() => this.make(caller, email.toLowerCase()));
  }

  private async make(caller: Caller, email: string): Promise<Link> {
    const { settings, links, role } = this.parts;
    const isOwner = email === settings.ownerEmail;
    const known = await this.people.byEmail(email);
    if (isOwner) {
      const owner = await this.enabled(caller, known ?? (await this.people.create(caller, 'owner', { email })));
      await role.ensure(caller, owner.id);
      return links.make(caller, owner, 'sign-in');
    }
    if (!known)
      throw new DomainError('NOT_FOUND', `Nobody has the address ${email}; the owner is ${settings.ownerEmail}.`);
    if (known.disabledAt) throw new DomainError('CONFLICT', `${email} is disabled; only the owner is let in so.`);
    return links.make(caller, known, 'sign-in');
  }

  private enabled(caller: Caller, person: Person): Person | Promise<Person> {
    return person.disabledAt ? this.people.update(caller, person.id, { disabled: false }) : person;
  }
}
