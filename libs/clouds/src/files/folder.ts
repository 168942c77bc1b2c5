import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { invalid } from '#common';
import type { FileStore } from '../file-store.js';

const MOST_MANIFEST = 10 * 1024 * 1024;

/** Every file below a folder; throws `INVALID` where there are more than that. */
export async function filesBelow(folder: string, most: number, files: string[] = []): Promise<string[]> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await filesBelow(path, most, files);
    else if (entry.isFile()) files.push(path);
    if (files.length > most) throw invalid('uri', 'holds too many files');
  }
  return files;
}

/** The real path of what lies below `root` under that name; undefined where it is not there, or lies elsewhere. */
export async function placeWithin(root: string, name: string): Promise<string | undefined> {
  if (isAbsolute(name) || name.includes('\0')) return undefined;
  const [from, path] = await Promise.all([realpath(root), realpath(join(root, name))]).catch(() => []);
  return from && path && (path === from || path.startsWith(from + sep)) ? path : undefined;
}

/** Some files of this machine, named by their paths below `base`. */
export class Folder implements FileStore {
  constructor(
    private readonly base: string,
    private readonly paths: readonly string[],
  ) {}

  async list() {
    return Promise.all(
      this.paths.map(async (path) => ({
        name: relative(this.base, path).split(sep).join('/'),
        bytes: (await stat(path)).size,
      })),
    );
  }

  async text(name: string) {
    if ((await stat(this.pathOf(name))).size > MOST_MANIFEST) throw invalid('uri', `has too large a manifest, ${name}`);
    return readFile(this.pathOf(name), 'utf8');
  }

  read(name: string) {
    return Promise.resolve(createReadStream(this.pathOf(name)));
  }

  pathOf(name: string) {
    return join(this.base, ...name.split('/'));
  }
}
