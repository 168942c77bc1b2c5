import { createHash } from 'node:crypto';

/** What an index entry of PostgreSQL surely holds, in any script. */
const LONGEST = 600;

/** A key as it is, or, where no index could hold it, its beginning and the digest of the whole. */
export function keyText(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, 500)}#${createHash('sha256').update(text).digest('hex')}`;
}
