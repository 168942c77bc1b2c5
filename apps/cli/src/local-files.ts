import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from './failure.js';

/** A file that goes to the server. */
export interface LocalFile {
  name: string;
  /** Unknown of standard input. */
  bytes?: number;
  open(): Readable;
}

interface Found {
  name: string;
  bytes: number;
}

const fileAt = (path: string, bytes: number): LocalFile => ({
  name: basename(path),
  bytes,
  open: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
});

const stdin: LocalFile = { name: 'stdin', open: () => process.stdin };

/** What begins with a dot, such as a server's own spool, is no bill; nor is a link that leads nowhere. */
async function walk(folder: string, base = folder): Promise<Found[]> {
  const found: Found[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await walk(path, base)));
    else {
      const file = await stat(path).catch(() => undefined);
      if (file?.isFile()) found.push({ name: relative(base, path).split(sep).join('/'), bytes: file.size });
    }
  }
  return found;
}

/** The files of an export: those that its manifests list, where it has any, else all that look like bills. */
async function filesIn(folder: string): Promise<LocalFile[]> {
  const { dataFiles, filesOfManifests, isManifest } = await import('#cost');
  const all = await walk(folder);
  const named = all.filter(({ name }) => isManifest(name)).map(({ name }) => name);
  const manifests = await Promise.all(
    named.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const wanted = manifests.length ? filesOfManifests(manifests, all) : dataFiles(all);
  if (!wanted.length)
    throw new Failure(
      `${folder} holds no bills; found: ${all[0]?.name ?? 'nothing'}.`,
      'bills are CSV, CSV.gz or Parquet files',
    );
  return wanted.map(({ name, bytes }) => fileAt(join(folder, name), bytes));
}

/** AWS keeps manifests in `metadata/` beside `data/`, so the files one lists may lie in a folder further up. */
function exportAround(manifest: string): string {
  const at = dirname(manifest).split(sep);
  const place = at.lastIndexOf('metadata');
  return place > 0 ? at.slice(0, place).join(sep) : dirname(manifest);
}

/** The files that one path of this machine stands for; undefined where nothing is there. */
export async function localFiles(path: string): Promise<LocalFile[] | undefined> {
  if (path === '-') return [stdin];
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new Failure(`${path} cannot be read: ${error.message}.`, 'see that you may read it');
  });
  if (!found) return undefined;
  if (found.isDirectory()) return filesIn(path);
  return /manifest\.json$/i.test(path) ? filesIn(exportAround(path)) : [fileAt(path, found.size)];
}
