import { Injectable } from '@nestjs/common';
import { Metrics } from '#platform';
import type { Outcome } from './sample.js';

/** Bulk data is not audited sample by sample: it is counted. */
@Injectable()
export class SampleCounter {
  private readonly counter;

  constructor(metrics: Metrics) {
    this.counter = metrics.counter({
      name: 'cloudgov_metrics_samples_total',
      help: 'Samples of utilisation that came in, by what became of them.',
      labelNames: ['outcome'],
    });
  }

  count(outcome: Outcome, samples: number) {
    if (samples > 0) this.counter.inc({ outcome }, samples);
  }
}
