import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { end, killRounds, TOKEN } from './kill-rounds.mjs';

const RESOURCES = 2_000;
const LISTINGS = 20;
const SERVER = fileURLToPath(new URL('sync-server.mjs', import.meta.url));

/** Each version of the stub's estate has every resource otherwise. */
const turn = ({ child }, version) => child.stdin.write(`${version}\n`);

async function post({ address }, path, body) {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

const start = async (server) => (await post(server, '/inventory/sync', {})).id;

async function ended(client, id, patienceMs = 60_000) {
  for (let waited = 0; waited < patienceMs; waited += 50) {
    const { rows } = await client.query('select * from inventory_sync where id = $1 and ended_at is not null', [id]);
    if (rows.length) return rows[0];
    await pause(50);
  }
  return undefined;
}

/** What is there: resources, those of this version, those that read as deleted, and what the history tells of it twice. */
const FOUND = `
  select count(*)::int as all,
    (count(*) filter (where (c.configuration ->> 'Version')::int = $1))::int as current,
    (count(*) filter (where r.state = 'deleted' or r.told_hash is null))::int as gone,
    (select count(*)::int from resource_change h where h.field = 'config.Version' and h.after = to_jsonb($1::int)) as told
  from resource r left join resource_configuration c on c.resource_id = r.id`;

const found = async (client, version) => (await client.query(FOUND, [version])).rows[0];

async function playRound(round, { afterMs, client, restart, server }) {
  const version = round + 2;
  turn(server.now, version);
  await pause(20);
  const id = await start(server.now);
  await pause(afterMs);
  await end(server.now, 'SIGKILL');
  const left = await found(client, version);
  server.now = await restart();
  turn(server.now, version);
  const sync = await ended(client, id);
  const last = await found(client, version);
  const attempts = await client.query('select attempt from job_run where id = $1', [id]);
  return {
    ...{
      round: round + 1,
      how: 'kill -9',
      afterMs: Math.round(afterMs),
      runs: 1,
      done: Number(sync?.state === 'done'),
    },
    resumed: Number(attempts.rows[0].attempt > 1),
    halves: left.gone + last.gone,
    lost: RESOURCES - last.current + Number(sync?.listings_done !== LISTINGS) + Number(sync?.listings_stale !== 0),
    doubled: last.all - RESOURCES + Math.abs(last.told - RESOURCES) + Math.abs(sync?.resources_changed - RESOURCES),
  };
}

async function undisturbed({ client, server }) {
  turn(server.now, 1);
  await post(server.now, '/inventory/accounts', {
    ...{ provider: 'aws', externalId: 'stub', name: 'stub', settings: { connector: 'stub' } },
  });
  const began = Date.now();
  const sync = await ended(client, await start(server.now));
  if (sync?.state !== 'done') throw new Error('The sync that nobody disturbed did not end.');
  return Date.now() - began;
}

/**
 * A server is killed in the middle of a sync and started again, round after round, each in its own part of the time that
 * a sync takes. Each round changes every resource: in the end each must be as it is now, once, with one change in its
 * history and in the counts of the sync, and none may ever read as deleted. The database may be empty.
 */
export const killSyncs = (options) =>
  killRounds(options, {
    program: SERVER,
    more: { STUB_RESOURCES: String(RESOURCES), STUB_LATENCY_MS: '60' },
    undisturbed,
    playRound,
  });
