import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ByteSource } from './byte-source.js';
import { FileRefused } from './file-refused.js';

const MAGIC = 'PAR1';

/** A Parquet file under a name of our own choosing, in a folder of its own that also takes what DuckDB spills. */
export interface PlacedFile {
  path: string;
  folder: string;
  bytes: number;
  remove(): Promise<void>;
}

/** Parquet ends as it begins, and says in its end where everything lies: a file cut off cannot be read at all. */
async function refuseTruncated(path: string, bytes: number) {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, bytes - 4));
    if (bytes >= 12 && buffer.toString('latin1') === MAGIC) return;
  } finally {
    await file.close();
  }
  throw new FileRefused('truncated', 'The Parquet file has no end: it was cut off.', {
    expected: `${MAGIC} as its last bytes`,
    found: `${bytes} bytes`,
  });
}

/** Puts a stream down, or links to the file it came from: DuckDB would take `*` or `[` in a name as a pattern. */
export async function placeParquet(source: ByteSource, tempDir = tmpdir()): Promise<PlacedFile> {
  const folder = await mkdtemp(join(tempDir, 'cloudgov-parquet-'));
  const path = join(folder, 'bill.parquet');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    if (source.path === undefined) await pipeline(source, createWriteStream(path, { mode: 0o600 }));
    else await symlink(resolve(source.path), path);
    source.close();
    const { size } = await stat(path);
    await refuseTruncated(path, size);
    return { path, folder, bytes: size, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
