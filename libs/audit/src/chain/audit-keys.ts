import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { appendFileSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform';
import type { Signature } from './signed-texts.js';

const SECRET = { mode: 0o600 };
const PUBLIC = /-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g;

interface Signer {
  key: KeyObject;
  id: string;
}

const keyIdOf = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const pemOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The Ed25519 keys of the record. The private one is a setting or `CLOUDGOV_HOME/audit.key`; the public half of each that
 * has ever signed here is kept in `CLOUDGOV_HOME/audit.pub`, so that the record still verifies after a change of keys.
 */
@Injectable()
export class AuditKeys {
  private signer?: Signer;
  private known = new Map<string, KeyObject>();

  constructor(private readonly settings: Settings) {}

  /** Signs; undefined where there is no key and none may be made. */
  sign(text: Buffer, mayGenerate: boolean): Signature | undefined {
    this.signer ??= this.open(mayGenerate);
    return this.signer && { signature: sign(null, text, this.signer.key), keyId: this.signer.id };
  }

  /** `unknown` where the key is none of ours. */
  check(text: Buffer, { signature, keyId }: Signature): 'right' | 'wrong' | 'unknown' {
    const key = this.known.get(keyId) ?? this.read().get(keyId);
    if (!key) return 'unknown';
    return verify(null, text, key, signature) ? 'right' : 'wrong';
  }

  private open(mayGenerate: boolean): Signer | undefined {
    const key = this.settings.auditKey ?? this.kept() ?? (mayGenerate ? this.generate() : undefined);
    if (!key) return undefined;
    const publicKey = createPublicKey(key);
    const id = keyIdOf(publicKey);
    if (!readIfThere(this.path('audit.pub'))?.includes(pemOf(publicKey))) this.keep(publicKey);
    return { key, id };
  }

  private read(): Map<string, KeyObject> {
    const text = readIfThere(this.path('audit.pub')) ?? '';
    const keys = [...text.matchAll(PUBLIC)].map(([pem]) => createPublicKey(pem));
    const own = this.settings.auditKey ?? this.kept();
    if (own) keys.push(createPublicKey(own));
    return (this.known = new Map(keys.map((key) => [keyIdOf(key), key])));
  }

  private keep(key: KeyObject) {
    mkdirSync(this.settings.home, { recursive: true });
    appendFileSync(this.path('audit.pub'), pemOf(key));
  }

  private kept(): KeyObject | undefined {
    const pem = readIfThere(this.path('audit.key'));
    return pem === undefined ? undefined : createPrivateKey(pem);
  }

  /** Two processes may start at once: the key of whoever comes first is everyone's. */
  private generate(): KeyObject {
    const { privateKey } = generateKeyPairSync('ed25519');
    const own = this.path(`audit.key.${process.pid}`);
    mkdirSync(this.settings.home, { recursive: true });
    writeFileSync(own, privateKey.export({ type: 'pkcs8', format: 'pem' }), SECRET);
    try {
      linkSync(own, this.path('audit.key'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own);
    }
    return this.kept()!;
  }

  private path(name: string) {
    return join(this.settings.home, name);
  }
}
