import { Injectable } from '@nestjs/common';
import { Clock, newId, systemCaller, type Actor, type Caller } from '#common';
import { Settings } from '#platform';
import type { Identity } from '../oidc/identity.js';
import { DISABLED, RefusedSignIn } from '../oidc/refused-sign-in.js';
import { actorOf, type Person } from '../people/person.entity.js';
import { PeopleService } from '../people/people.service.js';

/** Somebody who asks before we know who they are, and whoever they turn out to be. */
export type From = Pick<Caller, 'requestId' | 'address'>;
export const as = (who: Actor, from: From): Caller => ({ ...systemCaller(who.actor), ...who, ...from });

/** Tells which person an identity is, and makes one for whoever signs in for the first time. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly people: PeopleService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  personOf(identity: Identity, from: From): Promise<Person> {
    if (this.settings.oidcVerifiedEmail && !identity.isEmailVerified)
      throw new RefusedSignIn(`the provider does not say that ${identity.email} is verified`, identity.email);
    return this.people.alone(async () => {
      const { issuer, subject, groups } = identity;
      const known = await this.people.byIdentity(issuer, subject);
      const namesake = await this.people.byEmail(identity.email);
      const told = { groups, ...(identity.name && { name: identity.name }) };
      if (known) {
        const email = identity.isEmailVerified && !namesake ? { email: identity.email } : {};
        return this.refresh(known, { ...told, ...email }, from);
      }
      if (!namesake) return this.create(identity, from);
      this.refuseTakeover(identity, namesake);
      return this.refresh(namesake, { ...told, issuer, subject }, from);
    });
  }

  /** Whoever comes for the first time is who makes them. */
  private create(identity: Identity, from: From) {
    const born = { ...identity, id: newId(this.clock.now()) };
    return this.people.create(as(actorOf(born), from), 'oidc', born);
  }

  private async refresh({ id }: Person, told: Partial<Person>, from: From) {
    const person = await this.people.lock(id);
    if (person.disabledAt) throw new RefusedSignIn(DISABLED, person.email);
    return this.people.refresh(as(actorOf({ ...person, ...told }), from), person, told);
  }

  /** An address is enough for whoever was invited by it, or came by a provider of before, and never beside another identity. */
  private refuseTakeover({ issuer, email, isEmailVerified }: Identity, namesake: Person) {
    if (!isEmailVerified)
      throw new RefusedSignIn(`${email} is somebody already, and the provider does not verify it`, email);
    if (namesake.issuer === issuer)
      throw new RefusedSignIn(`another account of the provider has signed in with ${email} before`, email);
  }
}
