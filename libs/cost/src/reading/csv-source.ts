import { ChargeRows } from './charge-rows.js';
import type { ByteSource } from './byte-source.js';
import { CsvRows } from './csv-rows.js';
import { readHeader } from './csv-header.js';
import { FileRefused } from './file-refused.js';
import type { Batch, BatchOptions, Source, SourceFormat } from './source.js';
import { tableOf } from './read-table.js';
import type { Cells } from './table.js';
import { type TextBlock, textBlocks } from './text-blocks.js';

/** Small batches die young: what lives through a collection of the heap is copied by it. */
const BATCH_SIZE = 250;

export interface CsvInput {
  filename: string;
  format: SourceFormat;
  /** What is counted and closed. */
  bytes: ByteSource;
  /** UTF-8 text of the file, without byte order mark. */
  text: AsyncIterable<Buffer>;
  maxRowLength: number;
}

/** The first line that is not blank, and what follows it in its block. */
async function firstLine(blocks: AsyncIterator<TextBlock>, filename: string) {
  let line = 1;
  for (let next = await blocks.next(); !next.done; next = await blocks.next()) {
    const { text, isOverlong } = next.value;
    if (isOverlong) throw new FileRefused('not_a_bill', `${filename} begins with a line too long to be a header.`);
    for (let from = 0; from < text.length; line++) {
      const end = text.indexOf('\n', from);
      const header = text.slice(from, end).replace(/\r$/, '');
      if (header.trim() !== '') return { header, line, rest: text.slice(end + 1) };
      from = end + 1;
    }
  }
  throw new FileRefused('empty', `${filename} is empty; expected is a header with the names of FOCUS columns.`);
}

/** The rows that a text has whole. */
function sampleOf(text: string, delimiter: string, width: number): Cells[] {
  const cells: Cells[] = [];
  const rows = new CsvRows(delimiter, width, { row: (row) => cells.push(row), bad: () => undefined }, text.length);
  rows.read(text, false);
  return cells;
}

/** Opens a CSV text: its header is read, its rows wait. Throws `FileRefused`. */
export async function openCsv(input: CsvInput): Promise<Source> {
  const { filename, format, bytes, maxRowLength } = input;
  const blocks = textBlocks(input.text, maxRowLength);
  const { header, line, rest } = await firstLine(blocks, filename);
  const { delimiter, names, written } = readHeader(header);
  const table = tableOf(names, filename, () => sampleOf(rest, delimiter, names.length));

  async function* batches(options: BatchOptions = {}): AsyncGenerator<Batch> {
    const size = options.size ?? BATCH_SIZE;
    const charges = new ChargeRows(table, options);
    const rows = new CsvRows(delimiter, names.length, charges, maxRowLength);
    rows.line = line + 1;
    let open = rows.read(rest, false);
    try {
      for await (const block of blocks) {
        yield* charges.take(size, bytes.bytesRead);
        if (block.isOverlong) {
          rows.read(open, true);
          rows.overlong(block.text);
          open = '';
        } else open = rows.read(open + block.text, false);
      }
      rows.read(open, true);
      yield* charges.take(1, bytes.bytesRead);
    } finally {
      bytes.close();
    }
  }

  return {
    filename,
    format,
    kind: table.kind,
    version: table.version,
    header: written,
    columns: table.columns,
    extras: table.extras.map(({ name }) => name),
    totalBytes: bytes.totalBytes,
    batches,
    close: () => Promise.resolve(bytes.close()),
  };
}
