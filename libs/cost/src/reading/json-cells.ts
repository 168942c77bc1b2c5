const MAX_DEPTH = 200;
const UNSTORABLE = /\\u0000|\\ud[89a-f]|[eE][+-]?\d{4,}/i;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How deep brackets nest, those in strings counted too: only a bound is asked for. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/**
 * Whether `jsonb` takes a text as it is. It refuses what JSON allows: NUL, half a surrogate pair, numbers beyond
 * numeric, very deep nesting.
 */
export function isStorableJson(text: string): boolean {
  return parse(text) !== undefined && !UNSTORABLE.test(text) && depthOf(text) <= MAX_DEPTH;
}

/** A cell of a JSON column for `jsonb`: the text itself, digit for digit, or, where it is no JSON, a JSON string of it. */
export const readJson = (text: string): string => (isStorableJson(text) ? text : JSON.stringify(text));
