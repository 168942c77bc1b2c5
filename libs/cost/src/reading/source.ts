import type { FocusType, FocusVersion } from '../focus/columns.js';
import type { TagSet } from './tags.js';

export type SourceFormat = 'csv' | 'csv.gz' | 'parquet';
export type SourceKind = 'focus' | 'azure-ea-actual' | 'azure-ea-amortized';

/** One accepted charge. */
export interface ChargeRow {
  /** Physical line of the file on which the row starts (the header is line 1); in Parquet the number of the row, from 1. */
  line: number;
  /**
   * One cell per name of `Source.columns`, in that order: null, or a text that is never empty. Amounts keep their
   * digits, instants are `YYYY-MM-DDTHH:MM:SS[.f]Z`, closed values have the specification's case, JSON columns hold
   * text that `jsonb` accepts, `Tags` excepted, which keeps what the file says. With `COPY … (NULL '')` the row is
   * `values.join('\t')` where `needsEscape` is false.
   */
  values: (string | null)[];
  /** The columns that FOCUS does not know, as the text of a JSON object of strings; null where all are empty. */
  x: string | null;
  /** Normalised tags, one shared object per distinct text (so its identity may key a cache). */
  tags: TagSet;
  /** Whether a cell may hold a backslash, tab or line break, which COPY's text format must escape. `x` is not meant. */
  needsEscape: boolean;
}

/** One row that could not be read, with where and why; `line` as in `ChargeRow`. */
export interface QuarantinedRow {
  line: number;
  column: string | null;
  reason: string;
  /** The row's text, at most 4 KiB of it. */
  raw: string;
}

export interface Batch {
  rows: ChargeRow[];
  quarantined: QuarantinedRow[];
  /** Rows left out because another file of the same delivery says them better (see `azure-ea.ts`). */
  skipped: number;
  /** Bytes of the input consumed so far, compressed bytes where it is compressed: progress of `Source.totalBytes`. */
  bytesRead: number;
}

/**
 * Is shown a row as the file has it, before anything in it is normalised: a cell per name of `Source.columns`, null where
 * it is empty; and its line. Cells are slices of a large block of text, and the array is changed afterwards: neither is
 * to be kept. An equal text of its own may be put in the place of a cell.
 */
export type Judge = (cells: (string | null)[], line: number) => void;

export interface BatchOptions {
  /** Rows in a batch, at least; a few hundred cost the least memory and time. Default 250. */
  size?: number;
  /** For `azure-ea-actual`: an amortised file of the same period lies beside it and brings the rows both have. */
  besideAmortized?: boolean;
  /** Sees every row of the header's width, those that go to quarantine included. */
  judge?: Judge;
}

/** An opened file: its header is known, its rows are read once, by `batches()`. */
export interface Source {
  readonly filename: string;
  readonly format: SourceFormat;
  readonly kind: SourceKind;
  readonly version: FocusVersion;
  /** Every column's name as the file writes it, in the file's order. */
  readonly header: readonly string[];
  /** Of a file that declares types: that of each column, by FOCUS name. */
  readonly declared?: Readonly<Record<string, FocusType | 'other'>>;
  /** FOCUS names of the cells of a row, only those that the file has. */
  readonly columns: readonly string[];
  /** Names of the other columns, which are gathered in `ChargeRow.x`. */
  readonly extras: readonly string[];
  /** Size of the input in bytes, where it is known. */
  readonly totalBytes?: number;
  /** Throws `FileRefused` where the rest of the file cannot be read (truncated, bomb); may be called once. */
  batches(options?: BatchOptions): AsyncIterable<Batch>;
  /** Frees what is open; safe to call again. Reading to the end closes by itself. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Bytes of the input, where a stream's length is known. */
  totalBytes?: number;
  /** Longest row in characters; longer ones are quarantined. Default 1 MiB. */
  maxRowLength?: number;
  /** Most bytes a gzip may unfold to. Default 1 TiB. */
  maxUnpackedBytes?: number;
  /** Most bytes unpacked per byte packed, once 64 MiB are unpacked. Default 250. */
  maxRatio?: number;
  /** Where a Parquet stream is put down, and where DuckDB may spill. Default the system's folder for such. */
  tempDir?: string;
}
