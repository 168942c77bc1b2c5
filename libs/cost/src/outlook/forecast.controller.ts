import { Get, Query } from '@nestjs/common';
import type { Caller } from '#common';
import { Answers, CurrentCaller, Requires, Rest } from '#platform';
import { spendQuery } from '../spend/spend-query.pipe.js';
import { ForecastQuery } from './forecast.query.js';
import { CostForecast } from './forecast.views.js';
import { ForecastService } from './forecast.service.js';

@Rest('cost')
export class ForecastController {
  constructor(private readonly service: ForecastService) {}

  @Get('forecast')
  @Requires('cost:read')
  @Answers(CostForecast, 'What will be spent from the last whole day of the bills on.', { asks: ForecastQuery })
  forecast(@CurrentCaller() caller: Caller, @Query(spendQuery(ForecastQuery)) args: Record<string, unknown>) {
    return this.service.forecast(caller, args);
  }
}
