import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, Requires, Rest } from '#platform';
import { DriversService } from './drivers.service.js';
import { DriversArgs, SummaryArgs } from './spend.query.js';
import { CostDrivers, CostSummary } from './spend.views.js';
import { spendQuery } from './spend-query.pipe.js';
import { SummaryService } from './summary.service.js';

@Rest('cost')
export class SpendController {
  constructor(
    private readonly spend: SummaryService,
    private readonly movement: DriversService,
  ) {}

  /** `args` is not typed by its class, or the global validation would refuse the filter's words before the pipe reads them. */
  @Get('summary')
  @Requires('cost:read')
  @Answers(CostSummary, 'Spend of a period, by currency and group.', { asks: SummaryArgs })
  summary(@CurrentCaller() caller: Caller, @Query(spendQuery(SummaryArgs)) args: Record<string, unknown>) {
    return this.spend.summary(caller, args);
  }

  @Get('drivers')
  @Requires('cost:read')
  @Answers(CostDrivers, 'What moved between two periods, ranked, and why.', { asks: DriversArgs })
  drivers(@CurrentCaller() caller: Caller, @Query(spendQuery(DriversArgs)) args: Record<string, unknown>) {
    return this.movement.drivers(caller, args);
  }
}
