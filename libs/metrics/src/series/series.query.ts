import type { PipeTransform } from '@nestjs/common';
import { ArgsType, Field, GraphQLISODateTime, ID, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDate,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { Filter } from '#common';
import { choices } from '#data';
import { FilterInput, filterFromQuery, refuseUnknown, validation } from '#platform';
import { METRIC_NAME, MOST_NAME } from '../samples/sample.js';

export const STATS = ['avg', 'max', 'min', 'p50', 'p95', 'p99'] as const;
export type Stat = (typeof STATS)[number];
export const MetricStat = choices('MetricStat', STATS);

/** More are asked for by a filter. */
export const MOST_RESOURCES = 500;

/** Ten years. */
const MOST_STEP = 315_360_000;

@ArgsType()
export class UtilisationArgs {
  @Field(() => GraphQLISODateTime, { nullable: true, description: '14 days before `to` unless told.' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Now unless told.' })
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}

@ArgsType()
export class PointsArgs {
  @Field(() => Int, { nullable: true, description: 'Seconds of one point; what suits the time unless told.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(MOST_STEP)
  step?: number;

  @Field(() => MetricStat, { nullable: true, description: '`avg` unless told.' })
  @IsOptional()
  @IsIn(STATS)
  stat?: Stat;
}

/** `GET /metrics/series`, and `metricSeries`. */
@ArgsType()
export class SeriesArgs extends PointsArgs {
  @Field(() => String, { nullable: true, description: '`cpu` unless told.' })
  @IsOptional()
  @IsString()
  @MaxLength(MOST_NAME)
  @Matches(METRIC_NAME, { message: 'metric must be small letters, digits, _ : and . after a letter or _' })
  metric?: string;

  @Field(() => [ID], {
    nullable: true,
    description: `Ids of up to ${MOST_RESOURCES} resources, taken together; all that the filter selects unless told.`,
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MOST_RESOURCES)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  resourceId?: string[];

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'A day before `to` unless told.' })
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'from must be an instant or a day, such as 2026-01-31T00:00:00Z' })
  from?: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Now unless told.' })
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'to must be an instant or a day, such as 2026-01-31T00:00:00Z' })
  to?: Date;

  @Field(() => FilterInput, { nullable: true })
  @IsOptional()
  @ValidateNested()
  @Type(() => FilterInput)
  filter?: Filter;
}

type QueryString = Record<string, string | string[] | undefined>;

const OWN = ['metric', 'from', 'to', 'step', 'stat'];

/** Reads the question and its filter out of one query string, into the class that GraphQL fills. */
export const seriesQuery: PipeTransform<QueryString, Promise<SeriesArgs>> = {
  transform({ resourceId, ...query }) {
    refuseUnknown(query, ...OWN);
    const own = Object.fromEntries(OWN.filter((word) => query[word] !== undefined).map((word) => [word, query[word]]));
    const ids = resourceId === undefined ? {} : { resourceId: [resourceId].flat().flatMap((each) => each.split(',')) };
    const value = { ...own, ...ids, filter: filterFromQuery(query) };
    return validation.transform(value, { type: 'query', metatype: SeriesArgs }) as Promise<SeriesArgs>;
  },
};
