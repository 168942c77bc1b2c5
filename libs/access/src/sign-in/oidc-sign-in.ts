import { Injectable } from '@nestjs/common';
import { DomainError } from '#common';
import { OidcProvider } from '../oidc/oidc-provider.js';
import { RefusedSignIn } from '../oidc/refused-sign-in.js';
import { Attempts } from './attempts.js';
import type { Browser } from './browser.js';
import { Entrance } from './entrance.js';
import { Newcomers } from './newcomers.js';

/** Where the provider sends browsers back to; it has to be registered there. */
export const CALLBACK = '/auth/callback';

/** Signing in at the identity provider: the browser goes there and comes back with a code. */
@Injectable()
export class OidcSignIn {
  constructor(
    private readonly provider: OidcProvider,
    private readonly attempts: Attempts,
    private readonly newcomers: Newcomers,
    private readonly entrance: Entrance,
  ) {}

  /** The address at the provider to go to. */
  async begin(returnTo: string, browser: Browser): Promise<string> {
    this.provider.demandConfigured();
    const { browser: secret, challenge } = await this.attempts.begin(returnTo, browser.attempt);
    const url = await this.provider.authorizationUrl(callbackOf(browser), challenge);
    browser.keepAttempt(secret);
    return url.href;
  }

  /** `answer` is the query that the provider sent the browser back with; returns the path to go on to. */
  async finish(answer: string, browser: Browser): Promise<string> {
    const attempt = await this.attemptOf(answer, browser);
    const callback = new URL(`${callbackOf(browser)}?${answer}`);
    const identity = await this.provider
      .identityOf(callback, attempt.challenge)
      .catch((error: unknown) => this.entrance.refuse(error, browser));
    await this.entrance.admit(browser, 'oidc', () => this.newcomers.personOf(identity, browser.from));
    return attempt.returnTo;
  }

  private async attemptOf(answer: string, browser: Browser) {
    const state = new URLSearchParams(answer).get('state');
    const attempt = state && browser.attempt ? await this.attempts.take(state, browser.attempt) : undefined;
    const why = 'it was not begun in this browser, has been finished already, or took over ten minutes; begin again';
    return attempt ?? this.entrance.refuse(new RefusedSignIn(why), browser);
  }
}

/** Codes go to an address that is set, or to this machine itself; never to whatever a request calls us. */
function callbackOf({ origin }: Browser): string {
  if (origin === undefined)
    throw new DomainError('CONFLICT', 'Set CLOUDGOV_PUBLIC_URL to the address by which browsers reach this server.');
  return `${origin}${CALLBACK}`;
}
