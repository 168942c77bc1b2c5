import { isAzureEa } from './azure-table.js';
import { FileRefused } from './file-refused.js';
import { focusNameOf } from './header.js';
import { INVALID_BYTES } from './marker.js';

const DELIMITERS = [',', ';', '\t'] as const;
/** Delimiters that others use: recognised only to say so. */
const FOREIGN = ['|', '^', ':', ' '] as const;

export interface CsvHeader {
  delimiter: string;
  /** Names as they are written; a column without one is named by its place. */
  written: string[];
  /** The same without blanks around them. */
  names: string[];
}

/** The fields of a header line; undefined where its quotes do not close. */
export function splitLine(line: string, delimiter: string): string[] | undefined {
  const fields: string[] = [];
  let [at, quoted, field] = [0, false, ''];
  for (; at < line.length; at++) {
    const character = line[at]!;
    if (character === '"' && quoted && line[at + 1] === '"') field += line[++at]!;
    else if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) field = (fields.push(field), '');
    else field += character;
  }
  return quoted ? undefined : [...fields, field];
}

function headerOf(line: string, delimiter: string): CsvHeader {
  const written = (splitLine(line, delimiter) ?? []).map((name, index) => (name.trim() ? name : `column_${index + 1}`));
  return { delimiter, written, names: written.map((name) => name.trim()) };
}

const score = (names: readonly string[]) =>
  names.filter((name) => focusNameOf(name)).length + (isAzureEa(names) ? names.length : 0);

function refuseForeign(line: string, best: readonly string[]) {
  const foreign = FOREIGN.find((delimiter) => score(headerOf(line, delimiter).names) > Math.max(2, score(best)));
  if (!foreign) return;
  throw new FileRefused(
    'wrong_delimiter',
    `The columns are separated by "${foreign}"; expected is a comma, semicolon or tab.`,
    {
      expected: DELIMITERS,
      found: foreign,
    },
  );
}

/** Control characters but the tab, which separates, and the CR of lines that end with it. */
const CONTROL = /[\0-\x08\x0e-\x1f]/;

/** What has such bytes where the names of columns should be is no text, and any other advice would mislead. */
function refuseNoText(line: string) {
  const found = line.slice(0, 200).replaceAll(INVALID_BYTES, '\uFFFD');
  if (CONTROL.test(line)) {
    const expected = 'a FOCUS Cost and Usage file as CSV, gzipped CSV or Parquet';
    throw new FileRefused('not_a_bill', `This is neither CSV nor gzip nor Parquet; expected is ${expected}.`, {
      expected,
      found,
    });
  }
  if (line.includes(INVALID_BYTES)) {
    throw new FileRefused('encoding', 'The header is no text; expected is UTF-8, or UTF-16 with a byte order mark.', {
      found,
    });
  }
}

/** Reads the first line: the delimiter is the one by which the most names are known. Throws `FileRefused`. */
export function readHeader(line: string): CsvHeader {
  refuseNoText(line);
  const candidates = DELIMITERS.map((delimiter) => headerOf(line, delimiter));
  const [best] = candidates.toSorted(
    (left, right) => score(right.names) - score(left.names) || right.names.length - left.names.length,
  );
  refuseForeign(line, best!.names);
  if (line.includes('\r')) {
    throw new FileRefused('wrong_delimiter', 'The lines end with CR alone; expected is LF or CRLF.', { found: 'CR' });
  }
  return best!;
}
