export { completeThrough } from './complete-through.js';
export { CostModule } from './cost.module.js';
export { ForecastService, type ForecastQuestion } from './outlook/forecast.service.js';
export { ForecastAmount } from './outlook/forecast.views.js';
export { DriversService } from './spend/drivers.service.js';
export { METRICS, type CostMetric } from './spend/spend.query.js';
export { CostDriver } from './spend/spend.views.js';
export { Statements, type ActiveStatements } from './spend/statements.js';
export { SummaryService } from './spend/summary.service.js';
