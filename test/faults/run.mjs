// npm run faults [ROUNDS] [SCENARIO…]: kills processes at random moments and tells what was lost or doubled.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from '#data';
import { killImports } from '../support/kill-imports.mjs';
import { killSyncs } from '../support/kill-syncs.mjs';
import { killWorkers } from '../support/kill-workers.mjs';

/** Each plays its rounds on an empty database and answers one object a round; `halves`, `lost` and `doubled` must be 0. */
const SCENARIOS = { worker: killWorkers, import: killImports, sync: killSyncs };

async function play(name, rounds) {
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-faults-'));
  // Started as root, the server is another user, who must get in; else its data would be elsewhere, and be left there.
  chmodSync(home, 0o755);
  const server = new EmbeddedPostgres(home);
  try {
    await server.start();
    return await SCENARIOS[name]({
      url: server.url(),
      rounds,
      onRound: (row) => console.log(name, JSON.stringify(row)),
    });
  } finally {
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

const sum = (rows, field) => rows.reduce((total, row) => total + (row[field] ?? 0), 0);

const [rounds = '50', ...names] = process.argv.slice(2);
const table = [];
for (const name of names.length ? names : Object.keys(SCENARIOS)) {
  const rows = await play(name, Number(rounds));
  const fields = ['runs', 'done', 'resumed', 'halves', 'lost', 'doubled'].map((field) => [field, sum(rows, field)]);
  table.push({ scenario: name, rounds: rows.length, ...Object.fromEntries(fields) });
}
console.table(table);
process.exitCode = table.every(({ runs, done, halves, lost, doubled }) => runs === done && !halves && !lost && !doubled)
  ? 0
  : 1;
