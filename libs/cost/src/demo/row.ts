import { columnsOf } from '../focus/columns.js';

/** The 57 columns of FOCUS 1.2, in the order of the specification's list. */
export const DEMO_COLUMNS: readonly string[] = columnsOf('1.2').map(({ name }) => name);

const places = new Map(DEMO_COLUMNS.map((name, place) => [name, place]));

/** Where a column stands in a row. */
export function placeOf(column: string): number {
  const place = places.get(column);
  if (place === undefined) throw new Error(`FOCUS 1.2 has no column ${column}.`);
  return place;
}

/** One cell of a CSV file after RFC 4180. */
export const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export type Cells = Record<string, string | undefined>;

/** A row in the order of the columns, ready to be joined by commas; what is not named is empty. */
export function rowOf(cells: Cells): string[] {
  const row = new Array<string>(DEMO_COLUMNS.length).fill('');
  for (const [column, text] of Object.entries(cells)) if (text) row[placeOf(column)] = quoted(text);
  return row;
}

export const HEADER = `${DEMO_COLUMNS.join(',')}\n`;
