import { open } from 'node:fs/promises';
import { parseDocument } from 'yaml';

/** Bytes of the largest file that is read. */
const MOST_BYTES = 1024 * 1024;
/** How many nodes aliases may stand for; a file of a few lines could mean billions of them. */
const MOST_ALIASES = 100;

/** A file that cannot be used, with every fault that was found in it; a plain error, which the start prints without a stack. */
export const unusable = (file: string, faults: readonly string[]) =>
  new Error(`${file} cannot be used:\n  ${faults.join('\n  ')}`);

async function textOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(MOST_BYTES + 1);
    let length = 0;
    for (let read = 1; read > 0 && length <= MOST_BYTES; length += read)
      ({ bytesRead: read } = await file.read(buffer, length, buffer.length - length));
    if (length > MOST_BYTES) throw new Error('it is larger than 1 MiB');
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length));
  } finally {
    await file.close();
  }
}

/** YAML 1.2 with its core types alone: a tag of any other kind is a fault, as are the same key twice and a second document. */
function parsed(text: string): { value: unknown; faults: string[] } {
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true, prettyErrors: true });
  const faults = [...document.errors, ...document.warnings].map(({ message }) => message.split('\n')[0]!);
  return { value: faults.length ? undefined : document.toJS({ maxAliasCount: MOST_ALIASES }), faults };
}

/** The content of the file as plain values; an empty one is `{}`. Throws `unusable`. */
export async function readDeclaration(path: string): Promise<Record<string, unknown>> {
  let read;
  try {
    read = parsed(await textOf(path));
  } catch (error) {
    throw unusable(path, [(error as Error).message]);
  }
  const { value, faults } = read;
  if (faults.length) throw unusable(path, faults);
  if (value === null || value === undefined) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw unusable(path, ['it must map the names of sections to lists']);
  return value as Record<string, unknown>;
}
