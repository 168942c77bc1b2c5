import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { PeopleService } from '../people/people.service.js';
import { Sessions } from './sessions.js';
import { SignOuts } from './sign-outs.js';
import type { Session } from './session.view.js';

/** Whose sessions somebody may look at and end: their own, and those of people whom they may see. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly people: PeopleService,
    private readonly sessions: Sessions,
    private readonly signOuts: SignOuts,
  ) {}

  /** A machine has none. */
  own(caller: Caller): Promise<Session[]> {
    return caller.person ? this.sessions.list(caller, caller.person.id) : Promise.resolve([]);
  }

  async of(caller: Caller, personId: string): Promise<Session[]> {
    const { id } = await this.people.get(caller, personId);
    return this.sessions.list(caller, id);
  }

  async endOwn(caller: Caller, id: string): Promise<void> {
    await this.signOuts.one(caller, id);
  }

  async endAllOwn(caller: Caller): Promise<void> {
    if (caller.person) await this.signOuts.all(caller, caller.person.id);
  }

  async endAllOf(caller: Caller, personId: string): Promise<void> {
    const { id } = await this.people.get(caller, personId);
    await this.signOuts.all(caller, id);
  }
}
