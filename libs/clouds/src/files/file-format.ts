import type { CloudResource, Sample } from '../cloud.js';

/** What one file tells. */
export interface Told {
  resources: CloudResource[];
  /** Utilisation, which only the plain form can hold. */
  samples: Sample[];
}

/** Whose files they are. */
export interface Owner {
  externalId: string;
  provider: string;
}

/** One form that inventory files come in. */
export interface FileFormat {
  id: string;
  title: string;
  /** Whether a document looks like this form. */
  is(document: unknown): boolean;
  /** Throws an `Error` that says where the document cannot be read. */
  read(document: unknown, owner: Owner): Told;
}

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Tags as clouds write them: an object, or a list of `{ key, value }`. */
export function tagsOf(given: unknown): Record<string, string | true> {
  const pairs = Array.isArray(given)
    ? given.filter(isFields).map((tag): [unknown, unknown] => [tag.key ?? tag.Key, tag.value ?? tag.Value])
    : Object.entries(isFields(given) ? given : {});
  return Object.fromEntries(
    pairs
      .filter((pair): pair is [string, unknown] => typeof pair[0] === 'string' && pair[0] !== '')
      .map(([key, value]) => [
        key,
        typeof value === 'string' ? value : value == null || value === true ? true : JSON.stringify(value),
      ]),
  );
}
