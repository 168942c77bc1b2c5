import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { withSettings } from './settings-table.js';

writeFileSync('README.md', withSettings(readFileSync('README.md', 'utf8')));
