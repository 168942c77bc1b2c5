// Plain Node: built aside and swapped in, so that a running process never sees half a build. Does nothing where
// `dist` was built from the very same sources.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = ['apps', 'libs', 'migrations'];
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

function fingerprint() {
  const files = SOURCES.flatMap(filesIn).sort();
  const hash = createHash('sha256');
  for (const file of [...files, '.swcrc', 'tools/build.mjs', 'node_modules/@swc/core/package.json'])
    hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex');
}

const readIfThere = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** Two builds may end at once: whichever is moved in last stays. */
function swapIn(draft, old) {
  for (let tries = 0; ; tries++) {
    try {
      if (existsSync('dist')) renameSync('dist', `${old}.${tries}`);
      return renameSync(draft, 'dist');
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}

function build(print) {
  const draft = `dist.draft.${process.pid}`;
  const old = `dist.old.${process.pid}`;
  try {
    const swc = ['node_modules/@swc/cli/bin/swc.js', ...SOURCES, '--out-dir', draft, '--copy-files', '--quiet'];
    execFileSync(process.execPath, swc, { stdio: ['ignore', 2, 2] });
    writeFileSync(join(draft, 'built-from'), print);
    swapIn(draft, old);
  } finally {
    const left = readdirSync('.').filter((name) => name === draft || name.startsWith(`${old}.`));
    for (const folder of left) rmSync(folder, { recursive: true, force: true });
  }
}

const print = fingerprint();
if (readIfThere('dist/built-from') !== print) build(print);
