export { ConformanceEvaluator } from './evaluator.js';
export type { ConformanceOptions, DeclaredType } from './file-checks.js';
export { type BrokenRule, type ConformanceReport, mergeReports } from './report.js';
