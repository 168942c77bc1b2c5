import { Module, type OnModuleInit } from '@nestjs/common';
import { CloudsModule } from '#clouds';
import { Database } from '#data';
import { AccountUses, InventoryModule } from '#inventory';
import { ChargesController } from './charges/charges.controller.js';
import { ChargesResolver } from './charges/charges.resolver.js';
import { ChargesService } from './charges/charges.service.js';
import { ExportController } from './charges/export.controller.js';
import { ExportService } from './charges/export.service.js';
import { DeliveryParts, DemoAccounts, DemoBills, DemoBillsJob, DemoEstate, DemoParts } from './demo/index.js';
import { ForecastController } from './outlook/forecast.controller.js';
import { ForecastModels } from './outlook/forecast-models.js';
import { ForecastResolver } from './outlook/forecast.resolver.js';
import { ForecastService } from './outlook/forecast.service.js';
import { RefitForecastsJob } from './outlook/refit-forecasts.job.js';
import { ImportsModule } from './imports/imports.module.js';
import { DriversService } from './spend/drivers.service.js';
import { GroupNames } from './spend/group-names.js';
import { SpendAnswers } from './spend/spend-answers.js';
import { SpendController } from './spend/spend.controller.js';
import { SpendResolver } from './spend/spend.resolver.js';
import { Statements } from './spend/statements.js';
import { SummaryService } from './spend/summary.service.js';

const spend = [Statements, SpendAnswers, GroupNames, SummaryService, DriversService, SpendResolver];
const outlook = [ForecastModels, ForecastService, ForecastResolver, RefitForecastsJob];
const demo = [DeliveryParts, DemoAccounts, DemoBills, DemoBillsJob, DemoEstate, DemoParts];
const charges = [ChargesService, ChargesResolver, ExportService];

@Module({
  imports: [CloudsModule, ImportsModule, InventoryModule],
  controllers: [SpendController, ForecastController, ChargesController, ExportController],
  providers: [...spend, ...outlook, ...charges, ...demo],
  exports: [Statements, SpendAnswers, SummaryService, DriversService, ForecastService, DemoEstate],
})
export class CostModule implements OnModuleInit {
  constructor(
    private readonly uses: AccountUses,
    private readonly db: Database,
  ) {}

  onModuleInit() {
    this.uses.register('charges', async (id) => {
      return (await this.db.query('select 1 from spend_daily where account_id = $1 limit 1', [id])).length > 0;
    });
  }
}
