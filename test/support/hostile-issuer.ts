import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { SystemClock } from '#common';
import { CLIENT } from './oidc-provider.js';

interface Key {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  jwk: JWK;
}

export async function newKey(kid: string): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

/** What a good token says; a test spoils one part of it. */
export interface Token {
  header: { alg: string; kid?: string };
  claims: Record<string, unknown>;
  key: CryptoKey | Uint8Array;
}

export const seconds = () => Math.floor(new SystemClock().now().getTime() / 1000);
const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
/** The two parts of a token, and no signature behind the last dot. */
export const unsigned = ({ header, claims }: Token) => `${encoded(header)}.${encoded(claims)}.`;
export const signed = ({ header, claims, key }: Token) => new SignJWT(claims).setProtectedHeader(header).sign(key);

/** A token endpoint that answers whatever a test likes, beside a discovery that looks like anybody's. */
export class HostileIssuer {
  /** Made of what would be right. */
  answer: (token: Token) => Promise<string> | string = signed;
  userInfo: object = {};
  metadata: object = {};
  published: JWK[] = [];
  nonce = '';
  private server!: Server;

  private constructor(public key: Key) {
    this.published = [key.jwk];
  }

  static async listen(): Promise<HostileIssuer> {
    const issuer = new HostileIssuer(await newKey('good'));
    issuer.server = createServer((request, reply) => void issuer.serve(request, reply)).listen(0, '127.0.0.1');
    await once(issuer.server, 'listening');
    return issuer;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get token(): Token {
    const at = seconds();
    const who = { iss: this.address, sub: 'mallory', aud: CLIENT.id, nonce: this.nonce, iat: at, exp: at + 300 };
    const claims = { ...who, email: 'mallory@example.com', email_verified: true };
    return { header: { alg: 'RS256', kid: this.key.jwk.kid }, claims, key: this.key.privateKey };
  }

  /** As it is before a test. */
  reset() {
    Object.assign(this, { answer: signed, userInfo: { sub: 'mallory' }, metadata: {}, published: [this.key.jwk] });
  }

  private async serve({ url = '' }: IncomingMessage, reply: ServerResponse) {
    const routes: Record<string, () => object | Promise<object>> = {
      '/.well-known/openid-configuration': () => ({
        issuer: this.address,
        authorization_endpoint: `${this.address}/authorize`,
        token_endpoint: `${this.address}/token`,
        userinfo_endpoint: `${this.address}/userinfo`,
        jwks_uri: `${this.address}/jwks`,
        id_token_signing_alg_values_supported: ['RS256'],
        ...this.metadata,
      }),
      '/jwks': () => ({ keys: this.published }),
      '/userinfo': () => this.userInfo,
      '/token': async () => ({ access_token: 'a', token_type: 'bearer', id_token: await this.answer(this.token) }),
    };
    const body = await routes[url]?.();
    reply.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  }

  async close() {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
