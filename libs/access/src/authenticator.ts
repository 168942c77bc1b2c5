import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { Authenticator, BootstrapAuthenticator, type Credential } from '#platform';
import { Sessions } from './sessions/sessions.js';
import { TokenKeys } from './tokens/token-keys.js';

/** Knows the bootstrap administrator, machine tokens, and the sessions of people. */
@Injectable()
export class AccessAuthenticator extends Authenticator {
  constructor(
    private readonly bootstrap: BootstrapAuthenticator,
    private readonly tokens: TokenKeys,
    private readonly sessions: Sessions,
  ) {
    super();
  }

  async authenticate(credential: Credential): Promise<Caller | undefined> {
    if (credential.kind === 'session') return this.sessions.authenticate(credential.token, credential.isPassive);
    return (await this.bootstrap.authenticate(credential)) ?? this.tokens.authenticate(credential.token);
  }
}
