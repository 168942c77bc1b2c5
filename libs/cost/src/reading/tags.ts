import { isStorableJson } from './json-cells.js';

/** The tags of a charge: as the file had them, and as they are compared. */
export interface TagSet {
  /** What the file said; null where it said nothing. */
  readonly original: string | null;
  /**
   * JSON object of strings, keys in code unit order: keys and values trimmed, empty keys left out; of keys that are
   * equal once trimmed the last wins, as in JSON itself. `{}` where there are no tags or they cannot be read.
   */
  readonly canonical: string;
  /** False where the original is no JSON object, so that its tags are not known. */
  readonly valid: boolean;
}

export const NO_TAGS: TagSet = { original: null, canonical: '{}', valid: true };

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

function objectOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the text of a Tags cell. Values that are not strings become their JSON (`true`, `42`); a null value is a tag
 * without a value, an empty string.
 */
export function readTags(original: string): TagSet {
  const value = objectOf(original);
  if (!value || !isStorableJson(original)) return { original, canonical: '{}', valid: false };
  const tags = new Map<string, string>();
  for (const [key, tag] of Object.entries(value)) {
    if (key.trim() !== '') tags.set(key.trim(), tag === null ? '' : asText(tag).trim());
  }
  const entries = [...tags].sort(([left], [right]) => (left < right ? -1 : 1));
  const canonical = `{${entries.map(([key, tag]) => `${JSON.stringify(key)}:${JSON.stringify(tag)}`).join(',')}}`;
  return { original, canonical, valid: true };
}
