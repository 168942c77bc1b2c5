import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

export const TOKEN = 'a-token-for-the-faults';

async function startServer({ url, home, program, more }) {
  const env = { ...process.env, DATABASE_URL: url, CLOUDGOV_HOME: home, CLOUDGOV_ADMIN_TOKEN: TOKEN, PORT: '0' };
  const quiet = { CLOUDGOV_DEMO: 'off', CLOUDGOV_LEASE_SECONDS: '1', LOG_LEVEL: 'silent', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [program], { env: { ...env, ...quiet, ...more } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  for (;;) {
    const address = /CloudGov answers on (\S+)/.exec(said)?.[1];
    if (address) return { child, address };
    if (child.exitCode !== null) throw new Error(`The server ended early:\n${said}`);
    await pause(20);
  }
}

export async function end({ child }, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/**
 * A server at which `playRound` kills the work of each round in its own part of the time that the work takes, which
 * `undisturbed` answers in milliseconds. Both are given the client of the database, the server as it is `now`, and how to
 * start another; `program` is what runs, `more` of its environment.
 */
export async function killRounds({ url, rounds, onRound = () => undefined }, work) {
  const { program = 'dist/apps/api/src/main.js', more = {}, undisturbed, playRound } = work;
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-kills-'));
  const restart = () => startServer({ url, home, program, more });
  const server = { now: await restart() };
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const wholeMs = await undisturbed({ client, server });
    const results = [];
    for (let round = 0; round < rounds; round++) {
      const afterMs = (wholeMs * (round + Math.random())) / rounds;
      results.push(await playRound(round, { afterMs, client, restart, server }));
      onRound(results.at(-1));
    }
    return results;
  } finally {
    await client.end();
    await end(server.now, 'SIGKILL');
    rmSync(home, { recursive: true, force: true });
  }
}
