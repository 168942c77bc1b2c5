// `npm run bench [NAME …]`: each bench of this folder is a module whose default export does the work and answers rows
// `{ name, value, unit, must?, ok? }`. Words that begin with `--` are options of the benches (`-- api --charges=1000000`). Every bench runs in a process of its own; its rows are printed as one table and
// written to `.cloudgov-bench/NAME.json` with the machine, the Node version and the date.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
const known = readdirSync('test/bench')
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));

/** Benches and what they share are compiled beside the build, so that `#cost` and relative paths lead into it. */
function compile() {
  const swc = ['node_modules/@swc/cli/bin/swc.js', 'test/bench', 'test/support', '--out-dir', 'dist', '--quiet'];
  execFileSync(process.execPath, [...swc, '--extensions', '.ts'], { stdio: ['ignore', 2, 2] });
}

const shown = (value) =>
  typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 3 }) : String(value);
const verdict = (row) => (row.ok === undefined ? '' : row.ok ? 'ok' : 'MISSED');

function print(rows) {
  const table = rows.map((row) => [row.name, shown(row.value), row.unit ?? '', row.must ?? '', verdict(row)]);
  const lines = [['what', 'value', 'unit', 'must', ''], ...table];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => (column === 1 ? cell.padStart(widths[1]) : cell.padEnd(widths[column])))
        .join('  ')
        .trimEnd(),
    );
}

async function run(name) {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 2 ** 30),
  };
  const about = { bench: name, date: new Date().toISOString(), node: process.version, machine };
  console.log(
    `\n${name}: ${machine.cores} × ${machine.cpu}, ${machine.memoryGB} GB, Node ${about.node}, ${about.date}`,
  );
  const { default: bench } = await import(pathToFileURL(`${root}/dist/test/bench/${name}.bench.js`));
  const rows = await bench();
  print(rows);
  mkdirSync('.cloudgov-bench', { recursive: true });
  writeFileSync(`.cloudgov-bench/${name}.json`, `${JSON.stringify({ ...about, rows }, null, 2)}\n`);
  process.exitCode = rows.some((row) => row.ok === false) ? 1 : 0;
}

const options = process.argv.slice(2).filter((word) => word.startsWith('--') && word !== '--built');
const asked = process.argv.slice(2).filter((word) => !options.includes(word));
const unknown = asked.filter((name) => name !== '--built' && !known.includes(name));
if (unknown.length) {
  console.error(`No bench named ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
  process.exitCode = 2;
} else if (asked[0] === '--built') {
  await run(asked[1]);
} else {
  compile();
  const chosen = asked.length ? asked : known;
  const self = fileURLToPath(import.meta.url);
  const failed = chosen.filter(
    (name) =>
      spawnSync(process.execPath, ['--expose-gc', '--enable-source-maps', self, '--built', name, ...options], {
        stdio: 'inherit',
      }).status !== 0,
  );
  process.exitCode = failed.length ? 1 : 0;
}
