import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'cgv_';
const BYTES = 32;
/** Digits of base 62 that hold 32 bytes, and those that hold a CRC-32. */
const BODY = 43;
const SUM = 6;

const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z]{${BODY + SUM}}$`);

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = DIGITS[Number(rest % 62n)] + text;
  return text;
}

const sumOf = (body: string) => base62(BigInt(crc32(body)), SUM);

/**
 * `cgv_`, 256 random bits as 43 digits of base 62 (0-9, A-Z, a-z; the first digit is the highest), and the CRC-32 of
 * those 43 characters as 6 more: 53 characters. The sum lets whoever scans for leaked secrets tell a token from a text
 * that looks like one, without asking us.
 */
export function newTokenText(): string {
  const body = base62(BigInt(`0x${randomBytes(BYTES).toString('hex')}`), BODY);
  return `${PREFIX}${body}${sumOf(body)}`;
}

/** Whether a text can be a token at all; nothing else is looked up. */
export function isTokenText(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const body = text.slice(PREFIX.length, -SUM);
  return sumOf(body) === text.slice(-SUM);
}

/** The last four characters, by which people tell tokens apart. */
export const hintOf = (token: string) => token.slice(-4);
