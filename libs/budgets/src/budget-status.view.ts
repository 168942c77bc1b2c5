import { Field, Float, ObjectType } from '@nestjs/graphql';
import { Expose } from 'class-transformer';
import { ForecastAmount } from '#cost';
import { Decimal, type Day } from '#common';
import { AsDecimal, choices, GraphQLDate } from '#data';
import { GraphQLISODateTime, ID } from '@nestjs/graphql';
import { Budget } from './budget.entity.js';
import { BASES, BUDGET_STATES, type Basis, type BudgetState } from './budget-status.js';

export const THRESHOLD_STATES = ['pending', 'fired'] as const;
const thresholdEnum = choices('ThresholdState', THRESHOLD_STATES);

@ObjectType({ description: 'Days from `start` up to, not including, `end`, in UTC.' })
export class BudgetWindow {
  @Expose() @Field(() => GraphQLDate) start: Day;
  @Expose() @Field(() => GraphQLDate) end: Day;
}

@ObjectType()
export class ThresholdStatus {
  @Expose() @Field(() => Float, { nullable: true }) percent: number | null;
  @AsDecimal() @Field(() => Decimal, { description: 'The amount at which it fires.' }) amount: Decimal;
  @Expose() @Field(() => choices('BudgetBasis', BASES)) basis: Basis;
  @Expose() @Field(() => thresholdEnum) state: (typeof THRESHOLD_STATES)[number];
  @Expose()
  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When a check first saw it reached.' })
  firedAt: Date | null;
}

@ObjectType()
export class CurrencyAmount {
  @Expose() @Field(() => String) currency: string;
  @AsDecimal() @Field(() => Decimal) spent: Decimal;
}

@ObjectType({ description: 'What a resource has cost in the period; charges without a resource are taken together.' })
export class BudgetDriver {
  @Expose() @Field(() => ID, { nullable: true }) resourceId: string | null;
  @Expose() @Field(() => String, { nullable: true }) name: string | null;
  @AsDecimal() @Field(() => Decimal) amount: string;
}

@ObjectType({ description: 'Where a budget stands, computed when asked.' })
export class BudgetStatus {
  @Expose() @Field(() => Budget) budget: Budget;
  @Expose() @Field(() => BudgetWindow) period: BudgetWindow;
  @AsDecimal() @Field(() => Decimal, { description: 'With the newest, still incomplete days.' }) spent: Decimal;
  @AsDecimal() @Field(() => Decimal) limit: Decimal;
  @AsDecimal() @Field(() => Decimal, { description: 'Below nought once exceeded.' }) remaining: Decimal;
  @AsDecimal() @Field(() => Decimal, { description: 'To two decimals.' }) percentUsed: Decimal;
  @Expose()
  @Field(() => ForecastAmount, { nullable: true, description: 'Of the whole period.' })
  forecast: ForecastAmount | null;
  @AsDecimal() @Field(() => Decimal, { nullable: true }) percentForecast: Decimal | null;
  @AsDecimal()
  @Field(() => Decimal, { description: 'Mean of the last seven whole days of the period.' })
  burnRatePerDay: Decimal;
  @Expose()
  @Field(() => GraphQLDate, { nullable: true, description: 'The day on which the limit is passed, known or forecast.' })
  exhaustsOn: Day | null;
  @Expose() @Field(() => choices('BudgetState', BUDGET_STATES)) state: BudgetState;
  @Expose()
  @Field(() => [CurrencyAmount], { description: 'Spend of the same scope that the budget cannot count.' })
  otherCurrencies: CurrencyAmount[];
  @Expose() @Field(() => [ThresholdStatus]) thresholds: ThresholdStatus[];
  @Expose()
  @Field(() => [BudgetDriver], { description: 'The five dearest resources of the period.' })
  topDrivers: BudgetDriver[];
  @Expose() @Field(() => String) currency: string;
  @Expose() @Field(() => GraphQLISODateTime) asOf: Date;
  @Expose() @Field(() => GraphQLDate, { nullable: true }) completeThrough: Day | null;
}
