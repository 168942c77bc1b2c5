import { createHash, randomBytes } from 'node:crypto';

const BYTES = 32;

/** A key of AES-256 and the name by which rows say that they need it. */
export interface SecretKey {
  /** The first eight bytes of the key's SHA-256, in hexadecimal: tells keys apart and tells nothing of them. */
  readonly id: string;
  readonly bytes: Buffer;
}

const keyOf = (bytes: Buffer): SecretKey => ({
  id: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
  bytes,
});

export const newKey = (): SecretKey => keyOf(randomBytes(BYTES));

export const keyText = ({ bytes }: SecretKey) => bytes.toString('base64');

/** Reads base64 of 32 bytes; throws what is wrong with it, and never the text itself. */
export function readKey(text: string): SecretKey {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  const isBase64 = /^[A-Za-z0-9+/]+=*$/.test(trimmed);
  if (!isBase64 || bytes.length !== BYTES)
    throw new Error(`must be ${BYTES} bytes in base64, such as \`openssl rand -base64 ${BYTES}\` prints`);
  return keyOf(bytes);
}
