import { Readable } from 'node:stream';
import { inContext } from '#data';

async function* rest<T>(first: IteratorResult<T>, chunks: AsyncIterator<T>) {
  try {
    for (let next = first; !next.done; next = await chunks.next()) yield next.value;
  } finally {
    await chunks.return?.();
  }
}

/** A stream whose first chunk is there already: what is wrong with a question shows before its answer has begun. */
export async function begun(source: AsyncIterable<string>): Promise<Readable> {
  const chunks = inContext(source)[Symbol.asyncIterator]();
  return Readable.from(rest(await chunks.next(), chunks), { objectMode: false });
}
