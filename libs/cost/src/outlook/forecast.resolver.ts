import { Args, Query, Resolver } from '@nestjs/graphql';
import type { Caller } from '#common';
import { CurrentCaller, Requires, SUMMED } from '#platform';
import { ForecastArgs } from './forecast.query.js';
import { ForecastService } from './forecast.service.js';
import { CostForecast } from './forecast.views.js';

@Resolver(() => CostForecast)
export class ForecastResolver {
  constructor(private readonly service: ForecastService) {}

  @Query(() => CostForecast, { complexity: SUMMED }) @Requires('cost:read') costForecast(
    @CurrentCaller() caller: Caller,
    @Args() args: ForecastArgs,
  ) {
    return this.service.forecast(caller, args);
  }
}
