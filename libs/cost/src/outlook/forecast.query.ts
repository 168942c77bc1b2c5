import { ArgsType, Field, Int, OmitType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { addDays, addMonths, type Day } from '#common';
import { SpendArgs } from '../spend/spend.query.js';

export const MAX_HORIZON = 400;
const HORIZON = /^([1-9]\d?|[1-3]\d\d|400|month-end|quarter-end|year-end)$/;

@ArgsType()
export class ForecastArgs extends OmitType(SpendArgs, ['from', 'to', 'groupBy', 'top'] as const, ArgsType) {
  @Field(() => String, {
    nullable: true,
    description:
      'Days from the last whole one (1 to 400), or `month-end`, `quarter-end`, `year-end`; `month-end` unless told.',
  })
  @IsOptional()
  @Matches(HORIZON, { message: 'horizon must be 1 to 400 days, month-end, quarter-end or year-end' })
  horizon?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Percent of outcomes that the interval should hold, 51 to 99; 80 unless told.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(51)
  @Max(99)
  level?: number;
}

/** `GET /cost/forecast?horizon&level&wait`: a fit takes less than a second, so none is answered without its result. */
export class ForecastQuery extends ForecastArgs {
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(60) wait?: number;
}

/** The day after the last that is forecast, of a forecast whose first day is `next`. */
export function horizonEnd(horizon: string, next: Day): Day {
  const month = Number(next.slice(5, 7));
  if (horizon === 'month-end') return addMonths(next, 1);
  if (horizon === 'quarter-end') return addMonths(next, 3 - ((month - 1) % 3));
  if (horizon === 'year-end') return addMonths(next, 13 - month);
  return addDays(next, Number(horizon));
}
