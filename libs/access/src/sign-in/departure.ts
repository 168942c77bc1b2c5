import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { OidcProvider } from '../oidc/oidc-provider.js';
import { SignOuts } from '../sessions/sign-outs.js';
import type { Browser } from './browser.js';
import { LANDING } from './return-path.js';

/** Signing out. */
@Injectable()
export class Departure {
  constructor(
    private readonly signOuts: SignOuts,
    private readonly provider: OidcProvider,
  ) {}

  /** Where to go on to, for whoever came from the identity provider; a machine has no session to end. */
  async of(caller: Caller, browser: Browser): Promise<string | null> {
    if (!caller.person) return null;
    const { method } = await this.signOuts.one(caller, caller.person.sessionId);
    browser.forget();
    return method === 'oidc' ? this.provider.endSessionUrl(`${browser.origin ?? ''}${LANDING}`) : null;
  }
}
