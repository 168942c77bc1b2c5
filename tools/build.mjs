// Plain Node: built aside and swapped in, so that a running process never sees half a build.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';

const draft = `dist.${process.pid}`;
const old = `dist.old.${process.pid}`;
try {
  const swc = ['node_modules/@swc/cli/bin/swc.js', 'apps', 'libs', 'migrations', '--out-dir', draft, '--quiet'];
  execFileSync(process.execPath, swc, { stdio: 'inherit' });
  if (existsSync('dist')) renameSync('dist', old);
  renameSync(draft, 'dist');
} finally {
  for (const folder of [draft, old]) rmSync(folder, { recursive: true, force: true });
}
