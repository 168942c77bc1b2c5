import { Injectable } from '@nestjs/common';
import { Database } from '#data';
import { Auditor } from '#platform';
import { RefusedSignIn } from '../oidc/refused-sign-in.js';
import { actorOf, type Person } from '../people/person.entity.js';
import { Sessions } from '../sessions/sessions.js';
import { SignOuts } from '../sessions/sign-outs.js';
import type { SignInMethod } from '../sessions/session.view.js';
import type { Browser } from './browser.js';
import { as } from './newcomers.js';

/** Lets people in who have proved themselves, and records whom it lets in and whom not. */
@Injectable()
export class Entrance {
  constructor(
    private readonly db: Database,
    private readonly auditor: Auditor,
    private readonly sessions: Sessions,
    private readonly signOuts: SignOuts,
  ) {}

  /** Whatever `prove` does holds only where somebody comes in by it; the browser's session of before ends. */
  async admit(browser: Browser, method: SignInMethod, prove: () => Promise<Pick<Person, 'id' | 'email'>>) {
    const { from, agent, session } = browser;
    const secret = await this.db
      .transaction(async () => {
        const person = await prove();
        const caller = as(actorOf(person), from);
        if (session) await this.signOuts.replaced(caller, session);
        const started = await this.sessions.start(person, { method, address: from.address, agent });
        const after = { userId: person.id, method };
        await this.auditor.record(caller, {
          action: 'session.start',
          subject: { type: 'session', id: started.id },
          after,
        });
        return started.secret;
      })
      .catch((error: unknown) => this.refuse(error, browser));
    browser.keepSession(secret);
  }

  /**
   * Throws it again. Whom the provider vouched for is recorded here; of all others `Refusals` keeps count, so that nobody
   * fills the log by guessing.
   */
  async refuse(error: unknown, { from }: Browser): Promise<never> {
    if (error instanceof RefusedSignIn && error.email)
      await this.auditor.record(as({ actor: 'anonymous' }, from), {
        action: 'session.refuse',
        subject: { type: 'user', id: error.email },
        note: error.reason,
      });
    throw error;
  }
}
