import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import { MetricStat, type Stat } from './series.query.js';

@ObjectType({ description: 'One step of a series; steps without samples are left out.' })
export class MetricPoint {
  @Expose() @Field(() => GraphQLISODateTime, { description: 'Its beginning.' }) at: Date;
  @Expose() @Field(() => Float) value: number;
  @Expose() @Field(() => Int) samples: number;
}

@ObjectType({ description: 'A metric of one or more resources over time.' })
export class MetricSeries {
  @Expose() @Field(() => String) metric: string;
  @Expose() @Field(() => String, { nullable: true, description: 'Null of a metric of one’s own.' }) unit: string | null;
  @Expose() @Field(() => MetricStat, { description: 'Of all samples of a step together.' }) stat: Stat;
  @Expose() @Field(() => GraphQLISODateTime) from: Date;
  @Expose() @Field(() => GraphQLISODateTime) to: Date;
  @Expose() @Field(() => Int, { description: 'Seconds.' }) step: number;
  @Expose() @Field(() => Int, { description: 'How many are taken together.' }) resources: number;
  @Expose() @Type(() => MetricPoint) @Field(() => [MetricPoint]) points: MetricPoint[];
}

@ObjectType({ description: 'One metric of a resource in all of a time; percentiles of more than an hour within 1 %.' })
export class Utilisation {
  resourceId: string;
  from: Date;
  to: Date;
  @Expose() @Field(() => String) metric: string;
  @Expose() @Field(() => String, { nullable: true, description: 'Null of a metric of one’s own.' }) unit: string | null;
  @Expose() @Field(() => Int) samples: number;
  @Expose() @Field(() => Float) avg: number;
  @Expose() @Field(() => Float) min: number;
  @Expose() @Field(() => Float) max: number;
  @Expose() @Field(() => Float) p50: number;
  @Expose() @Field(() => Float) p95: number;
  @Expose() @Field(() => Float) p99: number;
}

@ObjectType({ description: 'How far the utilisation of an account has been asked from its cloud.' })
export class MetricCollection {
  @Expose() @Field(() => ID) accountId: string;
  @Expose()
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Null while nothing has been answered.' })
  collectedThrough: Date | null;
  @Expose() @Field(() => GraphQLISODateTime) checkedAt: Date;
  @Expose() @Field(() => String, { nullable: true, description: 'Why the last time did not succeed.' }) error:
    string | null;
}
