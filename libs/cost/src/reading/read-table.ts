import { azureTable, isAzureEa } from './azure-table.js';
import { layoutOf } from './header.js';
import type { Cells, Table } from './table.js';

function focusTable(names: readonly string[]): Table {
  const { version, columns, cellOf, extras } = layoutOf(names);
  const width = columns.length;
  const pick = (cells: Cells): Cells => {
    const values: Cells = cells.slice(0, width);
    for (let index = 0; index < width; index++) values[index] = cells[cellOf[index]!]!;
    return values;
  };
  const mapper = () => (extras.length === 0 ? (cells: Cells) => cells : pick);
  return { kind: 'focus', version, columns, reported: columns, extras, mapper };
}

/** Understands a header. `sample` gives some rows below it, where they are needed. Throws `FileRefused`. */
export const tableOf = (names: readonly string[], filename: string, sample: () => readonly Cells[]): Table =>
  isAzureEa(names) ? azureTable(names, filename, sample()) : focusTable(names);
