/** One thing that is otherwise than before; undefined where it was, or is, not there. */
export interface Change {
  /** `name`, `state`, `tags` …, or `config.PATH`; `config` is the document as a whole. */
  field: string;
  before: unknown;
  after: unknown;
}

type Document = Record<string, unknown>;

/** Beyond this the document has become another one, and is kept as it was before. */
const MOST_LEAVES = 100;
const MOST_PATH = 500;

const isObject = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Dots in a key are escaped, so that a path can be read back. */
const step = (path: string, key: string) => `${path}.${key.replace(/[\\.]/g, '\\$&')}`;

/** Parts of a path as `leaves` writes it, or as a person asks for it. */
export const partsOf = (path: string): string[] =>
  (path.match(/(?:\\.|[^\\.])+/gs) ?? []).map((part) => part.replace(/\\(.)/gs, '$1'));

/** A list that has grown or shrunk is one leaf: by position, every element after the new one would seem changed. */
function* leaves(before: unknown, after: unknown, path: string): Generator<Change> {
  if (same(before, after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      yield* leaves(before[key], after[key], step(path, key));
  } else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [at, each] of before.entries()) yield* leaves(each, after[at], step(path, String(at)));
  } else yield { field: path, before, after };
}

/** What a document says otherwise, leaf by leaf; of a document that is new, or another one, `config` with the one before. */
export function configurationChanges(before: Document | null, after: Document): Change[] {
  const whole: Change = { field: 'config', before: before ?? undefined, after: undefined };
  if (!before) return [whole];
  const found: Change[] = [];
  for (const change of leaves(before, after, 'config')) {
    found.push(change);
    if (found.length > MOST_LEAVES || change.field.length > MOST_PATH) return [whole];
  }
  return found;
}

/** Those of the words that the two say differently. */
export const wordChanges = <T extends object>(before: T, after: T, words: readonly (keyof T & string)[]): Change[] =>
  words
    .filter((word) => !same(before[word], after[word]))
    .map((word) => ({ field: word, before: before[word], after: after[word] }));

function put(document: unknown, [head, ...rest]: string[], value: unknown): void {
  const into = document as Document;
  if (rest.length) return put(into[head!], rest, value);
  if (value === undefined) delete into[head!];
  else into[head!] = value;
}

/** The document before one of its changes, which must be the newest that has not been undone. */
export function undone(document: Document | null, { field, before }: Omit<Change, 'after'>): Document | null {
  if (field === 'config') return (before as Document | undefined) ?? null;
  const copy = structuredClone(document ?? {});
  put(copy, partsOf(field).slice(1), before);
  return copy;
}
