import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connection, Database, EmbeddedPostgres, everything, openDatabase } from '#data';
import { DataSource } from 'typeorm';
import { Server } from './api/server.js';
import { remoteWrites, seedResources, writeSamples } from './metrics/intake.js';
import { copySamples } from './metrics/raw-copy.js';
import { seriesRows } from './metrics/series.js';
import { atMost, type Row } from './row.js';

const atLeast = (name: string, value: number, unit: string, least: number): Row => ({
  ...atMost(name, -value, unit, -least),
  value,
  must: `≥ ${least}`,
});

/** Writers alone, then over HTTP as Prometheus writes; beside both, raw COPY of the same samples before and after. */
async function intake(db: Database, source: DataSource, server: Server): Promise<Row[]> {
  const whose = await seedResources(db);
  const before = await copySamples(source, whose);
  const { rate, rolling } = await writeSamples(db, whose);
  const remote = await remoteWrites(db, server.url, whose);
  const after = await copySamples(source, whose);
  const copy = (before + after) / 2;
  return [
    { name: 'raw COPY into a bare logged table, before and after', value: copy, unit: 'samples/s' },
    atLeast('written and rolled up, two writers', rate, 'samples/s', 10_000),
    { name: '… / raw COPY', value: rate / copy, unit: '' },
    { name: '… of which rolling up', value: rolling, unit: 'of the time' },
    atLeast('by remote write over HTTP, rolled up, two senders', remote, 'samples/s', 10_000),
    { name: '… / raw COPY', value: remote / copy, unit: '' },
    { name: 'memory of the Node process after it', value: server.megabytes, unit: 'MB' },
  ];
}

/** `-- metrics --series` asks for series at their largest instead, which takes minutes to seed. */
export default async function bench(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'cloudgov-metrics-bench-'));
  const postgres = new EmbeddedPostgres(home);
  await postgres.start();
  const postmaster = parseInt(readFileSync(join(home, 'postgres/data/postmaster.pid'), 'utf8'), 10);
  const isSeries = process.argv.includes('--series');
  if (isSeries) process.env.CLOUDGOV_METRICS_RAW_DAYS = '31';
  // Migrates, and serves.
  const server = await Server.start(home, postgres.url(), postmaster);
  const owner = await new DataSource(connection(postgres.url(), 4)).initialize();
  const { db, close } = await openDatabase(postgres.url(), []);
  try {
    return await everything(() => (isSeries ? seriesRows(db, owner, server.url) : intake(db, owner, server)));
  } finally {
    await close();
    await owner.destroy();
    await server.stop();
    await postgres.stop();
    rmSync(realpathSync(join(home, 'postgres')), { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}
