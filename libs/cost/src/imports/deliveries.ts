import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { parseS3, S3Store, type FileStore, type StoredFile } from '#clouds';
import { DomainError, invalid } from '#common';
import { MOST_FILES } from './import-body.js';
import { ImportFolder } from './import-folder.js';
import { dataFiles, filesOfManifests, isManifest } from './manifest.js';
import { digestFile, Spool, type SpooledFile } from './spool.js';

/** Where the files of an import are: uploaded into the spool, or named by a URI that is followed when it runs. */
export type Place = { kind: 'spool'; files: SpooledFile[] } | { kind: 'uri'; uri: string };

/** A file of a delivery, ready to be read on this machine. */
export interface DeliveredFile {
  name: string;
  path: string;
  bytes: number;
  sha256: string;
}

/** The same files in whatever order are the same delivery. */
export function digestOf(files: readonly { sha256: string }[]): string {
  const hash = createHash('sha256');
  for (const each of files.map(({ sha256 }) => sha256).sort()) hash.update(each);
  return hash.digest('hex');
}

/** Finds the files of a delivery and brings them here. */
@Injectable()
export class Deliveries {
  constructor(
    private readonly spool: Spool,
    private readonly folder: ImportFolder,
  ) {}

  /** Throws `INVALID` for a URI that can never be followed, before anything is started. */
  async check(uri: string): Promise<void> {
    if (uri.startsWith('s3:')) return void parseS3(uri);
    if (/^[a-z][a-z0-9+.-]*:/i.test(uri))
      throw invalid('uri', 'must be s3://bucket/prefix or a name in the import folder');
    await this.folder.open(uri);
  }

  /** Throws `CONFLICT` where a manifest lists a file that is not there, `INVALID` where there is nothing to import. */
  async files(importId: string, place: Place, signal: AbortSignal): Promise<DeliveredFile[]> {
    if (place.kind === 'spool') return place.files.map((file) => ({ ...file, path: this.spool.pathOf(file) }));
    const store = place.uri.startsWith('s3:') ? await S3Store.open(place.uri) : await this.folder.open(place.uri);
    try {
      const wanted = await this.wanted(store, place.uri);
      const files: DeliveredFile[] = [];
      for (const [number, file] of wanted.entries()) {
        signal.throwIfAborted();
        files.push(await this.bring(store, file, { importId, number }));
      }
      return files;
    } finally {
      if (store instanceof S3Store) store.close();
    }
  }

  /** A file of an upload, on the disk once this answers. */
  keep(importId: string, number: number, name: string, stream: Readable): Promise<SpooledFile> {
    return this.spool.keep(importId, number, name, stream);
  }

  /** What was brought here for an import is needed no more. */
  forget(importId: string): Promise<void> {
    return this.spool.forget(importId);
  }

  private async wanted(store: FileStore, uri: string): Promise<StoredFile[]> {
    const all = await store.list();
    const manifests: { name: string; text: string }[] = [];
    for (const { name } of all.filter((file) => isManifest(file.name)))
      manifests.push({ name, text: await store.text(name) });
    const only = all.length === 1 ? all : dataFiles(all);
    const wanted = manifests.length ? filesOfManifests(manifests, all) : only;
    if (!wanted.length)
      throw new DomainError('INVALID', `There are no CSV, CSV.gz or Parquet files at ${uri}; found: ${shown(all)}.`);
    if (wanted.length > MOST_FILES)
      throw new DomainError('INVALID', `A delivery has ${MOST_FILES} files at most; ${uri} has ${wanted.length}.`);
    return wanted;
  }

  private async bring(
    store: FileStore,
    { name }: StoredFile,
    { importId, number }: { importId: string; number: number },
  ) {
    const path = store.pathOf(name);
    if (path !== undefined) return { name, path, ...(await digestFile(path)) };
    const kept = await this.spool.keep(importId, number, name, await store.read(name));
    return { ...kept, name, path: this.spool.pathOf(kept) };
  }
}

const shown = (files: StoredFile[]) =>
  files
    .slice(0, 5)
    .map(({ name }) => name)
    .join(', ') || 'nothing';
