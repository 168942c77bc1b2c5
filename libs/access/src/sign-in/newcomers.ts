import { Injectable } from '@nestjs/common';
import { systemCaller, type Caller } from '#common';
import { Settings } from '#platform';
import type { Identity } from '../oidc/identity.js';
import { RefusedSignIn } from '../oidc/refused-sign-in.js';
import { actorOf, type Person } from '../people/person.entity.js';
import { PeopleService } from '../people/people.service.js';

/** Somebody who asks before we know who they are, and whoever they turn out to be. */
export type From = Pick<Caller, 'requestId' | 'address'>;
export const as = (actor: string, from: From): Caller => ({ ...systemCaller(actor), ...from });

/** Tells which person an identity is, and makes one for whoever signs in for the first time. */
@Injectable()
export class Newcomers {
  constructor(
    private readonly people: PeopleService,
    private readonly settings: Settings,
  ) {}

  personOf(identity: Identity, from: From): Promise<Person> {
    if (this.settings.oidcVerifiedEmail && !identity.isEmailVerified)
      throw new RefusedSignIn(`the provider does not say that ${identity.email} is verified`, identity.email);
    return this.people.alone(async () => {
      const { issuer, subject, groups } = identity;
      const caller = as(actorOf(identity), from);
      const known = await this.people.byIdentity(issuer, subject);
      const namesake = await this.people.byEmail(identity.email);
      const told = { groups, ...(identity.name && { name: identity.name }) };
      if (known) {
        const email = identity.isEmailVerified && !namesake ? { email: identity.email } : {};
        return this.people.refresh(caller, this.mayEnter(known), { ...told, ...email });
      }
      if (!namesake) return this.people.create(caller, 'oidc', identity);
      this.refuseTakeover(identity, namesake);
      return this.people.refresh(caller, this.mayEnter(namesake), { ...told, issuer, subject });
    });
  }

  /** An address is enough for whoever was invited by it, or came by a provider of before, and never beside another identity. */
  private refuseTakeover({ issuer, email, isEmailVerified }: Identity, namesake: Person) {
    if (!isEmailVerified)
      throw new RefusedSignIn(`${email} is somebody already, and the provider does not verify it`, email);
    if (namesake.issuer === issuer)
      throw new RefusedSignIn(`another account of the provider has signed in with ${email} before`, email);
  }

  private mayEnter(person: Person): Person {
    if (person.disabledAt) throw new RefusedSignIn('an administrator has disabled you', person.email);
    return person;
  }
}
