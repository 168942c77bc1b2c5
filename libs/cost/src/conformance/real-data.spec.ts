import { readFileSync } from 'node:fs';
import { describeReal, realData } from '../../../../test/support/real-data.js';
import type { FocusVersion } from '../focus/columns.js';
import { FOCUS_COLUMNS } from '../focus/columns.js';
import { ConformanceEvaluator, type ConformanceReport } from './index.js';

const FILES: readonly (readonly [FocusVersion, string])[] = [
  ['1.0', 'finops-org/FOCUS-1.0_focus_sample.csv'],
  ['1.2', 'toolkit-synthetic/aws_1_2_cost_and_usage_rows100_seed42.csv'],
  ['1.2', 'toolkit-synthetic/azure_1_2_cost_and_usage_rows100_seed42.csv'],
];

/** The fields of a small CSV file; an empty one and the literal NULL are null. */
function fieldsOf(text: string): (string | null)[][] {
  const rows: (string | null)[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    const value = quoted?.replaceAll('""', '"') ?? plain ?? '';
    rows.at(-1)!.push(value === '' || value === 'NULL' ? null : value);
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

function reportOf(version: FocusVersion, file: string): ConformanceReport {
  const [header, ...rows] = fieldsOf(readFileSync(realData('focus', file), 'utf8').replace(/^\ufeff/, ''));
  const columns = header!.map((name) => name ?? '');
  const places = FOCUS_COLUMNS.map(({ name }) => columns.indexOf(name));
  const evaluator = new ConformanceEvaluator({ version, columns });
  rows.forEach((row, at) =>
    evaluator.row(
      places.map((place) => row[place] ?? null),
      at + 2,
    ),
  );
  return evaluator.report();
}

describeReal('the conformance of third-party files', () => {
  it.each(FILES)('is a report on a FOCUS %s file, %s', (version, file) => {
    const { score, rules, rowsChecked } = reportOf(version, file);
    expect(rowsChecked).toBe(version === '1.0' ? 1_000 : 100);
    expect(score).toBeGreaterThan(80);
    expect(score).toBeLessThan(100);
    expect(rules.every(({ failedRows, example }) => failedRows > 0 && example !== '')).toBe(true);
  });

  it('knows the traps of the real sample: moments without T and Z, a column of no prefix', () => {
    const ids = new Set(reportOf(...FILES[0]!).rules.map(({ id }) => id));
    for (const id of ['DateTimeFormat-A-004-M', 'DateTimeFormat-A-006-M', 'ColumnHandling-A-010-M']) {
      expect(ids).toContain(id);
    }
  });
});
