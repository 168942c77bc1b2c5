import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { DomainError, invalid } from '#common';
import { Settings } from '#platform';
import { MOST_FILES } from './import-body.js';
import type { StoredFile } from './manifest.js';

/** Somewhere that holds the files of a delivery. */
export interface Store {
  /** The files at the place asked for: itself, or everything below it. */
  list(): Promise<StoredFile[]>;
  text(name: string): Promise<string>;
  read(name: string): Promise<Readable>;
  /** The path of a file that needs no copying; undefined where it must be fetched. */
  pathOf(name: string): string | undefined;
}

const MOST_MANIFEST = 10 * 1024 * 1024;

async function walk(folder: string, files: string[] = []): Promise<string[]> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, files);
    else if (entry.isFile()) files.push(path);
    if (files.length > MOST_FILES * 10) throw invalid('uri', 'holds too many files for one delivery');
  }
  return files;
}

class Folder implements Store {
  constructor(
    private readonly base: string,
    private readonly paths: string[],
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

/** `CLOUDGOV_HOME/imports`: where an operator lays files to be imported by name. Nothing outside of it is ever read. */
@Injectable()
export class ImportFolder {
  private readonly root: string;

  constructor({ home }: Settings) {
    this.root = resolve(home, 'imports');
  }

  /** Throws `INVALID` for what is not there, or lies elsewhere once links are followed. */
  async open(name: string): Promise<Store> {
    const path = await this.inside(name);
    const found = await stat(path);
    if (found.isDirectory()) return new Folder(path, await walk(path));
    if (!found.isFile()) throw invalid('uri', `is neither a file nor a folder: ${name}`);
    if (!/\.json$/i.test(path)) return new Folder(dirname(path), [path]);
    return this.aroundManifest(path);
  }

  /** AWS keeps manifests in `metadata/` beside `data/`, so what one lists may lie in a folder further up. */
  private async aroundManifest(path: string): Promise<Store> {
    const at = dirname(path).split(sep);
    const place = at.lastIndexOf('metadata');
    const base = place > 0 ? at.slice(0, place).join(sep) : dirname(path);
    const root = await realpath(this.root);
    const safe = base === root || base.startsWith(root + sep) ? base : dirname(path);
    const others = (await walk(safe)).filter((each) => !/\.json$/i.test(basename(each)));
    return new Folder(safe, [path, ...others]);
  }

  private async inside(name: string): Promise<string> {
    const missing = () => invalid('uri', `names nothing in the import folder: ${name}`);
    if (isAbsolute(name) || name.includes('\0')) throw missing();
    try {
      const root = await realpath(this.root);
      const path = await realpath(join(root, name));
      if (path === root || path.startsWith(root + sep)) return path;
    } catch (error) {
      if (error instanceof DomainError) throw error;
    }
    throw missing();
  }
}
