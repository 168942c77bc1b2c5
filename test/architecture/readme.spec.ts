import 'reflect-metadata';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withSettings } from '../../apps/api/src/settings-table.js';

const readme = readFileSync('README.md', 'utf8');

it('lists the settings as the code declares them (npm run readme)', () => {
  expect(withSettings(readme)).toBe(readme);
});

it.each(['README.md', 'CONTRIBUTING.md', 'docs/roadmap.md'])('%s names only files that are there', (document) => {
  const text = readFileSync(document, 'utf8');
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, path]) => join(dirname(document), path!));
  const named = [...text.matchAll(/`((?:apps|libs|docs|test|migrations|tools)\/[^`*…\s]*)`/g)].map(([, path]) => path!);
  const missing = [...links, ...named].filter((path) => !existsSync(path));
  expect(missing).toEqual([]);
  expect(links.length + named.length).toBeGreaterThan(3);
});
