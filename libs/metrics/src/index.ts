export { MetricsModule } from './metrics.module.js';
export { RollUpService } from './roll-up/roll-up.service.js';
export { MetricsWriter, type Written } from './samples/metrics-writer.js';
export type { SampleRow } from './samples/sample.js';
export { SeriesService } from './series/series.service.js';
export { UtilisationService } from './series/utilisation.service.js';
