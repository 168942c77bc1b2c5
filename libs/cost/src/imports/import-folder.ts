import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { Injectable } from '@nestjs/common';
import { filesBelow, Folder, placeWithin, type FileStore } from '#clouds';
import { invalid } from '#common';
import { Settings } from '#platform';
import { MOST_FILES } from './import-body.js';

const walk = (folder: string) => filesBelow(folder, MOST_FILES * 10);

/** `CLOUDGOV_HOME/imports`: where an operator lays files to be imported by name. Nothing outside of it is ever read. */
@Injectable()
export class ImportFolder {
  private readonly root: string;

  constructor({ home }: Settings) {
    this.root = resolve(home, 'imports');
  }

  /** Throws `INVALID` for what is not there, or lies elsewhere once links are followed. */
  async open(name: string): Promise<FileStore> {
    const path = await this.inside(name);
    const found = await stat(path);
    if (found.isDirectory()) return new Folder(path, await walk(path));
    if (!found.isFile()) throw invalid('uri', `is neither a file nor a folder: ${name}`);
    if (!/\.json$/i.test(path)) return new Folder(dirname(path), [path]);
    return this.aroundManifest(path);
  }

  /** AWS keeps manifests in `metadata/` beside `data/`, so what one lists may lie in a folder further up. */
  private async aroundManifest(path: string): Promise<FileStore> {
    const at = dirname(path).split(sep);
    const place = at.lastIndexOf('metadata');
    const base = place > 0 ? at.slice(0, place).join(sep) : dirname(path);
    const root = await realpath(this.root);
    const safe = base === root || base.startsWith(root + sep) ? base : dirname(path);
    const others = (await walk(safe)).filter((each) => !/\.json$/i.test(basename(each)));
    return new Folder(safe, [path, ...others]);
  }

  private async inside(name: string): Promise<string> {
    const path = await placeWithin(this.root, name);
    if (!path) throw invalid('uri', `names nothing in the import folder: ${name}`);
    return path;
  }
}
