import fc from 'fast-check';
import { CsvRows, type RowPlace } from './csv-rows.js';
import { textBlocks } from './text-blocks.js';

/** Reads bytes as the sources do, in blocks as small as asked for. */
async function readRows(bytes: Buffer, { delimiter, width, chunk, block }: ReadAs) {
  const rows: { cells: (string | null)[]; line: number }[] = [];
  const bad: { line: number; reason: string }[] = [];
  const sink = {
    row: (cells: (string | null)[], { line }: RowPlace) => void rows.push({ cells, line }),
    bad: (reason: string, { line }: RowPlace) => void bad.push({ line, reason }),
  };
  const reader = new CsvRows(delimiter, width, sink, 1 << 20);
  async function* chunks() {
    for (let from = 0; from < bytes.length; from += chunk)
      yield await Promise.resolve(bytes.subarray(from, from + chunk));
  }
  let open = '';
  for await (const { text } of textBlocks(chunks(), 1 << 20, block)) open = reader.read(open + text, false);
  reader.read(open, true);
  return { rows, bad };
}

interface ReadAs {
  delimiter: string;
  width: number;
  chunk: number;
  block: number;
}

const cell = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', '\\', 'a', 'é', '💶', '\u{1F3FF}', '\u{10000}'),
      maxLength: 8,
    }),
  )
  .filter((text) => text !== 'NULL' && !text.includes('\0'));

const table = fc
  .integer({ min: 2, max: 6 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 }));

/** One way of writing a table that RFC 4180 allows: `style` decides where it leaves a choice. */
function write(
  rows: string[][],
  { delimiter, style, newline }: { delimiter: string; style: boolean[]; newline: string },
) {
  let at = 0;
  const wants = () => style[at++ % style.length]!;
  const must = (text: string) => ['"', '\n', '\r', delimiter].some((mark) => text.includes(mark));
  const field = (text: string) => (must(text) || wants() ? `"${text.replaceAll('"', '""')}"` : text);
  const text = rows.map((row) => row.map(field).join(delimiter)).join(newline);
  return rows.length > 0 && wants() ? text + newline : text;
}

describe('the CSV reader', () => {
  it('reads back any table, however it is written and cut', async () => {
    const style = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
    const size = fc.integer({ min: 1, max: 40 });
    const delimiters = fc.constantFrom(',', ';', '\t');
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          rows: table,
          delimiter: delimiters,
          style,
          newline: fc.constantFrom('\n', '\r\n'),
          chunk: size,
          block: size,
        }),
        async ({ rows, chunk, block, ...how }) => {
          const bytes = Buffer.from(write(rows, how));
          const read = await readRows(bytes, { delimiter: how.delimiter, width: rows[0]?.length ?? 2, chunk, block });
          expect(read.bad).toEqual([]);
          expect(read.rows.map(({ cells }) => cells)).toEqual(rows.map((row) => row.map((text) => text || null)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never loses a line of any text: each is read, blank, quarantined, or inside a row', async () => {
    const text = fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', '\r'), maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 20 }), async (noise, size) => {
        const bytes = Buffer.from(`${noise}\nlast,row\n`);
        const { rows, bad } = await readRows(bytes, { delimiter: ',', width: 2, chunk: size, block: size });
        const lines = [...rows, ...bad].map(({ line }) => line).sort((left, right) => left - right);
        expect(new Set(lines).size).toBe(lines.length);
        const whole = await readRows(bytes, { delimiter: ',', width: 2, chunk: 1000, block: 1000 });
        expect({ rows, bad }).toEqual(whole);
        const isSwallowed = rows.some(({ cells }) => cells.some((value) => value?.includes('last,row')));
        expect(isSwallowed || rows.some(({ cells }) => cells.join() === 'last,row')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
