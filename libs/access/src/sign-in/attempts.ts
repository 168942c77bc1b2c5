import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import { Database } from '#data';
import { hashOf, newSecret } from '../one-time.js';
import type { Challenge } from '../oidc/oidc-provider.js';

const LASTS_MS = 10 * 60_000;

/** The browser's secret answers for each of its attempts, so that the database holds nothing that would sign one in. */
function challengeOf(browser: string, state: string): Challenge {
  const derived = (word: string) => createHmac('sha256', browser).update(`${word} ${state}`).digest('base64url');
  return { state, nonce: derived('nonce'), verifier: derived('verifier') };
}

/** Sign-ins that have been begun at the identity provider: each is finished once, by the browser that began it. */
@Injectable()
export class Attempts {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** A browser that begins several keeps its one secret. */
  async begin(returnTo: string, browser = newSecret()): Promise<{ browser: string; challenge: Challenge }> {
    const state = newSecret();
    const expiresAt = new Date(this.clock.now().getTime() + LASTS_MS);
    await this.db.query('insert into sign_in_attempt (state, browser, return_to, expires_at) values ($1, $2, $3, $4)', [
      hashOf(state),
      hashOf(browser),
      returnTo,
      expiresAt,
    ]);
    return { browser, challenge: challengeOf(browser, state) };
  }

  /** Undefined where it was never begun here, by another browser, too long ago, or has been finished already. */
  async take(state: string, browser: string): Promise<{ returnTo: string; challenge: Challenge } | undefined> {
    const [taken] = await this.db.query<{ returnTo: string }>(
      `delete from sign_in_attempt where state = $1 and browser = $2 and expires_at > $3
       returning return_to as "returnTo"`,
      [hashOf(state), hashOf(browser), this.clock.now()],
    );
    return taken && { returnTo: taken.returnTo, challenge: challengeOf(browser, state) };
  }
}
