import { Decimal } from '#common';

/** A plain CSV reader of its own, slow and simple, so that the product's reader is not judged by itself. */
export function plainCsv(text: string): Record<string, string>[] {
  const rows: string[][] = [[]];
  const pattern = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/g;
  for (let match = pattern.exec(text); match && match.index < text.length; match = pattern.exec(text)) {
    const [, cell = '', end] = match;
    rows.at(-1)!.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',') rows.push([]);
  }
  const [header = [], ...body] = rows.filter((row) => row.length > 0);
  return body.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] === 'NULL' ? '' : row[at]!])));
}

/** Sums of a column by a key, exact. */
export function sumsBy(
  rows: readonly Record<string, string>[],
  column: string,
  key: (row: Record<string, string>) => string,
) {
  const sums: Record<string, Decimal> = {};
  for (const row of rows) sums[key(row)] = (sums[key(row)] ?? new Decimal(0)).plus(row[column] || 0);
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum.toFixed()]));
}
