import { cellsOfLine } from '../../../../test/support/demo-charges.js';
import { BILL_COLUMNS, demoBills } from '#clouds';
import { ConformanceEvaluator, mergeReports } from '../conformance/index.js';

describe('the bills of the demo estate', () => {
  it('conform to FOCUS 1.2, complete months and the newest one alike', () => {
    const reports = demoBills({ today: '2026-11-24', months: 2 }).map((bill) => {
      const evaluator = new ConformanceEvaluator({ version: '1.2', columns: BILL_COLUMNS, cells: BILL_COLUMNS });
      let line = 1;
      for (const row of bill.rows()) {
        const cells = cellsOfLine(row).map((cell) => cell || null);
        evaluator.row(cells, ++line);
      }
      return evaluator.report();
    });
    const report = mergeReports(reports);
    // AWS and Google identify billing accounts by bare numbers, and so do their exports.
    expect(report.rules.map(({ id }) => id)).toEqual(['BillingAccountId-C-005-O']);
    expect(report.score).toBeGreaterThan(99.9);
  });
});
