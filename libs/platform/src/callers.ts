import { Injectable, UnauthorizedException } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#common';
import { everything, recognise } from '#data';
import { Authenticator, type Credential } from './authenticator.js';
import { cookieIn, refuseElsewhere, refuseForgery, SESSION_COOKIE } from './console-session.js';
import { toProblem } from './problem.filter.js';
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

/**
 * What a cookie needs beside itself, since browsers send it by themselves: nothing, of a page that others may link to; that
 * no page of another site asks; or the header that only our own pages can send.
 */
export type Proof = 'none' | 'from here' | 'header';

/** A token or a cookie that is nobody's, or nobody's any more. */
const UNKNOWN = { operation: 'sign-in', status: 401, code: 'UNAUTHENTICATED' };

function demand(proof: Proof, settings: Settings, headers: IncomingHttpHeaders, session: string): void {
  if (proof === 'header') refuseForgery(settings, headers, session);
  if (proof === 'from here') refuseElsewhere(settings, headers);
}

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
   * person wants it (403): reading is work too, and exports are recorded as theirs.
   */
  async of(asking: Asking, proof: Proof = READING.includes(asking.method ?? 'GET') ? 'from here' : 'header') {
    const caller = (asking.caller ??= await everything(() => this.find(asking, proof)));
    recognise(caller);
    return caller;
  }

  /** The same, where no filter sees what is refused: it is recorded here, as this operation. */
  async proven(asking: Asking, operation: string): Promise<Caller> {
    try {
      return await this.of(asking, 'header');
    } catch (error) {
      const { status, code } = toProblem(error);
      if (status === 403) this.refusals.note(asking, { operation, status, code });
      throw error;
    }
  }

  private async find(asking: Asking, proof: Proof): Promise<Caller> {
    const { headers, id, ip, isPassive } = asking;
    const credential = credentialOf(this.settings, headers);
    const caller = credential && (await this.authenticator.authenticate({ ...credential, isPassive }));
    if (credential) this.throttle.learn(ip, credential.token, caller !== undefined);
    if (credential && !caller) this.refusals.note(asking, UNKNOWN);
    if (!caller) throw new UnauthorizedException('Send a valid token: Authorization: Bearer TOKEN.');
    if (credential.kind === 'session') demand(proof, this.settings, headers, credential.token);
    return { ...caller, requestId: id, address: ip };
  }
}
