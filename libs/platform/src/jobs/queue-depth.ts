import { Injectable } from '@nestjs/common';
import { Metrics } from '../metrics.js';
import { KnownJobs } from './known-jobs.js';
import { Runs } from './runs.js';

/** `cloudgov_queue_depth`, read from the table at each scrape. */
@Injectable()
export class QueueDepth {
  constructor(metrics: Metrics, known: KnownJobs, runs: Runs) {
    const options = { name: 'cloudgov_queue_depth', help: 'Runs that wait, by job.', labelNames: ['queue'] };
    metrics.gauge(options, async (gauge) => {
      gauge.reset();
      // A database that is away must not hide every other metric.
      const depths = await runs.depths().catch(() => undefined);
      if (!depths) return;
      for (const { name } of known.all()) gauge.set({ queue: name }, 0);
      for (const { job, depth } of depths) gauge.set({ queue: job }, depth);
    });
  }
}
