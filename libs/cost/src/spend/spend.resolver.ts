import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { CurrentCaller, Requires, SUMMED } from '#platform';
import { DriversService } from './drivers.service.js';
import { DriversArgs, SummaryArgs } from './spend.query.js';
import { CostDrivers, CostSummary } from './spend.views.js';
import { SummaryService } from './summary.service.js';

@Resolver(() => CostSummary)
export class SpendResolver {
  constructor(
    private readonly spend: SummaryService,
    private readonly movement: DriversService,
  ) {}

  @Query(() => CostSummary, { complexity: SUMMED }) @Requires('cost:read') costSummary(
    @CurrentCaller() caller: Caller,
    @Args() args: SummaryArgs,
  ) {
    return this.spend.summary(caller, args);
  }
  @Query(() => CostDrivers, { complexity: SUMMED }) @Requires('cost:read') costDrivers(
    @CurrentCaller() caller: Caller,
    @Args() args: DriversArgs,
  ) {
    return this.movement.drivers(caller, args);
  }
}
