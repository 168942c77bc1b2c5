import { hash } from 'node:crypto';

/**
 * The id of a resource: a UUIDv8 (RFC 9562, section 5.8) made of the SHA-256 of its account's id and its native id.
 * Whoever meets a resource, in a bill or through a connector, knows its id without asking.
 */
export function resourceIdOf(accountId: string, nativeId: string): string {
  const digest = hash('sha256', `${accountId}\n${nativeId}`);
  const variant = ((parseInt(digest[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
