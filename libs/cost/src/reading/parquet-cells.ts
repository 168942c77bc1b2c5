import type { DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import type { FocusType } from '../focus/columns.js';
import { FileRefused } from './file-refused.js';
import type { PlacedFile } from './parquet-file.js';

/** Between the cells of a row: the unit separator of ASCII, which is there for this and found in no bill. */
export const SEPARATOR = '\x1f';

const SETTINGS = {
  memory_limit: '128MB',
  threads: '1',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
};

/**
 * What DuckDB holds ready is counted without the texts themselves: one chunk of them is some megabytes, so that its own
 * default would be thirty of those. Instants with a zone are told in UTC.
 */
const SESSION = "SET streaming_buffer_size = '32KB'; SET TimeZone = 'UTC'";

const quote = (text: string, mark: "'" | '"') => `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;

interface Column {
  name: string;
  /** DuckDB's name of the type, such as `DECIMAL(38,12)`. */
  type: string;
}

const NESTED = /^(MAP|STRUCT|UNION)\b|\]$/;
const MOMENT = /^TIMESTAMP/;
const BINARY = /^(DOUBLE|FLOAT)$/;
const KINDS: readonly (readonly [RegExp, FocusType])[] = [
  [NESTED, 'json'],
  [/^JSON$/, 'json'],
  [MOMENT, 'instant'],
  [/^(VARCHAR|ENUM|UUID)/, 'text'],
  [/^(DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$)/, 'decimal'],
  [BINARY, 'decimal'],
];

/** What kind of column FOCUS would call a type. A bare date is none: it has no time of the day. */
export const kindOf = (type: string): FocusType | 'other' =>
  KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';

/**
 * The text of a cell: decimals digit for digit, doubles at their shortest, maps and structures as JSON. What has a type has
 * no form of its own to be judged by, so moments and exponents are written as FOCUS wants them written.
 */
function textOf({ name, type }: Column): string {
  const column = quote(name, '"');
  if (NESTED.test(type)) return `CASE WHEN ${column} IS NOT NULL THEN to_json(${column})::VARCHAR END`;
  if (MOMENT.test(type)) return `replace(replace(${column}::VARCHAR, '+00', ''), ' ', 'T') || 'Z'`;
  return BINARY.test(type) ? `replace(${column}::VARCHAR, 'e+', 'e')` : `${column}::VARCHAR`;
}

const reading = ({ path }: PlacedFile) => `read_parquet(${quote(path, "'")}, binary_as_string = true)`;

/** The columns at the top of a Parquet schema, which lists the whole tree depth first. */
function topNames(tree: readonly (readonly [name: string, children: number])[]): string[] {
  const names: string[] = [];
  let at = 1;
  const skip = () => {
    const [, children] = tree[at++]!;
    for (let child = 0; child < children; child++) skip();
  };
  while (at < tree.length) {
    names.push(tree[at]![0]);
    skip();
  }
  return names;
}

/** The rows of a Parquet file, each as one text; DuckDB reads it on another thread, with bounded memory. */
export class ParquetCells {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    private readonly file: PlacedFile,
    readonly about: { names: readonly string[]; columns: readonly Column[]; rowCount: number },
  ) {}

  /** Throws `FileRefused` where the file is damaged. */
  static async open(file: PlacedFile): Promise<ParquetCells> {
    // Loaded only for this: 70 MB of library that most installations never ask for.
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:', { ...SETTINGS, temp_directory: file.folder });
    const connection = await instance.connect();
    try {
      await connection.run(SESSION);
      const path = quote(file.path, "'");
      const schema = await connection.runAndReadAll(
        `SELECT name, coalesce(num_children, 0)::INTEGER FROM parquet_schema(${path})`,
      );
      const count = await connection.runAndReadAll(`SELECT num_rows::DOUBLE FROM parquet_file_metadata(${path})`);
      const names = topNames(schema.getRows() as [string, number][]);
      const rowCount = Number(count.getRows()[0]?.[0] ?? 0);
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${reading(file)}`);
      const columns = described.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }));
      return new ParquetCells(instance, connection, file, { names, columns, rowCount });
    } catch (error) {
      connection.closeSync();
      instance.closeSync();
      throw damaged(error, file);
    }
  }

  /**
   * Texts of some 2,000 rows at a time, their cells between `SEPARATOR`, an empty one being null. Each is made when it
   * is asked for, and before the next chunk is.
   */
  async *chunks(): AsyncGenerator<Iterable<string>> {
    let ahead: Promise<DuckDBDataChunk | null> = Promise.resolve(null);
    try {
      const result = await this.connection.stream(this.query());
      const fetch = () => (ahead = result.fetchChunk());
      for (let chunk = await fetch(); chunk && chunk.rowCount > 0; chunk = await ahead) {
        // The next is decoded on DuckDB's thread while this one is read here.
        fetch().catch(() => undefined);
        yield textsOf(chunk);
        // Its memory would otherwise wait for a collection of the heap, which does not know how large it is.
        chunk.reset();
      }
    } catch (error) {
      throw damaged(error, this.file);
    } finally {
      await ahead.catch(() => undefined);
    }
  }

  close() {
    this.connection.closeSync();
    this.instance.closeSync();
  }

  private query(): string {
    return `SELECT concat(${this.about.columns.map(textOf).join(', chr(31), ')}) FROM ${reading(this.file)}`;
  }
}

function* textsOf(chunk: DuckDBDataChunk): Generator<string> {
  const vector = chunk.getColumnVector(0);
  for (let index = 0; index < chunk.rowCount; index++) yield vector.getItem(index) as string;
}

/** What DuckDB says of a file, without the name we gave it; its errors come from outside and are known by their message. */
function damaged(error: unknown, { folder }: PlacedFile): unknown {
  const { message } = error as { message?: unknown };
  if (error instanceof FileRefused || typeof message !== 'string') return error;
  const [first] = message.split('\n');
  return new FileRefused('corrupt', `The Parquet file cannot be read: ${first!.replaceAll(`${folder}/`, '')}`);
}
