import { DEMO_COLUMNS } from '../../libs/cost/src/demo/row.js';

export type DemoCharge = Record<string, string>;

/** The cells of one line of a demo bill, which never has a line break inside a cell. */
export function cellsOfLine(line: string): string[] {
  const cells: string[] = [];
  for (const [, quoted, plain] of line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
  }
  return cells;
}

export const demoChargeOf = (line: string): DemoCharge =>
  Object.fromEntries(cellsOfLine(line).map((cell, place) => [DEMO_COLUMNS[place]!, cell]));
