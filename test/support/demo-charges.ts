import { BILL_COLUMNS } from '../../libs/clouds/src/sandbox/estate/row.js';

export type DemoCharge = Record<string, string>;

/** Where the cell that begins at `from` ends. */
function endOfCell(line: string, from: number): number {
  let at = from;
  if (line[from] === '"') {
    // A quote in a quoted cell is written twice.
    do at = line.indexOf('"', at + 1) + 1;
    while (line[at] === '"');
  }
  const comma = line.indexOf(',', at);
  return comma < 0 ? line.length : comma;
}

/** The cells of one line of a demo bill, which never has a line break inside a cell. */
export function cellsOfLine(line: string): string[] {
  const text = line.trimEnd();
  const cells: string[] = [];
  for (let from = 0, end = 0; from <= text.length; from = end + 1) {
    end = endOfCell(text, from);
    cells.push(text[from] === '"' ? text.slice(from + 1, end - 1).replaceAll('""', '"') : text.slice(from, end));
  }
  return cells;
}

/** One cell alone, without reading those after it. */
export function cellOfLine(line: string, column: string): string {
  let from = 0;
  for (let place = BILL_COLUMNS.indexOf(column); place > 0; place--) from = endOfCell(line, from) + 1;
  const cell = line.slice(from, endOfCell(line, from));
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

export function demoChargeOf(line: string): DemoCharge {
  const charge: DemoCharge = {};
  const cells = cellsOfLine(line);
  for (let place = 0; place < cells.length; place++) charge[BILL_COLUMNS[place]!] = cells[place]!;
  return charge;
}
