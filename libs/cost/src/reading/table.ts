import type { FocusVersion } from '../focus/columns.js';
import type { BatchOptions, SourceKind } from './source.js';

/** A row as the file has it, empty cells and the literal NULL being null. */
export type Cells = (string | null)[];

/** What a header makes of the rows below it. */
export interface Table {
  kind: SourceKind;
  version: FocusVersion;
  /** FOCUS names of a row's values, in their order. */
  columns: readonly string[];
  /** For each of them the file's own name of it, for messages. */
  reported: readonly string[];
  /** The columns that are gathered in `x`, with the index of their cells. */
  extras: readonly { name: string; index: number }[];
  /** Values of a row's cells; null leaves the row out. The cells may be taken over. */
  mapper(options: BatchOptions): (cells: Cells) => Cells | null;
}
