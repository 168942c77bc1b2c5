import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileRefused } from './file-refused.js';

const CHUNK = 128 * 1024;
/** Below this much output a ratio says nothing: a small file of one repeated row packs very well. */
const RATIO_COUNTS_FROM = 64 * 1024 * 1024;

export interface UnpackLimits {
  maxUnpackedBytes: number;
  maxRatio: number;
}

function checkSize(unpacked: number, packed: number, { maxUnpackedBytes, maxRatio }: UnpackLimits) {
  if (unpacked > maxUnpackedBytes) {
    throw new FileRefused('too_large', `The gzip unpacks to more than the ${maxUnpackedBytes} bytes allowed.`, {
      expected: `at most ${maxUnpackedBytes} bytes`,
      found: `${unpacked} bytes and more`,
    });
  }
  if (unpacked > RATIO_COUNTS_FROM && unpacked > packed * maxRatio) {
    throw new FileRefused('too_large', `The gzip unpacks to more than ${maxRatio} times its size, as no bill does.`, {
      expected: `at most ${maxRatio} bytes per packed byte`,
      found: `${unpacked} bytes from ${packed}`,
    });
  }
}

function faultOf(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? '';
  if (code === 'Z_BUF_ERROR') return new FileRefused('truncated', 'The gzip ends in the middle: it was cut off.');
  if (!code.startsWith('Z_')) return error;
  return new FileRefused('corrupt', `The gzip is damaged (${(error as Error).message}).`);
}

/** Unpacks gzip, all its members one after the other, holding one chunk at a time. Throws `FileRefused`. */
export async function* gunzip(packed: AsyncIterable<Buffer>, limits: UnpackLimits): AsyncGenerator<Buffer> {
  const unzip = createGunzip({ chunkSize: CHUNK });
  // The failure reaches the loop below by destroying `unzip`.
  pipeline(Readable.from(packed), unzip, () => undefined);
  let unpacked = 0;
  try {
    for await (const chunk of unzip as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      checkSize(unpacked, unzip.bytesWritten, limits);
      yield chunk;
    }
  } catch (error) {
    throw faultOf(error);
  } finally {
    unzip.destroy();
  }
}
