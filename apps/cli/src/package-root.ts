import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './failure.js';

function rootFrom(folder: string): string {
  const isRoot = existsSync(join(folder, 'package.json')) || folder === dirname(folder);
  return isRoot ? folder : rootFrom(dirname(folder));
}

const root = rootFrom(dirname(fileURLToPath(import.meta.url)));

/** The text of a file of the package. */
export function packageFile(name: string): string {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch (cause) {
    throw new Failure(
      `${join(root, name)} cannot be read (${(cause as NodeJS.ErrnoException).code}).`,
      'install CloudGov anew',
    );
  }
}

export const { version } = JSON.parse(packageFile('package.json')) as { version: string };
