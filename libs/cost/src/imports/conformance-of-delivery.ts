import { ConformanceEvaluator, mergeReports, type ConformanceReport } from '../conformance/index.js';
import type { Judge, Source } from '../reading/index.js';

/** Looks at the rows of a delivery, files of the same columns together, since rules also relate rows to one another. */
export class DeliveryConformance {
  private readonly evaluators = new Map<string, ConformanceEvaluator>();

  /** What judges the rows of one file. Azure's own export is no FOCUS, so nobody asks how well it keeps it. */
  of({ kind, version, header, columns, declared }: Source): Judge | undefined {
    if (kind !== 'focus') return undefined;
    const key = JSON.stringify([version, header, declared]);
    const evaluator =
      this.evaluators.get(key) ?? new ConformanceEvaluator({ version, columns: header, cells: columns, declared });
    this.evaluators.set(key, evaluator);
    return (cells, line) => evaluator.row(cells, line);
  }

  report(): ConformanceReport | null {
    const reports = [...this.evaluators.values()].map((evaluator) => evaluator.report());
    return reports.length ? mergeReports(reports) : null;
  }
}
