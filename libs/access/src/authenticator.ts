import { Injectable } from '@nestjs/common';
import type { Caller } from '#common';
import { Authenticator, BootstrapAuthenticator, type Credential } from '#platform';
import { TokenKeys } from './tokens/token-keys.js';

/** Knows the bootstrap administrator and machine tokens. */
@Injectable()
export class AccessAuthenticator extends Authenticator {
  constructor(
    private readonly bootstrap: BootstrapAuthenticator,
    private readonly tokens: TokenKeys,
  ) {
    super();
  }

  async authenticate(credential: Credential): Promise<Caller | undefined> {
    if (credential.kind === 'session') return undefined;
    return (await this.bootstrap.authenticate(credential)) ?? this.tokens.authenticate(credential.token);
  }
}
