import { Injectable } from '@nestjs/common';
import { DomainError, type Caller } from '#common';
import { BindingsService } from '../bindings/bindings.service.js';
import { Granting } from '../bindings/granting.js';
import type { Person } from '../people/person.entity.js';
import { PeopleService } from '../people/people.service.js';
import type { InvitationInput } from './invitation.input.js';
import { NewInvitation } from './invitation.view.js';
import { linkPath, Links } from './links.js';

/** Inviting people by a link, where there is no identity provider to bring them. */
@Injectable()
export class Invitations {
  constructor(
    private readonly people: PeopleService,
    private readonly links: Links,
    private readonly bindings: BindingsService,
    private readonly granting: Granting,
  ) {}

  /** `origin` is the address by which the person will reach this installation. */
  create(caller: Caller, { email, name, role, scope }: InvitationInput, origin: string): Promise<NewInvitation> {
    if (caller.scope.kind !== 'all')
      throw new DomainError(
        'FORBIDDEN',
        'People belong to the whole estate: inviting them needs a role without a scope.',
      );
    return this.people.alone(async () => {
      const known = await this.people.byEmail(email);
      if (known) this.refuseStealing(caller, known);
      const person = known ?? (await this.people.create(caller, 'invitation', { email, name: name ?? null }));
      const principal = { principalType: 'user' as const, principalId: person.id };
      if (role) await this.bindings.create(caller, { ...principal, role, scope, reason: null, expiresAt: null });
      const link = await this.links.make(caller, person, 'invitation');
      const { id, createdAt, expiresAt } = link;
      return Object.assign(new NewInvitation(), {
        ...{ id, userId: person.id, email: person.email, name: person.name },
        ...{ createdBy: caller.actor, createdAt, expiresAt, url: `${origin}${linkPath(link)}` },
      });
    });
  }

  /** Whoever makes a link could use it themselves, with all the rights of the person. */
  private refuseStealing(caller: Caller, { id, lastSeenAt, disabledAt }: Person) {
    if (disabledAt) throw new DomainError('CONFLICT', 'This person is disabled; enable them first.', { id });
    if (lastSeenAt) throw new DomainError('CONFLICT', 'This person has signed in already.', { id });
    if (!this.granting.holdsEverywhere(caller, 'all'))
      throw new DomainError('FORBIDDEN', 'This person is known already, so only an administrator may invite them.', {
        id,
      });
  }
}
