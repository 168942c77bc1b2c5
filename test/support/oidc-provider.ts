import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Configuration } from 'oidc-provider';
import { Browser } from './browser.js';

export const CLIENT = { id: 'cloudgov', secret: 'a secret between the two of them' };

/** What a provider knows of one who signs in there; the subject is their key. */
export interface Profile {
  email?: string;
  email_verified?: boolean | string;
  name?: string;
  groups?: string[] | string;
}

const SCOPES = 'openid email profile groups';

async function newKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
}

/** It warns that it wants another Node.js, and that keeping everything in memory is for tests alone. */
async function quietly<T>(make: () => Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = () => undefined;
  return make().finally(() => (console.warn = warn));
}

/** A certified OpenID provider on this machine, whose people sign in by their name alone. */
export class RealProvider {
  readonly people = new Map<string, Profile>();
  private handle: (...args: any[]) => unknown = (_request, reply) => reply.writeHead(503).end();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** Its address is known before its client is, so that each can be told of the other. */
  static async listen(): Promise<RealProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new RealProvider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (...args) => provider.handle(...args));
    return provider;
  }

  /** Begins to serve a client at `origin`, with keys of its own; again, with others. */
  async serve(origin: string, kid = 'first') {
    const keys = [await newKey(kid)];
    const provider = await quietly(async () => {
      const { Provider } = await import('oidc-provider');
      return new Provider(this.issuer, this.configuration(origin, keys));
    });
    provider.on('server_error', (_context, error) => console.error(error));
    this.handle = provider.callback();
  }

  private configuration(origin: string, keys: JWK[]): Configuration {
    return {
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [`${origin}/auth/callback`],
          post_logout_redirect_uris: [`${origin}/docs`],
        },
      ],
      cookies: { keys: ['a key for the cookies of a test'] },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
      jwks: { keys: [...keys] },
      pkce: { required: () => true },
      scopes: SCOPES.split(' '),
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, ...(this.people.get(id) as object) }),
      }),
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: oidc.session!.accountId });
        grant.addOIDCScope(SCOPES);
        await grant.save();
        return grant;
      },
    };
  }

  /** What whoever presses the provider's buttons comes back with: the address of our callback. */
  async signIn(authorization: string, name: string): Promise<string> {
    const browser = new Browser(this.issuer);
    let reply = await browser.ask(authorization);
    for (let steps = 0; steps < 10; steps++) {
      const to = reply.headers.get('location');
      if (to && !to.startsWith(this.issuer) && !to.startsWith('/')) return to;
      const where = new URL(to ?? '/', this.issuer).pathname;
      reply = where.startsWith('/interaction/')
        ? await browser.submit(where, { prompt: 'login', login: name, password: 'any' })
        : await browser.ask(to!);
    }
    throw new Error(`The provider does not let ${name} in: ${reply.status} ${await reply.text()}`);
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** The settings by which an application knows a provider. */
export const oidcEnv = (issuer: string) => ({
  CLOUDGOV_OIDC_ISSUER: issuer,
  CLOUDGOV_OIDC_CLIENT_ID: CLIENT.id,
  CLOUDGOV_OIDC_CLIENT_SECRET: CLIENT.secret,
  CLOUDGOV_OIDC_SCOPES: SCOPES,
});
