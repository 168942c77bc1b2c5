import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Database } from '#data';
import { AccountUses, InventoryModule } from '#inventory';
import { CollectJob } from './collect/collect.job.js';
import { Collector, CollectParts } from './collect/collector.js';
import { UtilisationController } from './metrics.controller.js';
import { LabelResources } from './remote/label-resources.js';
import { takeRemoteWrites } from './remote/remote-body.js';
import { RemoteWriteService } from './remote/remote-write.service.js';
import { RollUpJob } from './roll-up/roll-up.job.js';
import { RollUpService } from './roll-up/roll-up.service.js';
import { TidyMetricsJob } from './roll-up/tidy.job.js';
import { KeptTimes } from './samples/kept-times.js';
import { MetricsWriter } from './samples/metrics-writer.js';
import { SampleCounter } from './samples/sample-counter.js';
import { SamplesService } from './samples/samples.service.js';
import { ResourceUtilisationResolver, SeriesResolver, UtilisationPointsResolver } from './series/series.resolver.js';
import { SeriesService } from './series/series.service.js';
import { UtilisationService } from './series/utilisation.service.js';

const taking = [KeptTimes, SampleCounter, MetricsWriter, SamplesService, LabelResources, RemoteWriteService];
const collecting = [CollectParts, Collector, CollectJob, RollUpService, RollUpJob, TidyMetricsJob];
const telling = [SeriesService, UtilisationService, SeriesResolver];

@Module({
  imports: [InventoryModule],
  controllers: [UtilisationController],
  providers: [...taking, ...collecting, ...telling, ResourceUtilisationResolver, UtilisationPointsResolver],
  exports: [MetricsWriter, RollUpService, SeriesService, UtilisationService],
})
export class MetricsModule implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly uses: AccountUses,
    private readonly db: Database,
  ) {}

  onModuleInit() {
    takeRemoteWrites(this.host.httpAdapter.getInstance());
    this.uses.register('utilisation', async (id) => {
      return (await this.db.query('select 1 from metric_hour where account_id = $1 limit 1', [id])).length > 0;
    });
  }
}
