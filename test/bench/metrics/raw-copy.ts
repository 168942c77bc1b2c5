import { from } from 'pg-copy-streams';
import type { ClientBase } from 'pg';
import { once } from 'node:events';
import type { DataSource } from 'typeorm';
import type { SampleRow } from '../../../libs/metrics/src/samples/sample.js';
import { batches, type Whose } from './samples.js';

const SAMPLES = 1_000_000;

const line = ({ accountId, resourceId, metric, at, value }: SampleRow) =>
  `${accountId}\t${resourceId}\t${metric}\t${new Date(at).toISOString()}\t${value}\n`;

/** Samples a second of plain COPY into a logged table of the same columns without a key. */
export async function copySamples(source: DataSource, whose: readonly Whose[]): Promise<number> {
  const runner = source.createQueryRunner();
  const client = (await runner.connect()) as ClientBase;
  await client.query(`create table bare (account_id uuid not null, resource_id uuid not null, metric text not null,
    at timestamptz not null, value double precision not null)`);
  const began = performance.now();
  const stream = client.query(from('copy bare from stdin'));
  for (const rows of batches(whose, SAMPLES)) if (!stream.write(rows.map(line).join(''))) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
  const seconds = (performance.now() - began) / 1000;
  await client.query('drop table bare');
  await runner.release();
  return SAMPLES / seconds;
}
