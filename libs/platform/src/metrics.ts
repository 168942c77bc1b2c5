import { Injectable } from '@nestjs/common';
import { everything } from '#data';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

type Named = { name: string; help: string; labelNames?: string[] };

/** The registry behind `/metrics`; one for each application, so that two of them in one process do not mix. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  counter(options: Named) {
    return this.existing<Counter>(options.name) ?? new Counter({ ...options, registers: [this.registry] });
  }

  /** `collect` is called at each scrape, so that a gauge is read where it is kept; it sees the whole estate. */
  gauge(options: Named, collect?: (gauge: Gauge) => Promise<void> | void) {
    const gauge: Gauge = new Gauge({
      ...options,
      registers: [this.registry],
      ...(collect && { collect: () => everything(() => collect(gauge)) }),
    });
    return gauge;
  }

  histogram(options: Named & { buckets?: number[] }) {
    return this.existing<Histogram>(options.name) ?? new Histogram({ ...options, registers: [this.registry] });
  }

  text() {
    return this.registry.metrics();
  }

  private existing<T>(name: string) {
    return this.registry.getSingleMetric(name) as T | undefined;
  }
}
