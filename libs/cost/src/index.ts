export { completeThrough } from './complete-through.js';
export { CostModule } from './cost.module.js';
export { METRICS, type CostMetric } from './spend/spend.query.js';
export { Statements, type ActiveStatements } from './spend/statements.js';
export { SummaryService } from './spend/summary.service.js';
