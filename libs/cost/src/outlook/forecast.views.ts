import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { Decimal, type Day } from '#common';
import { AsDecimal, choices, GraphQLDate } from '#data';
import { METRICS, type CostMetric } from '../spend/spend.query.js';

@ObjectType({ description: 'An expected amount, and the bounds that hold the asked share of outcomes.' })
export class ForecastAmount {
  @AsDecimal() @Field(() => Decimal) mean: string;
  @AsDecimal() @Field(() => Decimal) lower: string;
  @AsDecimal() @Field(() => Decimal) upper: string;
}

@ObjectType()
export class ForecastPoint extends ForecastAmount {
  @Expose() @Field(() => GraphQLDate) date: Day;
}

@ObjectType({ description: 'How well the method would have forecast this very series, from earlier days on.' })
export class ForecastBacktest {
  @Expose()
  @Field(() => Float, { nullable: true, description: 'Sum of absolute errors over the sum of amounts.' })
  wape: number | null;

  @Expose()
  @Field(() => Float, { nullable: true, description: "Mean absolute error over the seasonal naive method's." })
  mase: number | null;

  @Expose()
  @Field(() => Float, { nullable: true, description: 'Share of days inside the interval, 0 to 1.' })
  coverage: number | null;

  @Expose() @Field(() => Int) folds: number;
}

@ObjectType()
export class CurrencyForecast {
  @Expose() @Field(() => String) currency: string;
  @Expose() @Field(() => String, { description: 'What the backtest chose.' }) method: string;
  @Expose()
  @Field(() => Boolean, { description: 'Under two weeks of history: a run rate with a wide interval.' })
  insufficientHistory: boolean;
  @Expose()
  @Field(() => ForecastAmount, { description: 'Of all days together; narrower than the bounds of the days added up.' })
  total: ForecastAmount;
  @Expose() @Field(() => [ForecastPoint]) points: ForecastPoint[];
  @Expose() @Field(() => ForecastBacktest, { nullable: true }) backtest: ForecastBacktest | null;
}

@ObjectType({ description: 'What will be spent from the last whole day of the bills on.' })
export class CostForecast {
  @Expose()
  @Field(() => GraphQLDate, { nullable: true, description: 'First forecast day; null without any bill.' })
  from: Day | null;
  @Expose()
  @Field(() => GraphQLDate, { nullable: true, description: 'The first day that is left out.' })
  to: Day | null;
  @Expose() @Field(() => Int) level: number;
  @Expose() @Field(() => choices('CostMetric', METRICS)) metric: CostMetric;
  @Expose() @Field(() => GraphQLDate, { nullable: true }) completeThrough: Day | null;
  @Expose() @Field(() => [CurrencyForecast]) currencies: CurrencyForecast[];
}
