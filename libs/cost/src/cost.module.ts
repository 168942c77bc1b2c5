import { Module } from '@nestjs/common';
import { DriversService } from './spend/drivers.service.js';
import { GroupNames } from './spend/group-names.js';
import { SpendController } from './spend/spend.controller.js';
import { SpendResolver } from './spend/spend.resolver.js';
import { Statements } from './spend/statements.js';
import { SummaryService } from './spend/summary.service.js';

@Module({
  controllers: [SpendController],
  providers: [Statements, GroupNames, SummaryService, DriversService, SpendResolver],
  exports: [Statements, SummaryService],
})
export class CostModule {}
