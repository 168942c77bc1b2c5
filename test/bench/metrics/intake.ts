import { SystemClock } from '#common';
import type { Database } from '#data';
import { resourceIdOf } from '#inventory';
import { Metrics, Settings } from '#platform';
import { KeptTimes } from '../../../libs/metrics/src/samples/kept-times.js';
import { MetricsWriter } from '../../../libs/metrics/src/samples/metrics-writer.js';
import type { SampleRow } from '../../../libs/metrics/src/samples/sample.js';
import { SampleCounter } from '../../../libs/metrics/src/samples/sample-counter.js';
import { RollUpService } from '../../../libs/metrics/src/roll-up/roll-up.service.js';
import { REMOTE_WRITE, remoteWrite, type WrittenSeries } from '../../support/remote-write.js';
import { TOKEN } from '../api/server.js';
import { batches, START, type Whose } from './samples.js';

const SAMPLES = 3_000_000;
const REMOTE_SAMPLES = 1_000_000;
const RESOURCES = 500;
const ACCOUNTS = 5;

/** Batches between two roll-ups: half a minute of what must be taken. */
const ROLL_UP_EVERY = 30;
/** Prometheus sends so many samples at once unless told otherwise. */
const REMOTE_BATCH = 2_000;

const seconds = (since: number) => (performance.now() - since) / 1000;
const context = { signal: new AbortController().signal, step: <T>(work: () => Promise<T>) => work() };

/** Resources of five accounts, in the order in which they report. */
export async function seedResources(db: Database, count = RESOURCES): Promise<Whose[]> {
  const accountOf = (n: number) => `00000000-0000-7000-8000-00000000000${n % ACCOUNTS}`;
  const natives = Array.from({ length: count }, (_, n) => `i-${String(n).padStart(8, '0')}`);
  const whose = natives.map((nativeId, n) => {
    const accountId = accountOf(n);
    return { id: resourceIdOf(accountId, nativeId), accountId, nativeId };
  });
  await db.query(
    `insert into cloud_account (id, provider, external_id, name, origin, created_at, updated_at, activated_at)
     select id, 'aws', right(id::text, 12), 'bench', 'api', now(), now(), now()
     from (select distinct unnest($1::uuid[]) as id) a`,
    [whose.map(({ accountId }) => accountId)],
  );
  const params = [whose.map(({ id }) => id), whose.map(({ accountId }) => accountId), natives];
  const given = 'unnest($1::uuid[], $2::uuid[], $3::text[]) g (id, account_id, native_id)';
  await db.query(`insert into resource_ref (id, account_id, native_id) select * from ${given}`, params);
  await db.query(
    `insert into resource (id, account_id, provider, native_id, type, name, state, tags, first_seen_at, last_seen_at)
     select id, account_id, 'aws', native_id, 'AWS::EC2::Instance', native_id, 'running', '{}', now(), now() from ${given}`,
    params,
  );
  await db.query('analyze resource_ref, resource, cloud_account').catch(() => undefined);
  return whose;
}

function services(db: Database) {
  const times = new KeptTimes(new SystemClock(), new Settings({ CLOUDGOV_ADMIN_TOKEN: TOKEN }));
  return {
    writer: new MetricsWriter(db, times, new SampleCounter(new Metrics())),
    rolling: new RollUpService(db, times),
  };
}

/** All that is to be sent, by so many senders at once, with a roll-up between; the share of time that these take. */
async function sustained<T>(all: Iterator<T>, send: (batch: T) => Promise<void>, rollUp: () => Promise<unknown>) {
  let rolled = 0;
  const began = performance.now();
  for (let isDone = false; !isDone;) {
    let left = ROLL_UP_EVERY;
    const sender = async () => {
      while (left > 0) {
        left -= 1;
        const next = all.next();
        isDone ||= next.done === true;
        if (next.done) return;
        await send(next.value);
      }
    };
    await Promise.all([sender(), sender()]);
    const since = performance.now();
    await rollUp();
    rolled += seconds(since);
  }
  return { taken: seconds(began), rolled };
}

export async function writeSamples(db: Database, whose: readonly Whose[]) {
  const { writer, rolling } = services(db);
  const send = async (rows: SampleRow[]) => void (await writer.write(rows));
  const { taken, rolled } = await sustained(batches(whose, SAMPLES), send, () => rolling.rollUp(context));
  return { rate: SAMPLES / taken, rolling: rolled / taken };
}

function seriesOf(rows: readonly SampleRow[], natives: ReadonlyMap<string, string>): WrittenSeries[] {
  return rows.map(({ resourceId, metric, at, value }) => ({
    labels: { __name__: metric, instance_id: natives.get(resourceId)!, job: 'bench', instance: '10.0.0.1:9100' },
    samples: [[at, value] as const],
  }));
}

/** Bodies as Prometheus sends them, made before the clock runs. */
function bodies(whose: readonly Whose[]): Buffer[] {
  const made: Buffer[] = [];
  const natives = new Map(whose.map(({ id, nativeId }) => [id, nativeId]));
  // Later than what the writers wrote, so that nothing is known already.
  for (const rows of batches(whose, REMOTE_SAMPLES, START + 24 * 3_600_000))
    for (let at = 0; at < rows.length; at += REMOTE_BATCH)
      made.push(remoteWrite(seriesOf(rows.slice(at, at + REMOTE_BATCH), natives)));
  return made;
}

export async function remoteWrites(db: Database, url: string, whose: readonly Whose[]): Promise<number> {
  const headers = { ...REMOTE_WRITE, authorization: `Bearer ${TOKEN}` };
  let written = 0;
  const send = async (body: Buffer) => {
    const answer = await fetch(`${url}/metrics/write`, { method: 'POST', headers, body: new Uint8Array(body) });
    written += ((await answer.json()) as { written: number }).written;
  };
  const { rolling } = services(db);
  const { taken } = await sustained(bodies(whose).values(), send, () => rolling.rollUp(context));
  if (written < REMOTE_SAMPLES) throw new Error(`Of ${REMOTE_SAMPLES} samples ${written} were written.`);
  return written / taken;
}
