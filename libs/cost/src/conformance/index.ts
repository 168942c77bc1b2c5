export { ConformanceEvaluator, type ConformanceOptions, type DeclaredType } from './evaluator.js';
export { type BrokenRule, type ConformanceReport, mergeReports } from './report.js';
