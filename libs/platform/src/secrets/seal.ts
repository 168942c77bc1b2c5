import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretKey } from './secret-key.js';

/** The row that a secret is of; it is no secret, but a sealed text opens nowhere else. */
export interface SealedIn {
  id: string;
  ownerType: string;
  ownerId: string;
  name: string;
}

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

/** JSON, since two rows must never be written alike. */
const contextOf = ({ id, ownerType, ownerId, name }: SealedIn) =>
  Buffer.from(JSON.stringify([id, ownerType, ownerId, name]));

/** AES-256-GCM (NIST SP 800-38D) under a random nonce of 96 bits: nonce, tag of 128 bits and ciphertext, one after another. */
export function seal(text: string, place: SealedIn, { bytes }: SecretKey): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(CIPHER, bytes, nonce).setAAD(contextOf(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws where a byte was changed, where the key is another, or where it was sealed in another row. */
export function open(sealed: Buffer, place: SealedIn, { bytes }: SecretKey): string {
  const decipher = createDecipheriv(CIPHER, bytes, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(contextOf(place)).setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]).toString('utf8');
}
