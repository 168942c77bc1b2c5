import { Injectable, UnauthorizedException } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '#common';
import { Authenticator } from './authenticator.js';

/** What is known of whoever asks, over HTTP or over a WebSocket. */
export interface Asking {
  id: string;
  ip: string;
  headers: IncomingHttpHeaders;
  caller?: Caller;
}

/** Tells who asks, once for each request. */
@Injectable()
export class Callers {
  constructor(private readonly authenticator: Authenticator) {}

  /** Throws 401 where the bearer token is missing or nobody's. */
  async of(asking: Asking): Promise<Caller> {
    return (asking.caller ??= await this.find(asking));
  }

  private async find({ headers, id, ip }: Asking): Promise<Caller> {
    const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
    const caller = token && (await this.authenticator.authenticate({ kind: 'bearer', token }));
    if (!caller) throw new UnauthorizedException('Send a valid token: Authorization: Bearer TOKEN.');
    return { ...caller, requestId: id, address: ip };
  }
}
