import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { keyText, newKey, readKey, type SecretKey } from './secret-key.js';

const isError = (error: unknown, code: string) => (error as NodeJS.ErrnoException).code === code;

/**
 * `CLOUDGOV_HOME/secret.key`: one key a line, the newest first, for its owner's eyes alone. It is whole at any moment,
 * whoever reads it while another writes it or is killed.
 */
export class KeyFile {
  readonly path: string;

  constructor(home: string) {
    this.path = join(resolve(home), 'secret.key');
  }

  /** None where there is no file; throws where it cannot be read, and says why. */
  read(): SecretKey[] {
    try {
      const lines = readFileSync(this.path, 'utf8').split('\n');
      const keys = lines.filter((line) => line.trim()).map(readKey);
      if (!keys.length) throw new Error('is empty');
      return keys;
    } catch (error) {
      if (isError(error, 'ENOENT')) return [];
      throw new Error(`${this.path} cannot be used: ${(error as Error).message}`, { cause: error });
    }
  }

  /** Makes the file with a first key, unless another process has just done so. */
  create(): SecretKey[] {
    this.put([newKey()], (written) => {
      try {
        linkSync(written, this.path);
      } catch (error) {
        if (!isError(error, 'EEXIST')) throw error;
      } finally {
        rmSync(written);
      }
    });
    return this.read();
  }

  replace(keys: readonly SecretKey[]) {
    this.put(keys, (written) => renameSync(written, this.path));
  }

  /** On the disk once this has ended: rows that are stored under a new key must find it after any crash. */
  private put(keys: readonly SecretKey[], publish: (written: string) => void) {
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, keys.map((key) => `${keyText(key)}\n`).join(''));
    } finally {
      flush(file);
    }
    publish(draft);
    // Windows keeps folders by itself and lets nobody open them.
    if (process.platform !== 'win32') flush(openSync(dirname(this.path), 'r'));
  }
}

function flush(file: number) {
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
