#!/usr/bin/env node
// The command line out of a clone: installs and builds what is missing, then becomes the program itself.
import './node-version.mjs';

const here = process.cwd();
await import('./install.mjs');
await import('./build.mjs');
process.chdir(here);
process.setSourceMapsEnabled(true);

await import('../dist/apps/cli/src/main.js');
