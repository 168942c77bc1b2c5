import type { Readable } from 'node:stream';
import { ByteSource } from './byte-source.js';
import { openCsv } from './csv-source.js';
import { type Container, detectContainer } from './detect-format.js';
import { FileRefused } from './file-refused.js';
import { gunzip } from './gunzip.js';
import { openParquet } from './parquet-source.js';
import type { OpenOptions, Source, SourceFormat } from './source.js';
import { fromUtf16 } from './text-blocks.js';

const HEAD = 1024;
const DEFAULTS = { maxRowLength: 1 << 20, maxUnpackedBytes: 2 ** 40, maxRatio: 250 };

/** The same bytes without the first few. */
async function* without(length: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = length;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

function asUtf8(chunks: AsyncIterable<Buffer>, container: Container, head: Buffer): AsyncIterable<Buffer> {
  if (container !== 'text') return fromUtf16(without(2, chunks), container === 'utf-16be');
  return head.subarray(0, 3).toString('hex') === 'efbbbf' ? without(3, chunks) : chunks;
}

/** Looks at the beginning of an iteration without losing it. */
async function peek(chunks: AsyncGenerator<Buffer>) {
  let head: Buffer = Buffer.alloc(0);
  let ended = false;
  while (head.length < HEAD && !ended) {
    const next = await chunks.next();
    ended = next.done === true;
    if (!next.done) head = Buffer.concat([head, next.value]);
  }
  async function* all() {
    if (head.length > 0) yield head;
    yield* chunks;
  }
  return { head: head.subarray(0, HEAD), all: all() };
}

async function openGzip(bytes: ByteSource, filename: string, options: OpenOptions & typeof DEFAULTS) {
  const { head, all } = await peek(gunzip(bytes, options));
  const inside = detectContainer(head, filename);
  if (inside === 'gzip' || inside === 'parquet') {
    throw new FileRefused('not_a_bill', `${filename} is ${inside} inside gzip; expected is CSV inside gzip.`, {
      expected: 'CSV inside gzip',
      found: inside,
    });
  }
  return { text: asUtf8(all, inside, head), format: 'csv.gz' as SourceFormat };
}

/**
 * Opens a bill, whatever its name says it is: CSV (comma, semicolon or tab; UTF-8 or UTF-16), gzipped CSV, Parquet;
 * in the columns of FOCUS 1.0 to 1.4 or of Azure's own export. The header is read, so that the answer knows its
 * columns; the rows are read by `batches()`. Throws `FileRefused`, saying what was expected and what was found.
 */
export async function openSource(
  input: Readable | string,
  filename: string,
  options: OpenOptions = {},
): Promise<Source> {
  const settings = { ...DEFAULTS, ...options };
  const bytes = await ByteSource.open(input, options.totalBytes);
  try {
    const head = await bytes.head(HEAD);
    const container = detectContainer(head, filename);
    if (container === 'parquet') return await openParquet(bytes, filename, settings);
    const { text, format } =
      container === 'gzip'
        ? await openGzip(bytes, filename, settings)
        : { text: asUtf8(bytes, container, head), format: 'csv' as SourceFormat };
    return await openCsv({ filename, format, bytes, text, maxRowLength: settings.maxRowLength });
  } catch (error) {
    bytes.close();
    throw error;
  }
}
