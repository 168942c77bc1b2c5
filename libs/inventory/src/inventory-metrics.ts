import { Injectable } from '@nestjs/common';
import { Metrics } from '#platform';
import { ResourcesService } from './resources/resources.service.js';

/** Counted at each scrape: an index-only scan, a few milliseconds for a hundred thousand resources. */
@Injectable()
export class InventoryMetrics {
  constructor(metrics: Metrics, resources: ResourcesService) {
    metrics.gauge(
      { name: 'cloudgov_inventory_resources', help: 'Resources in the inventory.', labelNames: ['provider'] },
      async (gauge) => {
        gauge.reset();
        for (const { provider, count } of await resources.countByProvider()) gauge.set({ provider }, count);
      },
    );
  }
}
