/**
 * A copy that keeps nothing else alive. A cell is often a slice of the chunk of the file it was read from, and the
 * engine keeps the whole chunk as long as one slice of it is held.
 */
export const own = (text: string) => Buffer.from(text, 'utf8').toString('utf8');
