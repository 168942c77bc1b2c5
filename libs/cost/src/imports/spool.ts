import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform';

/** A file that lies ready to be read. */
export interface SpooledFile {
  /** What the deliverer calls it. */
  name: string;
  path: string;
  bytes: number;
  sha256: string;
}

/** Counts and digests what passes. */
function measure() {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, end: () => ({ bytes, sha256: hash.digest('hex') }) };
}

async function sync(path: string) {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Bytes and digest of a file that lies elsewhere. */
export async function digestFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const { through, end } = measure();
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), through, async (chunks) => {
    for await (const chunk of chunks) void chunk;
  });
  return end();
}

/** The folder in which the files of uploads wait for their run; one folder for each import. */
@Injectable()
export class Spool {
  private readonly root: string;

  constructor({ home }: Settings) {
    this.root = resolve(home, 'spool');
  }

  /** On the disk once this answers: a crash leaves the whole file or none. */
  async keep(importId: string, number: number, name: string, stream: Readable): Promise<SpooledFile> {
    const folder = this.folder(importId);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, String(number));
    const { through, end } = measure();
    await pipeline(stream, through, createWriteStream(`${path}.part`, { mode: 0o600 }));
    await sync(`${path}.part`);
    await rename(`${path}.part`, path);
    await sync(folder);
    return { name: basename(name).slice(0, 255) || 'upload', path: join(importId, String(number)), ...end() };
  }

  /** The path of a kept file on this machine. */
  pathOf({ path }: SpooledFile): string {
    return join(this.root, path);
  }

  async forget(importId: string): Promise<void> {
    await rm(this.folder(importId), { recursive: true, force: true });
  }

  private folder(importId: string) {
    return join(this.root, importId);
  }
}
