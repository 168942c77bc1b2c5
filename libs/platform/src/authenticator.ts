import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { systemCaller, type Caller } from '#common';
import { Settings } from './settings.js';

/** What a request proves itself by: `Authorization: Bearer TOKEN`, or the console's cookie. */
export interface Credential {
  kind: 'bearer' | 'session';
  token: string;
  /** Nobody need be there: it is no use of a session. */
  isPassive?: boolean;
}

/** Tells whose a credential is; `#access` provides it. */
export abstract class Authenticator {
  abstract authenticate(credential: Credential): Promise<Caller | undefined>;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Knows the bootstrap administrator alone, who may do everything that is declared. */
@Injectable()
export class BootstrapAuthenticator extends Authenticator {
  constructor(private readonly settings: Settings) {
    super();
  }

  authenticate({ kind, token }: Credential): Promise<Caller | undefined> {
    const { adminToken } = this.settings;
    const isAdministrator =
      kind === 'bearer' && adminToken !== undefined && timingSafeEqual(digest(token), digest(adminToken));
    return Promise.resolve(isAdministrator ? systemCaller('token:bootstrap') : undefined);
  }
}
