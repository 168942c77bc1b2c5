import { Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { InventoryModule } from '#inventory';
import { Activation } from './activation.js';
import { BillInventory } from './bill-inventory.js';
import { Deliveries } from './deliveries.js';
import { DemoImports } from './demo-imports.js';
import { DeliveryReader } from './delivery-reader.js';
import { InventoryJob } from './inventory.job.js';
import { ImportChanges } from './import-changes.js';
import { ImportFolder } from './import-folder.js';
import { ImportJob } from './import.job.js';
import { ImportRecords } from './import-records.js';
import { ImportRun } from './import-run.js';
import { ImportStarter, StartParts } from './import-starter.js';
import { takeFiles } from './import-body.js';
import { ImportsController } from './imports.controller.js';
import { ImportHistory, ImportsResolver } from './imports.resolver.js';
import { ImportsService } from './imports.service.js';
import { MonthsJob } from './months.job.js';
import { MonthsService } from './months.service.js';
import { ReplacedResources } from './replaced-resources.js';
import { Spool } from './spool.js';
import { TidyJob } from './tidy.job.js';
import { TidyService } from './tidy.service.js';

/** Bills on their way in. */
@Module({
  imports: [InventoryModule],
  controllers: [ImportsController],
  providers: [
    Activation,
    BillInventory,
    Deliveries,
    DeliveryReader,
    DemoImports,
    ImportChanges,
    ImportFolder,
    ImportHistory,
    ImportJob,
    ImportRecords,
    ImportRun,
    ImportStarter,
    ImportsResolver,
    ImportsService,
    InventoryJob,
    MonthsJob,
    MonthsService,
    ReplacedResources,
    Spool,
    StartParts,
    TidyJob,
    TidyService,
  ],
  exports: [DemoImports, ImportsService, ImportStarter, MonthsService, TidyService],
})
export class ImportsModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  async onModuleInit() {
    await takeFiles(this.host.httpAdapter.getInstance());
  }
}
