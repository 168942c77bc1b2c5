import { Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { Clock, DomainError } from '#common';
import { Settings } from '#platform';
import { identityOf, type Identity } from './identity.js';
import { refusalOf, RefusedSignIn } from './refused-sign-in.js';

const DISCOVERED_MS = 10 * 60_000;
const PATIENCE_SECONDS = 10;

/** Seconds that our clock and the provider's may differ. */
const SKEW_SECONDS = 60;

/** What only the browser that began a sign-in can bring back. */
export interface Challenge {
  state: string;
  nonce: string;
  verifier: string;
}

/** The identity provider of the settings: found by discovery when it is needed, so that it may be down at our start. */
@Injectable()
export class OidcProvider {
  private found?: { metadata: oidc.ServerMetadata; at: Date };

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  get isConfigured(): boolean {
    return this.settings.oidcIssuer !== undefined;
  }

  demandConfigured(): void {
    if (this.isConfigured) return;
    throw new DomainError('NOT_FOUND', 'No identity provider is set (CLOUDGOV_OIDC_ISSUER); sign in by a link.');
  }

  /** Where to send a browser to sign in. */
  async authorizationUrl(redirectUri: string, { state, nonce, verifier }: Challenge): Promise<URL> {
    return oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: redirectUri,
      scope: this.settings.oidcScopes,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
  }

  /** Whom the provider vouches for, to the browser that it has sent back to `callback`; throws where that is in doubt. */
  async identityOf(callback: URL, { state, nonce, verifier }: Challenge): Promise<Identity> {
    const configuration = await this.configuration();
    try {
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
      const tokens = await oidc.authorizationCodeGrant(configuration, callback, checks);
      const claims = tokens.claims()!;
      this.refuseFuture(claims.iat);
      const told = await this.userInfo(configuration, tokens.access_token, claims.sub);
      const who = { issuer: claims.iss, subject: claims.sub };
      const identity = identityOf(who, { ...told, ...claims }, this.settings.oidcGroupsClaim);
      if (!identity) throw new RefusedSignIn('the provider tells no e-mail address (CLOUDGOV_OIDC_SCOPES asks for it)');
      return identity;
    } catch (error) {
      throw refusalOf(error);
    }
  }

  /** Where a browser is signed out of the provider too; null where there is no such place, or it cannot be found now. */
  async endSessionUrl(returnTo: string): Promise<string | null> {
    if (!this.isConfigured) return null;
    const configuration = await this.configuration().catch(() => undefined);
    if (!configuration?.serverMetadata().end_session_endpoint) return null;
    return oidc.buildEndSessionUrl(configuration, { post_logout_redirect_uri: returnTo }).href;
  }

  /** Claims that are in the identity token count; many providers tell the others only here. */
  private async userInfo(configuration: oidc.Configuration, accessToken: string, subject: string) {
    if (!configuration.serverMetadata().userinfo_endpoint) return {};
    return oidc.fetchUserInfo(configuration, accessToken, subject);
  }

  private refuseFuture(issuedAt: number) {
    if (issuedAt > this.clock.now().getTime() / 1000 + SKEW_SECONDS)
      throw new RefusedSignIn('the identity token comes from the future; see that the clocks are right');
  }

  /** Made anew each time, so that keys are fetched anew too: one that has been rotated in is known, one withdrawn is not. */
  private async configuration(): Promise<oidc.Configuration> {
    const { oidcClientId: id, oidcClientSecret: secret } = this.settings;
    const metadata = await this.metadata();
    const client = { [oidc.clockTolerance]: SKEW_SECONDS, ...(secret && { client_secret: secret }) };
    const configuration = new oidc.Configuration(metadata, id!, client, authentication(metadata, secret));
    configuration.timeout = PATIENCE_SECONDS;
    // Without it a token that comes from the provider directly is believed unread.
    oidc.enableNonRepudiationChecks(configuration);
    if (this.isPlain) oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  /** Only of this machine, as the settings see to. */
  private get isPlain() {
    return this.settings.oidcIssuer!.startsWith('http:');
  }

  private async metadata(): Promise<oidc.ServerMetadata> {
    const { oidcIssuer = '', oidcClientId } = this.settings;
    const now = this.clock.now();
    if (this.found && now.getTime() - this.found.at.getTime() < DISCOVERED_MS) return this.found.metadata;
    const execute = this.isPlain ? [oidc.allowInsecureRequests] : [];
    const options = { execute, timeout: PATIENCE_SECONDS };
    const found = await oidc
      .discovery(new URL(oidcIssuer), oidcClientId!, undefined, undefined, options)
      .catch((error: Error) => {
        const why = `The identity provider ${oidcIssuer} cannot be reached or is not one (${reasonOf(error)}).`;
        throw new DomainError('UNAVAILABLE', `${why} Try again later, or sign in by a link.`);
      });
    this.found = { metadata: found.serverMetadata(), at: now };
    return this.found.metadata;
  }
}

function reasonOf({ message, cause }: Error): string {
  const code = (cause as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? `${message}, ${code}` : message;
}

/** By the header, as the standard has it where a provider does not say otherwise. */
function authentication({ token_endpoint_auth_methods_supported: known }: oidc.ServerMetadata, secret?: string) {
  if (!secret) return oidc.None();
  return !known || known.includes('client_secret_basic')
    ? oidc.ClientSecretBasic(secret)
    : oidc.ClientSecretPost(secret);
}
