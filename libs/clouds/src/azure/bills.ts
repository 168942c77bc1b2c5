import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { ContainerClient } from '@azure/storage-blob';
import type { FileStore, StoredFile } from '../file-store.js';
import { persistently } from '../persistently.js';
import type { AzureClient } from './client.js';

const LIST = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/list';
const READ = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read';

/** The exports of Cost Management in a container of Blob Storage, below a prefix. */
export async function billsOf(client: AzureClient, signal: AbortSignal): Promise<FileStore | undefined> {
  const { bills } = client.access;
  if (!bills) return undefined;
  const { ContainerClient } = await import('@azure/storage-blob');
  const { origin, pathname } = new URL(bills);
  const [container = '', ...path] = decodeURIComponent(pathname).slice(1).split('/');
  const options = { retryOptions: { maxTries: 1 } };
  const blobs = new ContainerClient(`${origin}/${container}`, client.credential, options);
  return new BlobFiles(blobs, path.filter(Boolean).join('/'), signal);
}

class BlobFiles implements FileStore {
  constructor(
    private readonly container: ContainerClient,
    private readonly prefix: string,
    private readonly signal: AbortSignal,
  ) {}

  list(): Promise<StoredFile[]> {
    return persistently(LIST, this.signal, async () => {
      const files: StoredFile[] = [];
      const found = this.container.listBlobsFlat({ prefix: this.prefix, abortSignal: this.signal });
      for await (const { name, properties } of found) {
        const below = this.below(name);
        if (below !== undefined && properties.contentLength)
          files.push({ name: below, bytes: properties.contentLength });
      }
      return files;
    });
  }

  async text(name: string): Promise<string> {
    return (await buffer(await this.read(name))).toString('utf8');
  }

  async read(name: string): Promise<Readable> {
    const blob = this.container.getBlobClient(this.pathTo(name));
    const { readableStreamBody } = await persistently(READ, this.signal, () =>
      blob.download(0, undefined, { abortSignal: this.signal }),
    );
    return readableStreamBody ? Readable.from(readableStreamBody) : Readable.from([]);
  }

  pathOf(): undefined {
    return undefined;
  }

  /** A prefix that ends within a name is no folder: `focus` does not hold `focus-2/file`. */
  private below(name: string): string | undefined {
    if (!this.prefix) return name;
    if (name === this.prefix) return name.split('/').at(-1);
    return name.startsWith(`${this.prefix}/`) ? name.slice(this.prefix.length + 1) : undefined;
  }

  private pathTo(name: string): string {
    if (!this.prefix) return name;
    return this.prefix.split('/').at(-1) === name && /\.\w+$/.test(name) ? this.prefix : `${this.prefix}/${name}`;
  }
}
