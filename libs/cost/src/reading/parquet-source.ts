import type { ByteSource } from './byte-source.js';
import { ChargeRows } from './charge-rows.js';
import { RAW_LIMIT, type RowPlace } from './csv-rows.js';
import { focusNameOf } from './header.js';
import { kindOf, ParquetCells, SEPARATOR } from './parquet-cells.js';
import { type PlacedFile, placeParquet } from './parquet-file.js';
import { tableOf } from './read-table.js';
import type { Batch, BatchOptions, OpenOptions, Source } from './source.js';
import type { Cells, Table } from './table.js';

const BATCH_SIZE = 250;

class ParquetRow implements RowPlace {
  line = 0;
  text = '';

  get needsEscape() {
    const { text } = this;
    return text.includes('\\') || text.includes('\t') || text.includes('\n') || text.includes('\r');
  }

  raw() {
    return this.text.slice(0, RAW_LIMIT).replaceAll(SEPARATOR, ',');
  }
}

function cellsOf(text: string): Cells {
  const cells: Cells = text.split(SEPARATOR);
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]!;
    if (cell === '' || cell === 'NULL') cells[index] = null;
  }
  return cells;
}

/** What is wrong with a row before its cells are looked at. */
function faultOf(text: string, cells: Cells, width: number): string | undefined {
  if (cells.length !== width) return 'The row holds the control character U+001F.';
  return text.includes('\0') ? 'The row holds a NUL character.' : undefined;
}

async function sampleOf(cells: ParquetCells): Promise<Cells[]> {
  for await (const texts of cells.chunks()) return Array.from(texts, cellsOf);
  return [];
}

async function tableIn(cells: ParquetCells, filename: string): Promise<Table> {
  const sample = await sampleOf(cells);
  return tableOf(cells.about.names, filename, () => sample);
}

async function* batchesOf(cells: ParquetCells, charges: ChargeRows, { file, size, maxRowLength }: Reading) {
  const row = new ParquetRow();
  for await (const texts of cells.chunks()) {
    for (const text of texts) {
      row.line++;
      row.text = text;
      const split = cellsOf(text);
      const fault = faultOf(text, split, cells.about.names.length);
      if (text.length > maxRowLength) charges.bad(`The row is longer than ${maxRowLength} characters.`, row);
      else if (fault) charges.bad(fault, row);
      else charges.row(split, row);
      yield* charges.take(size, Math.floor((file.bytes * row.line) / cells.about.rowCount));
    }
  }
  yield* charges.take(1, file.bytes);
}

/** The kind of every column's type, by FOCUS name. */
const declaredIn = ({ about: { names, columns } }: ParquetCells) =>
  Object.fromEntries(names.map((name, index) => [focusNameOf(name) ?? name, kindOf(columns[index]!.type)]));

interface Reading {
  file: PlacedFile;
  size: number;
  maxRowLength: number;
}

/** Opens a Parquet file: its schema is read, its rows wait. Throws `FileRefused`. */
export async function openParquet(
  bytes: ByteSource,
  filename: string,
  options: OpenOptions & { maxRowLength: number },
): Promise<Source> {
  const file = await placeParquet(bytes, options.tempDir);
  const cells = await ParquetCells.open(file).catch(async (error: unknown) => {
    await file.remove();
    throw error;
  });
  let isOpen = true;
  const close = async () => {
    if (!isOpen) return;
    isOpen = false;
    cells.close();
    await file.remove();
  };

  async function* batches(choice: BatchOptions = {}): AsyncGenerator<Batch> {
    const charges = new ChargeRows(table, choice);
    const { maxRowLength } = options;
    try {
      yield* batchesOf(cells, charges, { file, size: choice.size ?? BATCH_SIZE, maxRowLength });
    } finally {
      await close();
    }
  }

  const table = await tableIn(cells, filename).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    filename,
    format: 'parquet',
    kind: table.kind,
    version: table.version,
    header: cells.about.names,
    declared: declaredIn(cells),
    columns: table.columns,
    extras: table.extras.map(({ name }) => name),
    totalBytes: file.bytes,
    batches,
    close,
  };
}
