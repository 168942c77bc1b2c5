import { Injectable, UnauthorizedException } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#common';
import { Authenticator, type Credential } from './authenticator.js';
import { Throttle } from './throttle/throttle.js';

/** What is known of whoever asks, over HTTP or over a WebSocket. */
export interface Asking {
  id: string;
  ip: string;
  headers: IncomingHttpHeaders;
  caller?: Caller;
}

/** What a request shows of itself, whether it is anybody's or not. */
export function credentialOf({ authorization }: IncomingHttpHeaders): Credential | undefined {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  return token === undefined ? undefined : { kind: 'bearer', token };
}

/** Tells who asks, once for each request. */
@Injectable()
export class Callers {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly throttle: Throttle,
  ) {}

  /** Throws 401 where the bearer token is missing or nobody's. */
  async of(asking: Asking): Promise<Caller> {
    return (asking.caller ??= await this.find(asking));
  }

  private async find({ headers, id, ip }: Asking): Promise<Caller> {
    const credential = credentialOf(headers);
    const caller = credential && (await this.authenticator.authenticate(credential));
    if (credential) this.throttle.learn(ip, credential.token, caller !== undefined);
    if (!caller) throw new UnauthorizedException('Send a valid token: Authorization: Bearer TOKEN.');
    return { ...caller, requestId: id, address: ip };
  }
}
