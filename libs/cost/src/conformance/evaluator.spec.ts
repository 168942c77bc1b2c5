import { cellsOf, focusFile, type Row } from '../../../../test/support/focus-file.js';
import { FOCUS_VERSIONS, type FocusVersion } from '../focus/columns.js';
import { ConformanceEvaluator, mergeReports } from './index.js';

const reportOf = (version: FocusVersion, columns: readonly string[], rows: readonly Row[]) => {
  const evaluator = new ConformanceEvaluator({ version, columns });
  rows.forEach((row, at) => evaluator.row(cellsOf(row), at + 2));
  return evaluator.report();
};

describe('ConformanceEvaluator', () => {
  it.each(FOCUS_VERSIONS)('finds nothing to say of a file that conforms to FOCUS %s', (version) => {
    const { header, rows } = focusFile(version, { rows: 1_000 });
    const report = reportOf(version, header, rows);
    expect(report.rules).toEqual([]);
    expect(report).toMatchObject({ score: 100, rowsChecked: 1_000, skipped: 0, limits: [] });
  });

  it('decides at least 95 % of the 621 rules of FOCUS 1.2 and says why not the others', () => {
    const { total, evaluated, notEvaluated } = reportOf('1.2', [], []);
    expect(total).toBe(621);
    expect(evaluated).toBe(597);
    expect(evaluated / total).toBeGreaterThan(0.95);
    expect(notEvaluated).toHaveLength(24);
    expect(notEvaluated.every(({ reason }) => reason.length > 10)).toBe(true);
  });

  it('says which row breaks a rule, how, and how often', () => {
    const { header, rows } = focusFile('1.2', { rows: 100 });
    const broken = rows.map((row, at) => (at === 3 || at === 5 ? { ...row, ListCost: '-1' } : row));
    const found = reportOf('1.2', header, broken).rules.find(({ id }) => id === 'ListCost-C-009-C');
    expect(found).toMatchObject({ level: 'MUST', column: 'ListCost', failedRows: 2, firstLine: 5 });
    expect(found?.example).toContain('ListCost=-1');
  });

  it('adds up the reports of several files', () => {
    const { header, rows } = focusFile('1.2', { rows: 100 });
    const bad = rows.map((row) => ({ ...row, BillingCurrency: null }));
    const merged = mergeReports([reportOf('1.2', header, rows), reportOf('1.2', header, bad)]);
    expect(merged.rowsChecked).toBe(200);
    expect(merged.rules.find(({ id }) => id === 'BillingCurrency-C-004-M')).toMatchObject({ failedRows: 100 });
    expect(merged.score).toBeLessThan(100);
  });
});

describe('a row', () => {
  it('counts though one of another file has the same line', () => {
    const { header, rows } = focusFile('1.2', { rows: 3 });
    const evaluator = new ConformanceEvaluator({ version: '1.2', columns: header });
    for (const row of rows) evaluator.row(cellsOf({ ...row, BillingCurrency: 'usd' }), 2);
    const found = evaluator.report().rules.find(({ id }) => id === 'CurrencyFormat-A-001-C');
    expect(found).toMatchObject({ failedRows: 3, firstLine: 2, example: 'BillingCurrency=usd' });
  });

  it('has its cells in the order of the file, whatever the file calls them', () => {
    const evaluator = new ConformanceEvaluator({
      version: '1.2',
      columns: ['list_cost', 'x_Team', 'BilledCost'],
      cells: ['ListCost', 'BilledCost'],
    });
    evaluator.row(['1', '+2'], 2);
    const rules = new Map(evaluator.report().rules.map((rule) => [rule.id, rule]));
    expect(rules.get('NumericFormat-A-010-M')).toMatchObject({ example: 'BilledCost=+2' });
    expect(rules.get('ColumnHandling-A-001-M')).toMatchObject({ example: 'list_cost' });
    expect(rules.get('ColumnHandling-A-013-O')).toMatchObject({ example: 'list_cost' });
    expect(rules.has('ListCost-C-003-M')).toBe(false);
  });
});
