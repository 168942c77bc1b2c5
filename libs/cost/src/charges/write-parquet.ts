import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FocusColumn } from '../focus/columns.js';

/** DECIMAL(38,18) holds what bills carry: eighteen decimals and twenty digits before them. */
const TYPES: Record<FocusColumn['type'], string> = {
  text: 'VARCHAR',
  json: 'VARCHAR',
  decimal: 'DECIMAL(38,18)',
  instant: 'TIMESTAMP WITH TIME ZONE',
};

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** Writes the lines of a CSV as Parquet (zstd) by DuckDB, and answers the file's path. */
export async function writeParquet(lines: AsyncIterable<string>, columns: readonly FocusColumn[], folder: string) {
  const [csv, parquet] = [join(folder, 'charges.csv'), join(folder, 'charges.parquet')];
  await pipeline(Readable.from(lines), createWriteStream(csv));
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: '256MB',
    threads: '1',
    temp_directory: folder,
  });
  const connection = await instance.connect();
  try {
    await connection.run(
      'SET autoinstall_known_extensions=false; SET autoload_known_extensions=false; SET TimeZone=UTC',
    );
    const types = columns.map(({ name, type }) => `${literal(name)}: ${literal(TYPES[type])}`).join(', ');
    await connection.run(
      `COPY (SELECT * FROM read_csv(${literal(csv)}, header = true, quote = '"', escape = '"', delim = ',', columns = {${types}}))
       TO ${literal(parquet)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return parquet;
}
