import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { FileRefused } from './file-refused.js';

const CHUNK = 128 * 1024;

/** The bytes of a file or stream, read once, with a look at their beginning and a count of what was taken. */
export class ByteSource implements AsyncIterable<Buffer> {
  bytesRead = 0;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private ahead: Buffer = Buffer.alloc(0);

  private constructor(
    private readonly stream: Readable,
    readonly totalBytes?: number,
    readonly path?: string,
  ) {
    // A failure before the first read is told by that read; without a listener it would end the process.
    stream.on('error', () => undefined);
    this.chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  }

  static async open(input: Readable | string, totalBytes?: number): Promise<ByteSource> {
    if (typeof input !== 'string') return new ByteSource(input, totalBytes);
    const found = await stat(input).catch(() => undefined);
    if (!found?.isFile()) {
      throw new FileRefused('corrupt', `There is no file ${input} to read.`, { expected: 'a file', found: input });
    }
    return new ByteSource(createReadStream(input, { highWaterMark: CHUNK }), found.size, input);
  }

  /** The first bytes, fewer only where the input is shorter; they are read again by the iteration. */
  async head(length: number): Promise<Buffer> {
    while (this.ahead.length < length) {
      const next = await this.chunks.next();
      if (next.done) break;
      this.ahead = Buffer.concat([this.ahead, next.value]);
    }
    return this.ahead.subarray(0, length);
  }

  async *[Symbol.asyncIterator]() {
    const first = this.ahead;
    this.ahead = Buffer.alloc(0);
    if (first.length > 0) yield this.counted(first);
    for (let next = await this.chunks.next(); !next.done; next = await this.chunks.next()) {
      yield this.counted(next.value);
    }
  }

  close() {
    this.stream.destroy();
  }

  private counted(chunk: Uint8Array): Buffer {
    this.bytesRead += chunk.length;
    return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  }
}
