import type { Readable } from 'node:stream';

/** A file of a store, named by its path below the place that was asked for. */
export interface StoredFile {
  name: string;
  bytes: number;
}

/** Somewhere that holds the files of a delivery. */
export interface FileStore {
  /** The files at the place asked for: itself, or everything below it. */
  list(): Promise<StoredFile[]>;
  text(name: string): Promise<string>;
  read(name: string): Promise<Readable>;
  /** The path of a file that needs no copying; undefined where it must be fetched. */
  pathOf(name: string): string | undefined;
}
