import { FileRefused } from './file-refused.js';

export type Container = 'text' | 'utf-16le' | 'utf-16be' | 'gzip' | 'parquet';

const EXPECTED = 'a FOCUS Cost and Usage file as CSV, gzipped CSV or Parquet';

const MAGICS: readonly (readonly [hex: string, what: string])[] = [
  ['504b0304', 'a ZIP archive or an Excel workbook'],
  ['504b0506', 'an empty ZIP archive'],
  ['d0cf11e0a1b11ae1', 'an old Excel workbook'],
  ['28b52ffd', 'a Zstandard file'],
  ['425a68', 'a bzip2 file'],
  ['fd377a585a00', 'an xz file'],
  ['25504446', 'a PDF document'],
  ['4f626a01', 'an Avro file'],
  ['4f5243', 'an ORC file'],
  ['89504e47', 'a picture'],
  ['7f454c46', 'a program'],
];

const LEADS: readonly (readonly [start: string, what: string])[] = [
  ['<!doctype', 'an HTML page'],
  ['<html', 'an HTML page'],
  ['<', 'an XML or HTML document'],
  ['{', 'JSON'],
  ['[', 'JSON'],
];

const refuse = (reason: 'empty' | 'not_a_bill' | 'encoding', filename: string, found: string): never => {
  throw new FileRefused(reason, `${filename} is ${found}; expected is ${EXPECTED}.`, { expected: EXPECTED, found });
};

function refuseBinary(head: Buffer, filename: string) {
  const hex = head.subarray(0, 8).toString('hex');
  const magic = MAGICS.find(([start]) => hex.startsWith(start));
  if (!magic) return;
  const isWorkbook = head.includes('[Content_Types].xml') || head.includes('xl/');
  refuse('not_a_bill', filename, isWorkbook ? 'an Excel workbook' : magic[1]);
}

function refuseOtherText(head: Buffer, filename: string) {
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (text === '') refuse('empty', filename, 'empty');
  const lead = LEADS.find(([start]) => text.startsWith(start));
  if (lead) refuse('not_a_bill', filename, lead[1]);
  const zeroes = head.filter((byte) => byte === 0).length;
  if (zeroes * 4 > head.length) refuse('encoding', filename, 'UTF-16 without its byte order mark, or no text at all');
}

/** What a file is by its first bytes, whatever its name; throws `FileRefused` for what holds no bill. */
export function detectContainer(head: Buffer, filename: string): Container {
  if (head.length === 0) refuse('empty', filename, 'empty');
  const hex = head.subarray(0, 4).toString('hex');
  if (hex.startsWith('1f8b')) return 'gzip';
  if (hex === '50415231') return 'parquet';
  refuseBinary(head, filename);
  if (hex.startsWith('fffe')) return 'utf-16le';
  if (hex.startsWith('feff')) return 'utf-16be';
  refuseOtherText(head, filename);
  return 'text';
}
