import { ArgsType, Field, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { addDays, Period, type Day, type Filter } from '#common';
import { choices, GraphQLDate, IsDay } from '#data';
import { FilterInput } from '#platform';
import { DIMENSIONS, type Dimension } from './spend-tables.js';

export const METRICS = ['effective', 'billed', 'list', 'contracted'] as const;
export type CostMetric = (typeof METRICS)[number];
export const GRANULARITIES = ['total', 'daily', 'monthly'] as const;
export type Granularity = (typeof GRANULARITIES)[number];

const metricEnum = choices('CostMetric', METRICS);
const granularityEnum = choices('Granularity', GRANULARITIES);
const GROUP = new RegExp(`^(${DIMENSIONS.join('|')}|tag:.{1,200})$`, 's');

/** What every question about spend can say; days are UTC, and `to` is the first day that is left out. */
@ArgsType()
export class SpendArgs {
  @Field(() => GraphQLDate, { nullable: true, description: 'First day; unless told, the 30th before `to`.' })
  @IsOptional()
  @IsDay()
  from?: Day;

  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'The day after the last; unless told, after the last whole day.',
  })
  @IsOptional()
  @IsDay()
  to?: Day;

  @Field(() => metricEnum, { nullable: true, description: 'Which of the four costs; `effective` unless told.' })
  @IsOptional()
  @IsIn(METRICS)
  metric?: CostMetric;

  @Field(() => [String], { nullable: true, description: `Up to three of ${DIMENSIONS.join(', ')}, tag:KEY.` })
  @IsOptional()
  @ArrayMaxSize(3)
  @IsString({ each: true })
  @MaxLength(210, { each: true })
  @Matches(GROUP, { each: true, message: `groupBy takes ${DIMENSIONS.join(', ')} and tag:KEY` })
  groupBy?: Dimension[];

  @Field(() => FilterInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => FilterInput)
  filter?: Filter;

  @Field(() => Int, {
    nullable: true,
    description: 'How many groups are told apart, the largest first; 50 unless told.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  top?: number;
}

@ArgsType()
export class SummaryArgs extends SpendArgs {
  @Field(() => granularityEnum, { nullable: true, description: '`total` unless told.' })
  @IsOptional()
  @IsIn(GRANULARITIES)
  granularity?: Granularity;
}

@ArgsType()
export class DriversArgs extends SpendArgs {
  @Field(() => String, {
    nullable: true,
    description: '`previous` (as many days just before), or `YYYY-MM-DD..YYYY-MM-DD`.',
  })
  @IsOptional()
  @Matches(/^(previous|\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2})$/, {
    message: 'compareTo must be previous or YYYY-MM-DD..YYYY-MM-DD',
  })
  compareTo?: string;
}

const DEFAULT_DAYS = 30;

/** The period that is meant: what is left out follows from the last whole day of the bills, or else from today. */
export function periodOf({ from, to }: Pick<SpendArgs, 'from' | 'to'>, lastWhole: Day | null, today: Day): Period {
  const end = to ?? addDays(lastWhole ?? addDays(today, -1), 1);
  if (from === undefined) return new Period(addDays(end, -DEFAULT_DAYS), end);
  const isAhead = to === undefined && from >= end;
  return new Period(from, isAhead ? addDays(from, DEFAULT_DAYS) : end);
}
