import { Injectable, UnauthorizedException } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#common';
import { everything, recognise } from '#data';
import { Authenticator, type Credential } from './authenticator.js';
import { cookieIn, refuseForgery, SESSION_COOKIE } from './console-session.js';
import { Refusals } from './refusals.js';
import { Settings } from './settings.js';
import { Throttle } from './throttle/throttle.js';

/** What is known of whoever asks, over HTTP or over a WebSocket. */
export interface Asking {
  id: string;
  ip: string;
  headers: IncomingHttpHeaders;
  method?: string;
  /** It only waits for what others do, which is no sign that anybody is there. */
  isPassive?: boolean;
  caller?: Caller;
}

/** What a request shows of itself, whether it is anybody's or not; a token that is said counts, and no cookie beside it. */
export function credentialOf(settings: Settings, headers: IncomingHttpHeaders): Credential | undefined {
  const { authorization } = headers;
  const session = authorization ? undefined : cookieIn(settings, headers, SESSION_COOKIE);
  if (session !== undefined) return { kind: 'session', token: session };
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : { kind: 'bearer', token };
}

const READING = ['GET', 'HEAD', 'OPTIONS'];

/** A token or a cookie that is nobody's, or nobody's any more. */
const UNKNOWN = { operation: 'sign-in', status: 401, code: 'UNAUTHENTICATED' };

/** Tells who asks, once for each request, and from then on the database shows that one's part of the estate alone. */
@Injectable()
export class Callers {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly throttle: Throttle,
    private readonly settings: Settings,
    private readonly refusals: Refusals,
  ) {}

  /**
   * Throws 401 where the token is missing or nobody's. What a browser sends by itself, a cookie, is no proof that the
   * person wants it: changes need more (403), and so does whatever `isProofNeeded` says.
   */
  async of(asking: Asking, isProofNeeded = !READING.includes(asking.method ?? 'GET')): Promise<Caller> {
    const caller = (asking.caller ??= await everything(() => this.find(asking, isProofNeeded)));
    recognise(caller);
    return caller;
  }

  private async find(asking: Asking, isProofNeeded: boolean): Promise<Caller> {
    const { headers, id, ip, isPassive } = asking;
    const credential = credentialOf(this.settings, headers);
    const caller = credential && (await this.authenticator.authenticate({ ...credential, isPassive }));
    if (credential) this.throttle.learn(ip, credential.token, caller !== undefined);
    if (credential && !caller) this.refusals.note(asking, UNKNOWN);
    if (!caller) throw new UnauthorizedException('Send a valid token: Authorization: Bearer TOKEN.');
    if (credential.kind === 'session' && isProofNeeded) refuseForgery(this.settings, headers, credential.token);
    return { ...caller, requestId: id, address: ip };
  }
}
