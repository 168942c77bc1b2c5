const LONGEST = 1 << 12;
/** Room for the longest text, of which a character takes three bytes at most. */
const SCRATCH = Buffer.allocUnsafe(3 * LONGEST);

/**
 * A copy that keeps nothing else alive. A cell is often a slice of the chunk of the file it was read from, and the
 * engine keeps the whole chunk as long as one slice of it is held.
 */
export function own(text: string): string {
  if (text.length > LONGEST) return Buffer.from(text, 'utf8').toString('utf8');
  return SCRATCH.toString('utf8', 0, SCRATCH.write(text, 0, 'utf8'));
}
