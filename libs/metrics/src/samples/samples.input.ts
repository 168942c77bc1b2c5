import { Field, Float, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsISO8601, IsNumber, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { METRIC_NAME, MOST_NAME } from './sample.js';

export const MOST_SAMPLES = 10_000;

/** Told for the API's description; rows are checked one by one, so that a bad one does not cost the others. */
@InputType()
export class MetricSampleInput {
  @Field(() => ID, { nullable: true, description: 'Of the resource; or its nativeId.' })
  @IsOptional()
  @IsString()
  resourceId?: string;

  @Field(() => String, { nullable: true, description: 'The id that its cloud gave the resource, in any form.' })
  @IsOptional()
  @IsString()
  nativeId?: string;

  @Field(() => String, { nullable: true, description: 'Id or native id of its account, where several share the id.' })
  @IsOptional()
  @IsString()
  account?: string;

  @Field(() => String, { description: '`cpu`, `memory`, `network_in` …, or a name of one’s own in small letters.' })
  @IsString()
  @MaxLength(MOST_NAME)
  @Matches(METRIC_NAME)
  metric: string;

  @Field(() => String, { description: 'The moment, or the beginning of the time that the value is the mean of.' })
  @IsISO8601()
  at: string;

  @Field(() => Float) @IsNumber() value: number;
}

@InputType()
export class MetricSamplesInput {
  @Field(() => [MetricSampleInput]) @IsArray() @ArrayMaxSize(MOST_SAMPLES) samples: unknown[];
}
