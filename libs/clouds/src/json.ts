/** A part of an API's answer, of which nothing is known but that it is JSON. */
export type Json = Record<string, unknown>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What lies at `properties.diskState`; undefined where any step is not there. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split('.')) found = isJson(found) || Array.isArray(found) ? (found as Json)[key] : undefined;
  return found;
}

export const textAt = (value: unknown, path: string): string | undefined => {
  const found = at(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

export const listAt = (value: unknown, path: string): unknown[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};

/** The first of some paths that holds a text. */
export const firstText = (value: unknown, paths: readonly string[]): string | undefined =>
  paths.map((path) => textAt(value, path)).find(Boolean);

/** A moment written as text; undefined for what is none. */
export function momentOf(text: string | undefined): Date | undefined {
  const moment = new Date(text ?? NaN);
  return Number.isNaN(+moment) ? undefined : moment;
}

/** Every text anywhere within, keys of objects too. */
export function* textsIn(value: unknown): Iterable<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
  else if (isJson(value))
    for (const [key, item] of Object.entries(value)) {
      yield key;
      yield* textsIn(item);
    }
}
