import { Injectable } from '@nestjs/common';
import { DomainError } from '#common';
import { Settings } from '../settings.js';
import { KeyFile } from './key-file.js';
import type { SecretKey } from './secret-key.js';

const unusable = (why: string, id?: string) => new DomainError('UNAVAILABLE', why, id === undefined ? {} : { key: id });

/**
 * The keys of stored secrets: `CLOUDGOV_SECRET_KEY`, or else those of the installation's file, and besides
 * `CLOUDGOV_SECRET_KEY_PREVIOUS`. The file is read anew each time, so that a running process knows the keys of a rotation
 * that goes on beside it.
 */
@Injectable()
export class Keyring {
  readonly file: KeyFile;

  constructor(private readonly settings: Settings) {
    this.file = new KeyFile(settings.home);
  }

  /** Whether new secrets go under a key of the file. */
  get isFile(): boolean {
    return this.settings.secretKey === undefined;
  }

  /** Newest first; none where the first secret has not been stored yet. Throws where they cannot be read. */
  get keys(): readonly SecretKey[] {
    const { secretKey, secretKeyPrevious } = this.settings;
    return [...(secretKey ? [secretKey] : this.file.read()), ...(secretKeyPrevious ? [secretKeyPrevious] : [])];
  }

  /** Under which secrets are stored; made when the first one is. */
  newest(): SecretKey {
    return this.usable(() => this.settings.secretKey ?? this.file.read()[0] ?? this.file.create()[0]!);
  }

  find(id: string): SecretKey {
    const key = this.usable(() => this.keys).find((each) => each.id === id);
    if (key) return key;
    throw unusable(`This secret was stored under the key ${id}, which is not that of ${this.source}.`, id);
  }

  /** Where the keys come from, for people. */
  get source(): string {
    const own = this.isFile ? this.file.path : 'CLOUDGOV_SECRET_KEY';
    return this.settings.secretKeyPrevious ? `${own} or CLOUDGOV_SECRET_KEY_PREVIOUS` : own;
  }

  private usable<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw unusable((error as Error).message);
    }
  }
}
