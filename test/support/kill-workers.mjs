import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

const PROGRAM = fileURLToPath(new URL('job-worker.mjs', import.meta.url));
const RUNS = 6;

/** Starts a worker process and waits until it takes runs. */
async function startWorker(url) {
  const env = { ...process.env, DATABASE_URL: url, CLOUDGOV_LEASE_SECONDS: '1', LOG_LEVEL: 'silent', NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [PROGRAM], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => (errors += text));
  const early = once(child, 'exit').then(() => Promise.reject(new Error(`The worker ended early:\n${errors}`)));
  await Promise.race([once(child.stdout, 'data'), early]);
  early.catch(() => undefined);
  return child;
}

async function enqueue(worker, count) {
  const heard = once(worker.stdout, 'data');
  worker.stdin.write(`${count}\n`);
  await heard;
}

async function end(worker, signal) {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, 'exit');
  worker.kill(signal);
  await gone;
}

async function untilIdle(client, patienceMs = 60_000) {
  for (let waited = 0; waited < patienceMs; waited += 50) {
    const { rows } = await client.query(`select from job_run where state in ('queued', 'running') limit 1`);
    if (!rows.length) return;
    await pause(50);
  }
}

/** What the runs of a round left behind: each must have counted to twenty once, and finished once. */
const TALLY = `
  select count(*)::int as runs, count(*) filter (where state = 'done')::int as done,
    count(*) filter (where attempt > 1)::int as resumed,
    count(*) filter (where counts.numbers < 20 or ends.ends < 1)::int as lost,
    count(*) filter (where counts.rows > counts.numbers or ends.ends > 1)::int as doubled
  from job_run r
  cross join lateral (
    select count(*) as rows, count(distinct n) as numbers from counted c where c.run_id = r.id) counts
  cross join lateral (select count(*) as ends from finished f where f.run_id = r.id) ends
  -- Not those that a schedule began meanwhile, which count nothing.
  where r.queued_at > $1 and r.scheduled_for is null`;

/** `kill -9` at a random moment; every third round a freeze instead, beyond the lease, after which it goes on. */
async function strike(round, workers, start) {
  await pause(50 + Math.random() * 400);
  const which = round % 2;
  if (round % 3 === 2) {
    workers[which].kill('SIGSTOP');
    await pause(2500);
    workers[which].kill('SIGCONT');
    return 'freeze';
  }
  await end(workers[which], 'SIGKILL');
  workers[which] = await start();
  return 'kill -9';
}

async function playRound(round, { client, workers, start }) {
  const { rows } = await client.query('select clock_timestamp() as at');
  await enqueue(workers[(round + 1) % 2], RUNS);
  const how = await strike(round, workers, start);
  await untilIdle(client);
  const tally = await client.query(TALLY, [rows[0].at]);
  return { round: round + 1, how, ...tally.rows[0] };
}

/**
 * Two worker processes share runs while one of them is killed or frozen, round after round; answers what each round
 * left behind. The database may be empty: the workers migrate it.
 */
export async function killWorkers({ url, rounds, onRound = () => undefined }) {
  const start = () => startWorker(url);
  const workers = [await start(), await start()];
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create table counted (run_id uuid, n int); create table finished (run_id uuid)');
    await client.query('grant all on counted, finished to cloudgov_everything');
    const results = [];
    for (let round = 0; round < rounds; round++) {
      results.push(await playRound(round, { client, workers, start }));
      onRound(results.at(-1));
    }
    return results;
  } finally {
    await client.end();
    for (const worker of workers) await end(worker, 'SIGKILL');
  }
}
