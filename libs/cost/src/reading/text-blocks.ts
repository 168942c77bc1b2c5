import { isAscii, isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { INVALID_BYTES } from './marker.js';

const LF = 10;
const BLOCK = 128 * 1024;
const HEAD = 4096;

/** Whole lines, each ending with a line feed, or the beginning of a line that was too long to hold. */
export interface TextBlock {
  text: string;
  isOverlong: boolean;
}

/** A block with broken bytes, line by line, so that only the lines that have them are marked. */
function decodeBroken(bytes: Buffer): string {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LF, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    const text = line.toString('utf8');
    lines.push(isUtf8(line) ? text : text.replaceAll('\uFFFD', INVALID_BYTES));
    from += line.length;
  }
  return lines.join('');
}

/** UTF-8 as text; bytes that are none become `INVALID_BYTES`. */
export function decode(bytes: Buffer): string {
  // Text that is ASCII throughout is held with one byte a character, and everything after is faster for it.
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : decodeBroken(bytes);
}

/** Half surrogate pairs have no UTF-8; they become a byte that is none, so that their row is told. */
function encode(text: string): Buffer {
  const pieces = text.split(/\p{Surrogate}/u).map((piece) => Buffer.from(piece, 'utf8'));
  if (pieces.length === 1) return pieces[0]!;
  return Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [Buffer.from([0xff]), piece])));
}

/** UTF-16 as UTF-8, chunk by chunk. */
export async function* fromUtf16(chunks: AsyncIterable<Buffer>, bigEndian: boolean): AsyncGenerator<Buffer> {
  const decoder = new StringDecoder('utf16le');
  let odd: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([odd, chunk]);
    const even = bytes.length - (bytes.length % 2);
    odd = bytes.subarray(even);
    const whole = bytes.subarray(0, even);
    yield encode(decoder.write(bigEndian ? whole.swap16() : whole));
  }
  yield encode(decoder.end() + (odd.length > 0 ? '\uD800' : ''));
}

/** Cuts bytes into blocks of whole lines; what a long line holds beyond `maxLine` bytes is dropped as it comes. */
class LineCutter {
  /** Bytes that are no block yet; one buffer for all, since fresh memory costs more than the copy into it. */
  private held: Buffer;
  private size = 0;
  private overlong: Buffer | undefined;

  constructor(
    private readonly maxLine: number,
    private readonly blockSize: number,
  ) {
    this.held = Buffer.allocUnsafeSlow(2 * blockSize);
  }

  /** Takes a chunk, and answers what became whole with it. */
  take(chunk: Buffer): TextBlock[] {
    const blocks: TextBlock[] = [];
    const rest = this.overlong ? this.endOverlong(chunk, blocks) : chunk;
    if (rest.length === 0) return blocks;
    this.keep(rest);
    if (this.size >= this.blockSize) this.cut(blocks);
    return blocks;
  }

  end(): TextBlock[] {
    if (this.overlong) return [{ text: decode(this.overlong), isOverlong: true }];
    if (this.size === 0) return [];
    const text = decode(this.held.subarray(0, this.size));
    return [{ text: text.endsWith('\n') ? text : `${text}\n`, isOverlong: false }];
  }

  private keep(bytes: Buffer) {
    if (this.size + bytes.length > this.held.length) this.grow(this.size + bytes.length);
    bytes.copy(this.held, this.size);
    this.size += bytes.length;
  }

  private grow(size: number) {
    const wider = Buffer.allocUnsafeSlow(2 * size);
    this.held.copy(wider, 0, 0, this.size);
    this.held = wider;
  }

  private cut(blocks: TextBlock[]) {
    const bytes = this.held.subarray(0, this.size);
    const end = bytes.lastIndexOf(LF) + 1;
    this.size = 0;
    if (end > 0) blocks.push({ text: decode(bytes.subarray(0, end)), isOverlong: false });
    if (bytes.length - end > this.maxLine) this.overlong = Buffer.from(bytes.subarray(end, end + HEAD));
    else this.size = this.held.copy(this.held, 0, end, bytes.length);
  }

  private endOverlong(chunk: Buffer, blocks: TextBlock[]): Buffer {
    const end = chunk.indexOf(LF);
    if (end < 0) return chunk.subarray(chunk.length);
    blocks.push({ text: decode(this.overlong!), isOverlong: true });
    this.overlong = undefined;
    return chunk.subarray(end + 1);
  }
}

/** The text of UTF-8 bytes (without their mark) in blocks of whole lines, cut once so many bytes are there. */
export async function* textBlocks(
  bytes: AsyncIterable<Buffer>,
  maxLine: number,
  blockSize = BLOCK,
): AsyncGenerator<TextBlock> {
  const cutter = new LineCutter(maxLine, blockSize);
  for await (const chunk of bytes) yield* cutter.take(chunk);
  yield* cutter.end();
}
