import { DuckDBInstance } from '@duckdb/node-api';

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * The same bill as Parquet: amounts as DECIMAL(38, 12), instants as TIMESTAMP, the rest as text, as FOCUS exports have
 * them; `types` are what some columns have instead, as DuckDB names them. An amount that does not fit is an error, never rounded silently: the largest of `writeBill` has twelve decimals.
 */
export async function parquetOf(
  csvPath: string,
  parquetPath: string,
  columns: readonly string[],
  types: Readonly<Record<string, string>> = {},
): Promise<void> {
  const selected = columns.map((name) => {
    if (types[name]) return `"${name}"::${types[name]} AS "${name}"`;
    if (/(Cost|Price|Quantity)$/.test(name)) return `"${name}"::DECIMAL(38, 12) AS "${name}"`;
    if (/Period(Start|End)$/.test(name)) return `"${name}"::TIMESTAMP AS "${name}"`;
    return `"${name}"`;
  });
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await connection.run(`SET memory_limit = '1GB'; SET preserve_insertion_order = true;`);
    await connection.run(
      `COPY (SELECT ${selected.join(', ')} FROM read_csv(${literal(csvPath)}, all_varchar = true, header = true))
       TO ${literal(parquetPath)} (FORMAT parquet, COMPRESSION zstd)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
