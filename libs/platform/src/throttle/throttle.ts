import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '#common';
import { Metrics } from '../metrics.js';
import { Settings } from '../settings.js';
import { addressKey } from './address.js';
import { Buckets, type Verdict } from './buckets.js';

/** Keys of one rule that are kept at once: some megabytes in all. */
const MOST_KEYS = 20_000;

/** Nobody's secret stays in memory for longer than its request. */
const digest = (text: string) => createHash('sha256').update(text).digest('base64');

type Rule = 'token' | 'address' | 'sign-in';

/**
 * How much one may ask of this process. A credential has a bucket of its own once it has proved to be someone's; until
 * then, and for strangers, the address counts, so that guessing tokens is as slow as asking without one.
 */
@Injectable()
export class Throttle {
  private readonly tokens: Buckets;
  private readonly addresses: Buckets;
  private readonly signIns: Buckets;
  private readonly refused;

  constructor(
    settings: Settings,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    this.tokens = new Buckets(settings.rateLimit, MOST_KEYS);
    this.addresses = new Buckets(settings.strangerLimit, MOST_KEYS);
    this.signIns = new Buckets(settings.signInLimit, MOST_KEYS);
    this.refused = metrics.counter({
      name: 'cloudgov_throttled_total',
      help: 'Requests refused with 429, by the rule that they broke.',
      labelNames: ['rule'],
    });
  }

  /** Whether the token has proved to be someone's not long ago. */
  knows(token?: string): boolean {
    return token !== undefined && this.tokens.has(digest(token));
  }

  /** A request that comes in, before anybody has looked whose its token is. */
  request(address: string, token?: string): Verdict {
    return this.knows(token)
      ? this.take('token', this.tokens, digest(token!))
      : this.take('address', this.addresses, addressKey(address));
  }

  /** A try to sign in, by its address, or by what is tried: an e-mail address, a link. */
  signIn(by: { address: string } | { subject: string }): Verdict {
    const key = 'address' in by ? addressKey(by.address) : digest(by.subject.trim().toLowerCase());
    return this.take('sign-in', this.signIns, key);
  }

  /** Tells what became of a token: from now on a good one counts by itself, any other for its address. */
  learn(address: string, token: string, isGood: boolean) {
    const key = digest(token);
    if (isGood === this.tokens.has(key)) return;
    if (isGood) {
      this.tokens.take(key, this.now);
      this.addresses.putBack(addressKey(address));
    } else {
      this.tokens.forget(key);
      this.addresses.take(addressKey(address), this.now);
    }
  }

  private take(rule: Rule, buckets: Buckets, key: string): Verdict {
    const verdict = buckets.take(key, this.now);
    if (!verdict.isAllowed) this.refused.inc({ rule });
    return verdict;
  }

  private get now() {
    return this.clock.now().getTime();
  }
}
