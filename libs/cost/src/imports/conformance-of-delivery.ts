import { FOCUS_COLUMNS } from '../focus/columns.js';
import { ConformanceEvaluator, mergeReports, type ConformanceReport } from '../conformance/index.js';
import type { ChargeRow, Source } from '../reading/index.js';

/** Looks at the rows of a delivery, files of the same columns together, since rules also relate rows to one another. */
export class DeliveryConformance {
  private readonly evaluators = new Map<string, ConformanceEvaluator>();

  /** What judges the rows of one file. Azure's own export is no FOCUS, so nobody asks how well it keeps it. */
  of({ kind, version, columns, extras }: Source): ((rows: ChargeRow[]) => void) | undefined {
    if (kind !== 'focus') return undefined;
    const header = [...columns, ...extras];
    const key = [version, ...header].join('\n');
    const evaluator = this.evaluators.get(key) ?? new ConformanceEvaluator({ version, columns: header });
    this.evaluators.set(key, evaluator);
    return judge(evaluator, columns);
  }

  report(): ConformanceReport | null {
    const reports = [...this.evaluators.values()].map((evaluator) => evaluator.report());
    return reports.length ? mergeReports(reports) : null;
  }
}

/** Puts the cells of a file into the order of the specification; what the reader mended is judged as it was written. */
function judge(evaluator: ConformanceEvaluator, columns: readonly string[]) {
  const cells: (string | null)[] = FOCUS_COLUMNS.map(() => null);
  const places = columns.map((name) => FOCUS_COLUMNS.findIndex((column) => column.name === name));
  return (rows: ChargeRow[]) => {
    for (const { line, values, original } of rows) {
      for (let at = 0; at < places.length; at++) cells[places[at]!] = values[at]!;
      if (original) columns.forEach((name, at) => (cells[places[at]!] = original[name] ?? values[at]!));
      evaluator.row(cells, line);
    }
  };
}
