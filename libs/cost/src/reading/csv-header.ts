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

/** Reads the first line: the delimiter is the one by which the most names are known. Throws `FileRefused`. */
export function readHeader(line: string): CsvHeader {
  const candidates = DELIMITERS.map((delimiter) => headerOf(line, delimiter));
  const [best] = candidates.toSorted(
    (left, right) => score(right.names) - score(left.names) || right.names.length - left.names.length,
  );
  refuseForeign(line, best!.names);
  if (line.includes('\r')) {
    throw new FileRefused('wrong_delimiter', 'The lines end with CR alone; expected is LF or CRLF.', { found: 'CR' });
  }
  if (line.includes(INVALID_BYTES) || line.includes('\0')) {
    throw new FileRefused('encoding', 'The header is no text; expected is UTF-8, or UTF-16 with a byte order mark.', {
      found: line.slice(0, 200).replaceAll(INVALID_BYTES, '\uFFFD'),
    });
  }
  return best!;
}
