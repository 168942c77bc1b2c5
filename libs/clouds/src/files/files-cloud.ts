import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform';
import type { CloudAccess, CloudPlugin } from '../cloud.js';
import { CloudError } from '../cloud-error.js';
import type { FileStore } from '../file-store.js';
import { FilesConnection, type FilesPlace } from './files-connection.js';
import { filesBelow, Folder, placeWithin } from './folder.js';

/** The most files of one account. */
const MOST_FILES = 10_000;

const textOf = (value: unknown) => (typeof value === 'string' && value.trim() ? value : undefined);

/** Inventory from files: for whatever no connector can or may ask. */
@Injectable()
export class FilesCloud implements CloudPlugin {
  readonly id = 'files';
  readonly title = 'Files';
  readonly description =
    'Terraform states, snapshots of AWS Config and CloudGov’s own JSON form, from a folder under CLOUDGOV_HOME/inventory.';
  readonly example = { settings: { connector: 'files', uri: 'terraform/production' } };
  private readonly root: string;

  constructor({ home }: Settings) {
    this.root = join(resolve(home), 'inventory');
  }

  faults({ settings }: CloudAccess): string[] {
    return textOf(settings.uri) ? [] : ['settings.uri must name a file or folder under CLOUDGOV_HOME/inventory'];
  }

  connect({ provider, externalId, settings }: CloudAccess): Promise<FilesConnection> {
    return Promise.resolve(new FilesConnection(this.placeOf(String(settings.uri)), { provider, externalId }));
  }

  private placeOf(uri: string): FilesPlace {
    return {
      uri: join(this.root, uri),
      open: () => this.open(uri),
      policy: `The user that CloudGov runs as must be able to read every file of ${join(this.root, uri)}`,
    };
  }

  private async open(uri: string): Promise<FileStore> {
    const path = await placeWithin(this.root, uri);
    if (!path) throw new CloudError('missing', 'files:List', `there is nothing at ${join(this.root, uri)}`);
    try {
      if ((await stat(path)).isFile()) return new Folder(dirname(path), [path]);
      return new Folder(path, await filesBelow(path, MOST_FILES));
    } catch (error) {
      throw new CloudError('denied', 'files:List', `${path} may not be read: ${(error as Error).message}`);
    }
  }
}
