/** What PostgreSQL takes as a text: no NUL, and no half of a character. */
const clean = (text: string) => text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');

/** The same document with its keys in order, and nothing in it that JSON or PostgreSQL could not hold. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((each) => plain(each) ?? null);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined && typeof each !== 'function')
    .map(([key, each]): [string, unknown] => [clean(key), plain(each)]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A text of at most so many characters, for what is shown in lists and held in indexes. */
export const line = (text: string, most?: number) => clean(text).slice(0, most);
