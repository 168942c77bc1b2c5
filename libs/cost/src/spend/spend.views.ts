import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Expose, Type } from 'class-transformer';
import { Decimal, type Day } from '#common';
import { AsDecimal, AsJson, choices, GraphQLDate, GraphQLJSON } from '#data';
import { GRANULARITIES, METRICS, type CostMetric, type Granularity } from './spend.query.js';

/** Which group: dimension to value, null where a charge has none. */
export type GroupKey = Record<string, string | null>;

@ObjectType({ description: 'An amount of one day or month.' })
export class SpendPoint {
  @Expose() @Field(() => GraphQLDate, { description: 'The day, or the first of the month.' }) date: Day;
  @AsDecimal() @Field(() => Decimal) amount: string;
}

@ObjectType({ description: 'What one group costs.' })
export class SpendGroup {
  @AsJson()
  @Field(() => GraphQLJSON, { description: 'Dimension to value, null where a charge has none.' })
  key: GroupKey;
  @AsJson()
  @Field(() => GraphQLJSON, { description: 'Dimension to a name for people, where the value is an id.' })
  names: GroupKey;
  @AsDecimal() @Field(() => Decimal) total: string;
  @Expose() @Type(() => SpendPoint) @Field(() => [SpendPoint]) points: SpendPoint[];
}

@ObjectType({ description: 'The groups beyond `top`, taken together.' })
export class OtherGroups {
  @Expose() @Field(() => Int) count: number;
  @AsDecimal() @Field(() => Decimal) total: string;
  @Expose() @Type(() => SpendPoint) @Field(() => [SpendPoint]) points: SpendPoint[];
}

@ObjectType({ description: 'Spend in one currency; currencies are never added up.' })
export class CurrencySpend {
  @Expose() @Field(() => String) currency: string;
  @AsDecimal() @Field(() => Decimal) total: string;
  @AsDecimal() @Field(() => Decimal, { description: 'Of as many days just before.' }) previousTotal: string;
  @Expose() @Type(() => SpendGroup) @Field(() => [SpendGroup]) groups: SpendGroup[];
  @Expose() @Type(() => OtherGroups) @Field(() => OtherGroups, { nullable: true }) otherGroups: OtherGroups | null;
}

@ObjectType({ description: 'Spend of a period, by currency and group.' })
export class CostSummary {
  @Expose() @Field(() => GraphQLDate) from: Day;
  @Expose() @Field(() => GraphQLDate, { description: 'The first day that is left out.' }) to: Day;
  @Expose() @Field(() => choices('CostMetric', METRICS)) metric: CostMetric;
  @Expose() @Field(() => choices('Granularity', GRANULARITIES)) granularity: Granularity;
  @Expose() @Field(() => [String]) groupBy: string[];
  @Expose()
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'The last day that is whole in every bill; later ones still grow.',
  })
  completeThrough: Day | null;
  @Expose() @Type(() => CurrencySpend) @Field(() => [CurrencySpend]) currencies: CurrencySpend[];
}

@ObjectType({ description: 'What moved, and why: usage, price, or what is neither.' })
export class CostDriver {
  @AsJson() @Field(() => GraphQLJSON) key: GroupKey;
  @AsJson() @Field(() => GraphQLJSON) names: GroupKey;
  @AsDecimal() @Field(() => Decimal) amount: string;
  @AsDecimal() @Field(() => Decimal) previousAmount: string;
  @AsDecimal() @Field(() => Decimal) change: string;
  @AsDecimal()
  @Field(() => Decimal, { description: 'Old price × change of quantity, summed over the SKU prices of both periods.' })
  usageEffect: string;
  @AsDecimal()
  @Field(() => Decimal, { description: 'New quantity × change of price, summed over the SKU prices of both periods.' })
  priceEffect: string;
  @AsDecimal()
  @Field(() => Decimal, {
    description: 'The rest: what is new, gone, or has no quantity. The three add up to the change.',
  })
  otherEffect: string;
}

@ObjectType()
export class CurrencyDrivers {
  @Expose() @Field(() => String) currency: string;
  @AsDecimal() @Field(() => Decimal) total: string;
  @AsDecimal() @Field(() => Decimal) previousTotal: string;
  @AsDecimal() @Field(() => Decimal) change: string;
  @Expose()
  @Type(() => CostDriver)
  @Field(() => [CostDriver], { description: 'Largest change first.' })
  drivers: CostDriver[];
}

@ObjectType({ description: 'What moved between two periods, ranked.' })
export class CostDrivers {
  @Expose() @Field(() => GraphQLDate) from: Day;
  @Expose() @Field(() => GraphQLDate) to: Day;
  @Expose() @Field(() => GraphQLDate) previousFrom: Day;
  @Expose() @Field(() => GraphQLDate) previousTo: Day;
  @Expose() @Field(() => choices('CostMetric', METRICS)) metric: CostMetric;
  @Expose() @Field(() => [String]) groupBy: string[];
  @Expose() @Field(() => GraphQLDate, { nullable: true }) completeThrough: Day | null;
  @Expose() @Type(() => CurrencyDrivers) @Field(() => [CurrencyDrivers]) currencies: CurrencyDrivers[];
}
